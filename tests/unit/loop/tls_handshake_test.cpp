#include "core/loop/tls_link.hpp"

#include "tests/unit/loop/tls_server.hpp"

#include <openssl/x509_vfy.h>

#include <fstream>
#include <sstream>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

struct trusting_loop {
  reactor loop{{}};
  std::unique_ptr<vl_tls> trusted = settings_of(loop, trusting());

  /// One dial to its end; the words of its failure.
  std::string failure(tls_server& server, vl_result& result, const vl_tls* tls = nullptr,
                      std::string_view sni = "", std::string_view alpn = "") {
    secure_dial d(loop, server.port().port(), tls == nullptr ? trusted.get() : tls);
    d.dial.sni = str(sni);
    d.dial.alpn = str(alpn);
    d.finish(server);
    result = d.op.result;
    BOOST_TEST(loop.reasons().text().empty());
    return d.reason;
  }
};

std::string_view view(vl_str s) { return {s.ptr, s.len}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_handshake_suite)

BOOST_FIXTURE_TEST_CASE(says_version_cipher_time_and_bytes_of_a_handshake, trusting_loop) {
  tls_server server;
  secure_dial d(loop, server.port().port(), trusted.get());
  d.finish(server);
  BOOST_REQUIRE_MESSAGE(d.op.result.status == VL_OK, d.reason);
  const vl_stream_info info = d.info();
  BOOST_TEST(info.tls_version == 0x0304U);
  BOOST_TEST(view(info.cipher) == "TLS_AES_256_GCM_SHA384");
  BOOST_TEST(info.tls > 0);
  BOOST_TEST(info.connect > 0);
  BOOST_TEST(info.bytes_out > 100U);
  BOOST_TEST(info.bytes_in > 500U);
  BOOST_TEST(info.alpn.len == 0U);
  BOOST_TEST(info.flags == 0U);
}

BOOST_FIXTURE_TEST_CASE(each_cut_of_the_servers_bytes_gives_the_same_connection, trusting_loop) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    for (const std::size_t split : {1, 2, 5, 6, 63, 700}) {
      tls_server_settings settings;
      settings.max_version = version;
      settings.split = split;
      tls_server server(settings);
      secure_dial d(loop, server.port().port(), trusted.get());
      d.finish(server);
      BOOST_REQUIRE_MESSAGE(d.op.result.status == VL_OK, d.reason);
      BOOST_TEST(d.info().tls_version == static_cast<std::uint32_t>(version));
    }
  }
}

BOOST_FIXTURE_TEST_CASE(a_certificate_for_another_name_is_refused_with_both_names, trusting_loop) {
  tls_server server({}, authority().issue({{"DNS:a.test"}}));
  vl_result result{};
  BOOST_TEST(failure(server, result, nullptr, "b.test") ==
             "the certificate is for 'a.test', wanted 'b.test'");
  BOOST_TEST(result.status == VL_E_TLS);
  BOOST_TEST(result.native == X509_V_ERR_HOSTNAME_MISMATCH);
  BOOST_TEST(failure(server, result) == "the certificate is for 'a.test', wanted '127.0.0.1'");
  BOOST_TEST(result.native == X509_V_ERR_IP_ADDRESS_MISMATCH);
  BOOST_TEST(failure(server, result, nullptr, "a.test") == "");
  BOOST_TEST(result.status == VL_OK);
}

BOOST_FIXTURE_TEST_CASE(dates_and_issuers_are_checked, trusting_loop) {
  vl_result result{};
  tls_server expired({}, authority().issue({{"IP:127.0.0.1"}, -20, -1}));
  BOOST_TEST(failure(expired, result) == "certificate has expired");
  BOOST_TEST(result.native == X509_V_ERR_CERT_HAS_EXPIRED);
  tls_server early({}, authority().issue({{"IP:127.0.0.1"}, 2, 3}));
  BOOST_TEST(failure(early, result) == "certificate is not valid yet");
  const tls_authority stranger;
  tls_server foreign({}, stranger.issue({{"IP:127.0.0.1"}}));
  BOOST_TEST(failure(foreign, result) ==
             "the issuer of the certificate is not trusted, or its chain is not complete");
  BOOST_TEST(result.status == VL_E_TLS);
  BOOST_TEST(loop.counters().open_streams == 0U);
}

BOOST_FIXTURE_TEST_CASE(the_roots_of_the_system_are_the_default_and_do_not_know_the_test,
                        trusting_loop) {
  tls_server server;
  secure_dial d(loop, server.port().port(), nullptr);
  d.finish(server);
  BOOST_TEST(d.op.result.status == VL_E_TLS);
  BOOST_TEST(d.op.result.native == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

BOOST_FIXTURE_TEST_CASE(without_verification_anything_is_taken, trusting_loop) {
  vl_tls_options options{};
  options.struct_size = sizeof options;
  options.flags = VL_TLS_NO_VERIFY;
  const auto blind = settings_of(loop, options);
  const tls_authority stranger;
  tls_server server({}, stranger.issue({{"DNS:a.test"}, -20, -1}));
  vl_result result{};
  BOOST_TEST(failure(server, result, blind.get()) == "");
  BOOST_TEST(result.status == VL_OK);
}

BOOST_FIXTURE_TEST_CASE(a_name_goes_out_as_sni_and_an_address_does_not, trusting_loop) {
  tls_server server;
  secure_dial by_name(loop, server.port().port(), trusted.get());
  by_name.dial.sni = str("shop.test");
  by_name.finish(server);
  BOOST_TEST(std::string(SSL_get_servername(by_name.peer->ssl(), TLSEXT_NAMETYPE_host_name)) ==
             "shop.test");
  secure_dial by_address(loop, server.port().port(), trusted.get());
  by_address.finish(server);
  BOOST_TEST(by_address.op.result.status == VL_OK);
  BOOST_TEST(SSL_get_servername(by_address.peer->ssl(), TLSEXT_NAMETYPE_host_name) == nullptr);
}

BOOST_FIXTURE_TEST_CASE(alpn_is_chosen_by_the_server_or_refused_in_words, trusting_loop) {
  tls_server_settings settings;
  settings.alpn = "http/1.1";
  tls_server server(settings);
  secure_dial d(loop, server.port().port(), trusted.get());
  d.dial.alpn = str("h2,http/1.1");
  d.finish(server);
  BOOST_TEST(view(d.info().alpn) == "http/1.1");
  vl_result result{};
  BOOST_TEST(failure(server, result, nullptr, "", "h2") ==
             "the peer speaks none of the protocols offered by ALPN: h2");
  BOOST_TEST(failure(server, result, nullptr, "", "h2,,x") ==
             "alpn: a name has 0 bytes, expected 1 to 255");
  BOOST_TEST(result.status == VL_E_TLS);
}

BOOST_FIXTURE_TEST_CASE(versions_and_ciphers_that_do_not_meet_are_told, trusting_loop) {
  vl_result result{};
  tls_server_settings old;
  old.max_version = TLS1_2_VERSION;
  tls_server old_server(old);
  vl_tls_options only_new = trusting();
  only_new.min_version = 0x0304;
  const auto newest = settings_of(loop, only_new);
  BOOST_TEST(failure(old_server, result, newest.get()) ==
             "the peer speaks none of the TLS versions offered");
  old.ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256";
  tls_server picky(old);
  vl_tls_options other = trusting();
  other.ciphers = str("ECDHE-ECDSA-AES256-GCM-SHA384:TLS_AES_128_GCM_SHA256");
  const auto narrow = settings_of(loop, other);
  BOOST_TEST(failure(picky, result, narrow.get()) ==
             "the peer refused the handshake: no shared cipher, or it wants a client certificate");
  BOOST_TEST(result.status == VL_E_TLS);
  tls_server modern;
  secure_dial d(loop, modern.port().port(), narrow.get());
  d.finish(modern);
  BOOST_TEST(view(d.info().cipher) == "TLS_AES_128_GCM_SHA256");
}

BOOST_FIXTURE_TEST_CASE(a_client_certificate_is_shown_when_the_server_asks, trusting_loop) {
  authority().write("client", authority().issue({{"DNS:client"}}), "sesame");
  tls_server_settings settings;
  settings.wants_client_certificate = true;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    settings.max_version = version;
    tls_server server(settings);
    vl_tls_options options = trusting();
    options.certificate_file = str("client.pem");  // relative to the configuration's folder
    options.key_file = str("client.key");
    options.key_password = str("sesame");
    const auto known = settings_of(loop, options);
    secure_dial d(loop, server.port().port(), known.get());
    d.finish(server);
    BOOST_TEST(d.op.result.status == VL_OK);
    d.peer->turn();
    BOOST_TEST(d.peer->secured());
  }
}

// With TLS 1.3 the client is done before the server has seen that nothing came.
BOOST_FIXTURE_TEST_CASE(a_missing_client_certificate_is_told_in_words, trusting_loop) {
  tls_server_settings settings;
  settings.wants_client_certificate = true;
  tls_server server(settings);
  secure_dial d(loop, server.port().port(), trusted.get());
  d.finish(server);
  BOOST_REQUIRE(d.op.result.status == VL_OK);
  recorded_reader heard;
  std::string words;
  heard.each = [&] { words = loop.reasons().text(); };
  d.made().read_start(heard.reader());
  run_until(loop, [&] {
    d.peer->turn();
    return heard.ends != 0;
  });
  BOOST_TEST(heard.end.status == VL_E_TLS);
  BOOST_TEST(words == "the peer requires a client certificate");
  BOOST_TEST(loop.reasons().text().empty());
}

BOOST_FIXTURE_TEST_CASE(a_session_is_taken_up_again_only_when_asked_for, trusting_loop) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    tls_server_settings settings;
    settings.max_version = version;
    tls_server server(settings);
    vl_tls_options options = trusting();
    options.flags = VL_TLS_RESUME;
    const auto resuming = settings_of(loop, options);
    for (const bool asked : {true, false}) {
      const vl_tls* const tls = asked ? resuming.get() : trusted.get();
      for (int round = 0; round < 3; ++round) {
        secure_dial d(loop, server.port().port(), tls);
        d.finish(server);
        BOOST_REQUIRE_MESSAGE(d.op.result.status == VL_OK, d.reason);
        const bool resumed = asked && round > 0;
        BOOST_TEST(d.info().flags == (resumed ? std::uint32_t{VL_STREAM_RESUMED} : 0U));
        BOOST_TEST(SSL_session_reused(d.peer->ssl()) == (resumed ? 1 : 0));
        // The tickets of TLS 1.3 come in a read.
        recorded_reader heard;
        d.made().read_start(heard.reader());
        d.peer->write("x");
        run_until(loop, [&] { return heard.text == "x"; });
      }
    }
  }
}

BOOST_FIXTURE_TEST_CASE(the_key_log_has_the_lines_that_a_capture_needs, trusting_loop) {
  vl_tls_options options = trusting();
  options.key_log_file = str("keys.log");
  const auto logging = settings_of(loop, options);
  tls_server server;
  for (int i = 0; i < 2; ++i) {
    secure_dial d(loop, server.port().port(), logging.get());
    d.finish(server);
  }
  std::ifstream in(authority().file("keys.log"));
  std::ostringstream all;
  all << in.rdbuf();
  std::size_t lines = 0;
  for (std::size_t at = 0;
       (at = all.str().find("CLIENT_TRAFFIC_SECRET_0 ", at)) != std::string::npos; ++at) {
    ++lines;
  }
  BOOST_TEST(lines == 2U);
}

BOOST_FIXTURE_TEST_CASE(settings_may_be_given_back_while_connections_use_them, trusting_loop) {
  tls_server server;
  secure_dial d(loop, server.port().port(), trusted.get());
  BOOST_REQUIRE(loop.dial(d.dial, &d.out, d.op) == VL_PENDING);
  trusted.reset();
  d.peer = server.accept();
  run_until(loop, [&] {
    d.peer->turn();
    return d.op.done();
  });
  BOOST_TEST(d.op.result.status == VL_OK);
}

BOOST_AUTO_TEST_SUITE_END()

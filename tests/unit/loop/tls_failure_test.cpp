#include "core/loop/dialer.hpp"

#include "tests/unit/loop/tls_server.hpp"

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

struct plain_server {
  listener server;
  reactor loop{{}};
  std::unique_ptr<vl_tls> trusted = settings_of(loop, trusting());
  secure_dial d{loop, server.port(), trusted.get()};

  peer_socket start() {
    BOOST_REQUIRE(loop.dial(d.dial, &d.out, d.op) == VL_PENDING);
    peer_socket peer = server.accept();
    // The client's hello.
    run_until(loop, [&] {
      char byte;
      return ::recv(peer.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
    });
    return peer;
  }
  void finish() {
    run_until(loop, [&] { return d.op.done(); });
    BOOST_TEST(loop.counters().open_streams == 0U);
    BOOST_TEST(loop.counters().pending_ops == 0U);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_failure_suite)

BOOST_FIXTURE_TEST_CASE(a_peer_without_tls_is_told_in_words, plain_server) {
  for (const char* answer : {"HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail.test ESMTP\r\n",
                             "\x01\x02\x03\x04\x05\x06\x07\x08"}) {
    plain_server fresh;
    const peer_socket peer = fresh.start();
    peer.send(answer);
    fresh.finish();
    BOOST_TEST(fresh.d.op.result.status == VL_E_TLS);
    BOOST_TEST(fresh.d.op.result.native == 0);
    BOOST_TEST(fresh.d.reason == "the peer speaks no TLS");
  }
}

BOOST_FIXTURE_TEST_CASE(a_handshake_that_the_peer_cuts_off_fails, plain_server) {
  peer_socket peer = start();
  peer.close();
  finish();
  BOOST_TEST(d.op.result.status == VL_E_TLS);
  BOOST_TEST(d.reason.find("during the TLS handshake") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(an_end_after_a_half_record_fails, plain_server) {
  peer_socket peer = start();
  static_cast<void>(peer.receive());
  peer.send("\x16\x03");
  peer.close();
  finish();
  BOOST_TEST(d.reason == "the peer closed the connection during the TLS handshake");
}

BOOST_FIXTURE_TEST_CASE(the_deadline_of_the_dial_covers_the_handshake, plain_server) {
  d.dial.deadline = loop.now() + 40 * base::millisecond;
  const peer_socket peer = start();
  finish();
  BOOST_TEST(d.op.result.status == VL_E_TIMEOUT);
  BOOST_TEST(d.reason == "the TLS handshake was not over in time");
  BOOST_TEST(loop.now() >= d.dial.deadline);
}

// A handshake is cut after each number of exchanges.
BOOST_AUTO_TEST_CASE(cut_after_any_number_of_turns_it_completes_once_and_leaves_nothing) {
  tls_server_settings settings;
  settings.split = 200;
  tls_server server(settings);
  for (const bool by_end : {false, true}) {
    for (int turns = 0; turns < 24; ++turns) {
      reactor loop({});
      const auto trusted = settings_of(loop, trusting());
      secure_dial d(loop, server.port().port(), trusted.get());
      BOOST_REQUIRE(loop.dial(d.dial, &d.out, d.op) == VL_PENDING);
      d.peer = server.accept();
      for (int i = 0; i < turns; ++i) {
        d.peer->turn();
        turn(loop);
      }
      const bool was_done = d.op.done();
      if (by_end) {
        loop.end();
      } else {
        BOOST_TEST(loop.cancel_dial(d.op) == (was_done ? VL_E_INVALID : VL_OK));
        run_until(loop, [&] { return d.op.done(); });
      }
      BOOST_TEST(d.op.completions == 1);
      if (!was_done && d.out == nullptr)
        BOOST_TEST(d.op.result.status == (by_end ? VL_E_SHUTDOWN : VL_E_CANCELED));
      if (d.out != nullptr) stream::from(std::exchange(d.out, nullptr)).close();
      BOOST_TEST(loop.counters().open_streams == 0U);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

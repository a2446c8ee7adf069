#include "tests/unit/loop/tls_server.hpp"

#include "core/loop/tls_context.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <vector>

namespace veriload::loop::test {
namespace {

int choose_alpn(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
                unsigned length, void* argument) {
  const std::string& mine = static_cast<tls_server_settings*>(argument)->alpn;
  for (unsigned at = 0; at < length; at += offered[at] + 1U) {
    const std::string_view name(reinterpret_cast<const char*>(offered + at + 1), offered[at]);
    if (name != mine) continue;
    *out = offered + at + 1;
    *size = offered[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

tls_server_side::tls_server_side(SSL_CTX& context, peer_socket socket, std::size_t split)
    : ssl_(SSL_new(&context)), socket_(std::move(socket)), split_(split) {
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(ssl_.get());
}

void tls_server_side::turn() {
  if (paused) return flush();
  std::vector<char> room(65536);
  while (socket_.fd() >= 0) {
    const ssize_t n = ::recv(socket_.fd(), room.data(), room.size(), MSG_DONTWAIT);
    if (n == 0) gone = true;
    if (n <= 0) break;
    BIO_write(SSL_get_rbio(ssl_.get()), room.data(), static_cast<int>(n));
  }
  ERR_clear_error();
  if (secured() || SSL_do_handshake(ssl_.get()) == 1) {
    int n = 0;
    while ((n = SSL_read(ssl_.get(), room.data(), static_cast<int>(room.size()))) > 0)
      text.append(room.data(), static_cast<std::size_t>(n));
    if ((SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0) ended = true;
  }
  flush();
}

void tls_server_side::flush() {
  char* bytes = nullptr;
  BIO* const out = SSL_get_wbio(ssl_.get());
  const long size = BIO_get_mem_data(out, &bytes);
  const auto whole = static_cast<std::size_t>(size);
  std::size_t sent = 0;
  while (sent < whole && socket_.fd() >= 0) {
    const std::size_t piece = split_ == 0 ? whole - sent : std::min(split_, whole - sent);
    const ssize_t n = ::send(socket_.fd(), bytes + sent, piece, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0) break;
    sent += static_cast<std::size_t>(n);
    if (split_ != 0) break;  // the next piece goes out on the next turn
  }
  std::string rest(bytes + sent, whole - sent);
  static_cast<void>(BIO_reset(out));
  BIO_write(out, rest.data(), static_cast<int>(rest.size()));
}

void tls_server_side::write(std::string_view more) {
  BOOST_REQUIRE(SSL_write(ssl_.get(), more.data(), static_cast<int>(more.size())) ==
                static_cast<int>(more.size()));
  flush();
}

void tls_server_side::end() {
  SSL_shutdown(ssl_.get());
  flush();
}

void tls_server_side::update_key() {
  BOOST_REQUIRE(SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1);
  BOOST_REQUIRE(SSL_do_handshake(ssl_.get()) == 1);
  flush();
}

std::string tls_server_side::sealed(std::string_view more) {
  BIO* const out = SSL_get_wbio(ssl_.get());
  BOOST_REQUIRE(SSL_write(ssl_.get(), more.data(), static_cast<int>(more.size())) > 0);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  std::string made(bytes, static_cast<std::size_t>(size));
  static_cast<void>(BIO_reset(out));
  return made;
}

tls_server::tls_server(const tls_server_settings& settings, identity shown)
    : settings_(settings), context_(SSL_CTX_new(TLS_server_method())) {
  if (shown.certificate == nullptr) shown = authority().issue({{"DNS:shop.test", "IP:127.0.0.1"}});
  SSL_CTX* const context = context_.get();
  SSL_CTX_use_certificate(context, shown.certificate.get());
  SSL_CTX_use_PrivateKey(context, shown.key.get());
  SSL_CTX_set_min_proto_version(context, settings.min_version);
  SSL_CTX_set_max_proto_version(context, settings.max_version);
  static constexpr unsigned char id[] = "test";
  SSL_CTX_set_session_id_context(context, id, sizeof id);
  if (!settings.ciphers.empty())
    BOOST_REQUIRE(SSL_CTX_set_cipher_list(context, settings.ciphers.c_str()) == 1);
  if (settings.wants_client_certificate) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_load_verify_locations(context, authority().ca_file().c_str(), nullptr);
  }
  if (!settings_.alpn.empty()) SSL_CTX_set_alpn_select_cb(context, choose_alpn, &settings_);
}

std::unique_ptr<tls_server_side> tls_server::accept() { return over(listener_.accept()); }

std::unique_ptr<tls_server_side> tls_server::over(peer_socket socket) {
  return std::make_unique<tls_server_side>(*context_, std::move(socket), settings_.split);
}

secure_dial::secure_dial(reactor& of, std::uint16_t port, const vl_tls* tls)
    : loop(of), dial(dial_to(port)) {
  dial.flags = VL_DIAL_TLS;
  dial.tls = tls;
  op.then = [this] { reason = loop.reasons().text(); };
}

secure_dial::~secure_dial() {
  if (out != nullptr) stream::from(out).close();
}

void secure_dial::finish(tls_server& with) {
  BOOST_REQUIRE(loop.dial(dial, &out, op) == VL_PENDING);
  peer = with.accept();
  run_until(loop, [&] {
    peer->turn();
    return op.done();
  });
  // What the client sent last, and what the server answers to it.
  peer->turn();
}

vl_stream_info secure_dial::info() const {
  vl_stream_info info{};
  info.struct_size = sizeof info;
  BOOST_REQUIRE(made().info(info) == VL_OK);
  return info;
}

vl_tls_options trusting() {
  static const std::string ca = authority().ca_file();
  vl_tls_options options{};
  options.struct_size = sizeof options;
  options.ca_file = str(ca);
  return options;
}

std::unique_ptr<vl_tls> settings_of(reactor& loop, const vl_tls_options& options) {
  return loop.tls().open(options, authority().folder());
}

}  // namespace veriload::loop::test

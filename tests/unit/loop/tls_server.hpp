// A TLS server that the test turns by hand. Flow: test -> [server] -> kernel -> loop.
#pragma once

#include "tests/unit/loop/loopback_peer.hpp"
#include "tests/unit/loop/tls_authority.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace veriload::loop::test {

/// What a server insists on.
struct tls_server_settings {
  int min_version = 0;
  int max_version = 0;
  bool wants_client_certificate = false;
  std::string alpn;  ///< the one protocol it takes; empty = it knows no ALPN
  std::string ciphers;
  std::size_t split = 0;  ///< bytes per send; 0 = all at once
};

/// One connection of it. Bytes pass through memory, so that the test decides how they are cut.
class tls_server_side {
 public:
  tls_server_side(SSL_CTX& context, peer_socket socket, std::size_t split);

  /// Takes in what has come, goes on with the handshake, and sends what there is to send.
  void turn();

  void write(std::string_view text);
  void end();                                 ///< close_notify
  void update_key();                          ///< TLS 1.3
  std::string sealed(std::string_view text);  ///< as it would be sent, but it is not

  SSL* ssl() { return ssl_.get(); }
  peer_socket& socket() { return socket_; }
  bool secured() const { return SSL_is_init_finished(ssl_.get()) != 0; }
  bool ended = false;   ///< a close_notify came
  bool gone = false;    ///< the end of TCP came
  bool paused = false;  ///< takes nothing in
  std::string text;     ///< decrypted

 private:
  void flush();

  owned<SSL> ssl_;
  peer_socket socket_;
  std::size_t split_;
};

/// Listens with a certificate for shop.test and 127.0.0.1 unless it is given another one.
class tls_server {
 public:
  explicit tls_server(const tls_server_settings& settings = {}, identity shown = {});

  listener& port() { return listener_; }
  std::unique_ptr<tls_server_side> accept();
  std::unique_ptr<tls_server_side> over(peer_socket socket);

 private:
  tls_server_settings settings_;
  owned<SSL_CTX> context_;
  listener listener_;
};

/// A dial to the server that trusts the test's authority, run to its end.
struct secure_dial {
  secure_dial(reactor& of, std::uint16_t port, const vl_tls* tls);
  ~secure_dial();

  /// Turns loop and server until the dial is over.
  void finish(tls_server& with);
  vl_stream_info info() const;
  stream& made() const { return stream::from(out); }

  reactor& loop;
  vl_dial dial;
  vl_stream* out = nullptr;
  recorded_op op;
  std::string reason;
  std::unique_ptr<tls_server_side> peer;
};

/// TLS options that trust the test's authority.
vl_tls_options trusting();

/// `tls_open` of a loop.
std::unique_ptr<vl_tls> settings_of(reactor& loop, const vl_tls_options& options);

inline vl_str str(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace veriload::loop::test

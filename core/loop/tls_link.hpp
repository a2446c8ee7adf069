// One TLS connection without its socket: bytes in, bytes out. Flow: dialer, stream -> [link] ->
// OpenSSL.
#pragma once

#include "core/base/clock.hpp"
#include "core/loop/tls_buffers.hpp"
#include "core/loop/tls_context.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct x509_store_ctx_st;

namespace veriload::loop {

/// Whom a connection is made to.
struct tls_peer {
  std::string_view
      name;  ///< what the certificate must be for; a literal address is not sent as SNI
  std::string_view alpn;    ///< comma-separated, in order of preference
  std::string session_key;  ///< "host:port|name": for which peers a session may be offered again
};

/// How a step ended.
enum class tls_step {
  done,   ///< handshake over; for `open`: the room is full, call again
  more,   ///< all input was taken, the peer has to send more
  ended,  ///< the peer ended its side in order (close_notify)
  failed  ///< see `problem`
};

/// Each step works on the loop's buffers: it takes its input from the bytes that it is given and
/// leaves what is to be sent in `tls_buffers::out`. Thread: the loop.
class tls_link {
 public:
  /// Throws std::bad_alloc, or setup_error for an ALPN name that is empty or longer than 255.
  tls_link(tls_buffers& shared, std::shared_ptr<tls_context> context, const tls_peer& peer);
  ~tls_link();
  tls_link(const tls_link&) = delete;
  tls_link& operator=(const tls_link&) = delete;

  /// Goes on with the handshake. What `received` holds behind the end of it stays in `received`.
  tls_step shake_hands(std::span<const std::byte>& received) noexcept;

  /// Decrypts into `room` (at least one record large) and says how many bytes are there.
  tls_step open(std::span<const std::byte>& received, std::span<std::byte> room,
                std::size_t& size) noexcept;

  /// Encrypts at most one record's worth; false = failed.
  bool seal(std::span<const std::byte> plain) noexcept;

  /// Makes our close_notify, once.
  void end_our_side() noexcept;

  /// Whether the peer may have ended here without a close_notify and lost nothing: no record has
  /// begun.
  bool between_records() const noexcept;

  /// Why the last step failed: in words, and as an X509_V_ERR code or 0.
  const std::string& problem() const noexcept { return problem_; }
  std::int32_t problem_code() const noexcept { return problem_code_; }

  std::uint32_t version() const noexcept;
  std::string_view cipher() const noexcept;
  std::string_view alpn() const noexcept;
  bool resumed() const noexcept;

  /// Keeps received bytes that nobody wants yet.
  bool hold_input(std::span<const std::byte> rest) noexcept;
  std::vector<std::byte> take_held_input() noexcept { return std::move(held_in_); }

  std::vector<std::byte> unsent;  ///< encrypted, waits for room in the kernel
  base::ns handshake_time = 0;
  tls_step state = tls_step::more;  ///< `ended` or `failed` once the reading side is over

  // For OpenSSL's callbacks.
  static tls_link* of(const ssl_st* ssl) noexcept;
  static int certificate_checked(int good, x509_store_ctx_st* check);
  const tls_context& context() const noexcept { return *context_; }
  bool keep_session(ssl_session_st* session) noexcept;

 private:
  tls_step after(int result) noexcept;

  tls_buffers& shared_;
  std::shared_ptr<tls_context> context_;  // with the plugin's handle and its other connections
  ssl_st* ssl_ = nullptr;
  std::string wanted_name_;
  std::string session_key_;
  std::string alpn_wanted_;
  std::string problem_;
  std::int32_t problem_code_ = 0;
  std::vector<std::byte> held_in_;
};

}  // namespace veriload::loop

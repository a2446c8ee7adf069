// Digest authentication of one user at one server. Flow: 401 -> [digest] -> next request.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

struct digest_credentials {
  std::string_view user;  ///< UTF-8
  std::string_view password;
};

/// What came of a challenge.
enum class digest_verdict : std::uint8_t {
  ready,        ///< authorize() answers it
  stale,        ///< likewise: only the nonce was old, the password is right
  none,         ///< the server offers no Digest
  unsupported,  ///< it does, but with algorithms, qop or a nonce that cannot be answered
};

/// RFC 7616: MD5, SHA-256 and SHA-512-256, each with -sess; qop "auth" and none (RFC 2069);
/// userhash; user names beyond ASCII as username*. qop "auth-int" is not spoken.
///
/// The nonce is used again with a counting nc, so only the first request of a user is challenged.
/// The password is not kept, but what is derived from it is, and is no less secret. A request costs
/// two hashes and, once the texts have their size, no allocation but that of OpenSSL's lookups.
///
/// Thread: one at a time.
class digest_login {
 public:
  digest_login();
  ~digest_login();
  digest_login(digest_login&&) noexcept;
  digest_login& operator=(digest_login&&) noexcept;

  /// Picks the strongest challenge out of the values of all WWW-Authenticate fields of one answer;
  /// among equals the first. `client_nonce` is random text without quotes, sent with every request
  /// until the next challenge. When the verdict is not ready or stale, authorize() must not follow.
  digest_verdict challenge(std::span<const std::string_view> fields, const digest_credentials& who,
                           std::string_view client_nonce);

  /// True when authorize() may be called.
  bool ready() const noexcept { return ready_; }

  /// Appends the value of the Authorization field. `target` stands as in the request line.
  void authorize(std::string& out, std::string_view method, std::string_view target);

  /// Takes the value of Authentication-Info: a nextnonce replaces the nonce.
  void take_info(std::string_view field);

 private:
  enum class hash : std::uint8_t { md5, sha256, sha512_256 };  // the weaker first
  struct offer {
    std::string realm, nonce, opaque;
    hash algorithm = hash::md5;
    bool has_opaque = false, session = false, algorithm_named = false;
    bool qop_named = false, qop_auth = false, user_hash = false, stale = false;
    bool known = true;  // the algorithm
    bool usable() const noexcept { return known && !nonce.empty() && (!qop_named || qop_auth); }
  };
  struct hasher;

  static void take_parameter(offer& made, std::string_view name, std::string_view value);
  bool pick(std::span<const std::string_view> fields);
  void name_user(std::string_view user);

  std::unique_ptr<hasher> hasher_;
  offer chosen_;
  std::string user_field_;  // username="...", username*=... or the hash, ready to be sent
  std::string client_nonce_;
  std::string secret_;  // H(A1) in hexadecimal
  std::string request_hash_, response_;
  std::uint32_t uses_ = 0;  // of the nonce
  bool ready_ = false;
};

}  // namespace veriload::http_plugin

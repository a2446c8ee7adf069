// The cookies of one user as a browser keeps them. Flow: answer -> [cookie_jar] -> next request.
#pragma once

#include "plugins/http/http_date.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

/// Where a Set-Cookie field came from: the URL of the request that was answered.
struct cookie_origin {
  std::string_view host;  ///< any case, IPv6 without brackets
  std::string_view path;  ///< of the request, up to '?'; empty = "/"
  bool secure = false;    ///< https
};

/// What became of a Set-Cookie field.
enum class cookie_verdict : std::uint8_t {
  stored,
  removed,         ///< it was already over: the cookie of that name is gone
  control_byte,    ///< a control character in the field
  empty,           ///< neither a name nor a value
  too_long,        ///< name and value over 4,096 bytes
  foreign_domain,  ///< Domain is not the host or above it
  wide_domain,     ///< Domain is a single label or an address
  needs_secure,    ///< Secure from a plain connection, or SameSite=None without Secure
  prefix_rule,     ///< __Secure- or __Host- without what the prefix promises
  shadows_secure,  ///< from a plain connection, over a Secure cookie of that name
};

/// Lower case, without a final period; static storage. Thread: any.
const char* text(cookie_verdict verdict) noexcept;

/// A cookie jar after RFC 6265bis.
///
/// What differs from a browser: there is no list of public suffixes, so a Domain is refused only
/// when it is a single label ("com") or an address, and "co.uk" is taken; every request counts as
/// same-site and no script reads cookies, so SameSite and HttpOnly limit nothing.
/// Lives are cut at 400 days, as there.
///
/// Bounds: 180 cookies per domain and 3,000 in all, the least recently used goes first; 4,096 bytes
/// of name and value; attributes over 1,024 bytes are ignored.
///
/// Time is passed in, in wall seconds. Once a user's cookies are known, neither sending nor
/// updating them allocates. Thread: one at a time.
class cookie_jar {
 public:
  static constexpr std::size_t per_domain = 180;
  static constexpr std::size_t in_all = 3000;

  /// Takes the value of one Set-Cookie field.
  cookie_verdict store(std::string_view set_cookie, const cookie_origin& from, wall_seconds now);

  /// Appends the value of the Cookie field for a request, longer paths first, then older cookies.
  /// False when there is none: then `out` is unchanged. Cookies that are over are dropped.
  bool header_for(std::string& out, std::string_view host, std::string_view path, bool secure,
                  wall_seconds now);

  void clear() noexcept { cookies_.clear(); }
  std::size_t size() const noexcept { return cookies_.size(); }

 private:
  struct cookie {
    std::string pair;    // name=value as it is sent, or the value alone
    std::string domain;  // lower case
    std::string path;
    std::uint32_t name_size = 0;
    wall_seconds expires = INT64_MAX;
    std::uint64_t used = 0;  // order of uses in this jar
    bool host_only = true;
    bool secure = false;

    std::string_view name() const noexcept { return std::string_view(pair).substr(0, name_size); }
    bool serves(std::string_view host) const noexcept;
  };
  struct parsed_cookie;

  static cookie_verdict parse(std::string_view field, const cookie_origin& from, wall_seconds now,
                              parsed_cookie& out);
  bool shadows_secure(const parsed_cookie& made) const noexcept;
  void make_room(std::string_view domain, wall_seconds now);
  cookie& place(const parsed_cookie& made);

  std::vector<cookie> cookies_;  // longer paths first, then older ones
  std::uint64_t clock_ = 0;      // counts stores and uses
};

}  // namespace veriload::http_plugin

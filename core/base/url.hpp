// A strict reader of absolute URLs. Flow: config and CLI text -> [url] -> host rules, dials.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::base {

/// The parts of `scheme://userinfo@host:port/path?query#fragment`.
struct url {
  std::string scheme;    ///< lower case
  std::string userinfo;  ///< as written, without `@`; holds secrets: never print it
  std::string host;      ///< lower case, without brackets; a DNS name or a literal address
  std::optional<std::uint16_t> port;
  std::string path;      ///< as written, with its first `/`; empty when there is none
  std::string query;     ///< as written, without `?`
  std::string fragment;  ///< as written, without `#`
};

/// Reads an absolute URL with an authority. Stricter than browsers, which differ from each other
/// just where it is dangerous: no blanks, backslashes, control or non-ASCII characters, one `@`, no
/// empty port, and the host must be a DNS name or an address, not percent-encoded. Throws
/// setup_error with the reason alone (`has no host`); the caller names the key. Thread: any.
url parse_url(std::string_view text);

/// `text` with the password of a URL's userinfo replaced by `***`, for messages and printed
/// configuration; works on text that is not a valid URL too. Thread: any.
std::string without_password(std::string_view text);

}  // namespace veriload::base

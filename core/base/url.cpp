#include "core/base/url.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/setup_error.hpp"

#include <algorithm>
#include <charconv>

namespace veriload::base {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

// Cuts `text` at the first of `stops`; the cut part keeps its stop character.
std::string_view cut(std::string_view& text, const char* stops) {
  const std::size_t at = std::min(text.find_first_of(stops), text.size());
  const std::string_view tail = text.substr(at);
  text = text.substr(0, at);
  return tail;
}

std::uint16_t read_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port == 0) {
    // Not quoted: in `http://user:pass/word@host` this text is half of the password.
    throw setup_error("has a port that is not a number from 1 to 65535");
  }
  return port;
}

void read_authority(std::string_view authority, url& out) {
  if (const std::size_t at = authority.find('@'); at != std::string_view::npos) {
    out.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    if (authority.find('@') != std::string_view::npos) throw setup_error("has more than one @");
  }
  std::string_view host = authority;
  std::string_view after;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) throw setup_error("has a [ without ]");
    host = authority.substr(0, close + 1);
    after = authority.substr(close + 1);
    const std::string inside = normalised_host(host);
    const auto address = ip_address::parse(inside);
    if (!address || address->kind != ip_address::family::v6) {
      throw setup_error("has brackets around \"" + inside + "\", which is not an IPv6 address");
    }
  } else {
    after = cut(host, ":");
  }
  if (host.empty()) throw setup_error("has no host");
  out.host = normalised_host(host);
  if (!host.starts_with('[') && !ip_address::parse(out.host) && !is_host_name(out.host)) {
    throw setup_error("has the host \"" + out.host + "\", which is neither a name nor an address");
  }
  if (after.empty()) return;
  if (after[0] != ':') throw setup_error("has text between ] and the port");
  out.port = read_port(after.substr(1));
}

}  // namespace

url parse_url(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f)
      throw setup_error("has a blank, control or non-ASCII character");
    if (c == '\\') throw setup_error("has a backslash");
  }
  url out;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) {
    throw setup_error("has no scheme and host, expected a form such as http://host/");
  }
  out.scheme = normalised_host(text.substr(0, colon));
  std::string_view rest = text.substr(colon + 3);
  const std::string_view tail = cut(rest, "/?#");
  read_authority(rest, out);

  std::string_view path = tail;
  const std::string_view fragment = cut(path, "#");
  const std::string_view query = cut(path, "?");
  out.path = path;
  if (!query.empty()) out.query = query.substr(1);
  if (!fragment.empty()) out.fragment = fragment.substr(1);
  return out;
}

std::string without_password(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return std::string(text);
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  const std::string_view authority = text.substr(begin, end - begin);
  const std::size_t at = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  if (at == std::string_view::npos || colon > at) return std::string(text);
  return std::string(text.substr(0, begin + colon + 1)) + "***" +
         std::string(text.substr(begin + at));
}

}  // namespace veriload::base

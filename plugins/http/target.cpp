#include "plugins/http/target.hpp"

#include "plugins/http/character_class.hpp"

#include <veriload/reused_text.hpp>

#include <algorithm>
#include <array>

namespace veriload::http_plugin {
namespace {

enum class target_byte : std::uint8_t { plain, encode, refuse, fragment };

constexpr std::array<target_byte, 256> target_table() {
  std::array<target_byte, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    table[c] = c < 0x20 || c == 0x7f ? target_byte::refuse
               : c >= 0x80           ? target_byte::encode
                                     : target_byte::plain;
  }
  for (const char c : std::string_view(" \"<>\\^`{|}")) {
    table[static_cast<unsigned char>(c)] = target_byte::encode;
  }
  table['#'] = target_byte::fragment;
  return table;
}
constexpr std::array<target_byte, 256> table = target_table();

// Whether all of the 16 bytes are `plain`, as the table says.
bool plain_16(const char* p) {
  const detail::bytes16 v = detail::load16(p);
  const auto odd = (v <= 0x20) | (v >= 0x7f) | (v == '"') | (v == '#') | (v == '<') | (v == '>') |
                   (v == '\\') | (v == '^') | (v == '`') | ((v >= '{') & (v <= '}'));
  return detail::bits_of(odd) == 0;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool host_is_well_formed(const url_parts& parts) {
  for (const char c : parts.host) {
    const bool name = is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
    if (!name && !(parts.bracketed && c == ':')) return false;
  }
  return !parts.host.empty() && parts.host.size() <= 255;
}

bool read_port(std::string_view digits, std::uint32_t& port) {
  if (digits.empty()) return true;  // "http://host:/" means the default
  if (digits.size() > 5) return false;
  std::uint32_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return false;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  port = value;
  return value >= 1 && value <= 65535;
}

}  // namespace

bool is_absolute(std::string_view target) noexcept {
  if (target.empty() || !is_letter(target.front())) return false;
  std::size_t i = 1;
  while (i < target.size() && (is_letter(target[i]) || is_digit(target[i]) || target[i] == '+' ||
                               target[i] == '-' || target[i] == '.')) {
    ++i;
  }
  return target.substr(i, 3) == "://";
}

bool split_url(std::string_view url, url_parts& parts, failure& why) noexcept {
  const std::size_t scheme_end = url.find("://");
  const std::string_view scheme = url.substr(0, scheme_end);
  if (!is_absolute(url)) {
    why.set(VL_E_INVALID, 0, "malformed URL, expected http://host[:port][/path]");
    return false;
  }
  parts.secure = equal_ignoring_case(scheme, "https");
  if (!parts.secure && !equal_ignoring_case(scheme, "http")) {
    why.set(VL_E_UNSUPPORTED, 0, "URL scheme '%.*s' is not supported, expected http or https",
            static_cast<int>(std::min<std::size_t>(scheme.size(), 20)), scheme.data());
    return false;
  }
  url.remove_prefix(scheme_end + 3);
  const std::size_t authority_end = std::min(url.find_first_of("/?#"), url.size());
  std::string_view authority = url.substr(0, authority_end);
  parts.rest = url.substr(authority_end);
  parts.rest = parts.rest.substr(0, parts.rest.find('#'));
  parts.port = parts.secure ? 443 : 80;

  // Never echoed: what stands there may be a password.
  if (authority.find('@') != std::string_view::npos) {
    why.set(VL_E_INVALID, 0,
            "URL carries user information, expected an authorization header instead");
    return false;
  }
  parts.bracketed = !authority.empty() && authority.front() == '[';
  std::size_t host_end = authority.find(':');
  if (parts.bracketed) {
    host_end = authority.find(']');
    if (host_end == std::string_view::npos) host_end = 0;
    parts.host = authority.substr(1, host_end > 0 ? host_end - 1 : 0);
    ++host_end;
  } else {
    parts.host = authority.substr(0, host_end);
  }
  if (!host_is_well_formed(parts)) {
    why.set(VL_E_INVALID, 0, "malformed host in the URL, expected a name or an address");
    return false;
  }
  std::string_view port = host_end < authority.size() ? authority.substr(host_end) : "";
  const bool has_colon = port.empty() || port.front() == ':';
  if (!port.empty()) port.remove_prefix(1);
  if (!has_colon || !read_port(port, parts.port)) {
    why.set(VL_E_INVALID, 0, "malformed port in the URL, expected 1 to 65535");
    return false;
  }
  return true;
}

char* copy_plain(char* out, std::string_view target) noexcept {
  const char* from = target.data();
  const char* const end = from + target.size();
  for (; end - from >= 16; from += 16, out += 16) {
    if (!plain_16(from)) return nullptr;
    std::memcpy(out, from, 16);
  }
  for (; from != end; ++from) {
    if (table[static_cast<unsigned char>(*from)] != target_byte::plain) return nullptr;
    *out++ = *from;
  }
  return out;
}

template <class Text>
bool append_target(Text& out, std::string_view target, failure& why) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::size_t clean = 0;  // bytes seen since the last one that needed a change
  for (std::size_t i = 0; i < target.size(); ++i) {
    const auto c = static_cast<unsigned char>(target[i]);
    const target_byte kind = table[c];
    if (kind == target_byte::plain) [[likely]] {
      ++clean;
      continue;
    }
    if (kind == target_byte::refuse) {
      why.set(VL_E_INVALID, 0, "control byte 0x%02x at position %zu of the target, expected none",
              unsigned{c}, i);
      return false;
    }
    out.append(target.substr(i - clean, clean));
    if (kind == target_byte::fragment) return true;  // stays with the client
    clean = 0;
    out += '%';
    out += hex[c >> 4];
    out += hex[c & 15];
  }
  out.append(target.substr(target.size() - clean));
  return true;
}

template <class Text>
bool append_joined(Text& out, std::string_view base_path, std::string_view target, failure& why) {
  while (!target.empty() && target.front() == '/')
    target.remove_prefix(1);
  if (base_path.empty() || base_path.front() != '/') out += '/';
  if (!append_target(out, base_path, why)) return false;
  if (!base_path.empty() && base_path.back() != '/') out += '/';
  return append_target(out, target, why);
}

template bool append_target(std::string&, std::string_view, failure&);
template bool append_target(reused_text&, std::string_view, failure&);
template bool append_joined(std::string&, std::string_view, std::string_view, failure&);
template bool append_joined(reused_text&, std::string_view, std::string_view, failure&);

}  // namespace veriload::http_plugin

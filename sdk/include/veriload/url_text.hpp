// Text as requests carry it: percent-encoding, forms, base64. Flow: http -> [url_text].
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Appends `text` with all but the unreserved characters of RFC 3986 as %XX.
template <class Text>
void append_percent_encoded(Text& out, std::string_view text) {
  constexpr const char* hex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
}

/// The same for forms, where a space is '+'.
inline void append_form_encoded(std::string& out, std::string_view text) {
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t space = text.find(' ', from);
    append_percent_encoded(out, text.substr(from, space - from));
    if (space == std::string_view::npos) return;
    out += '+';
    from = space + 1;
  }
}

/// Appends base64 (RFC 4648, padded).
inline void append_base64(std::string& out, std::string_view bytes) {
  constexpr const char* letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) -> unsigned {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u;
    };
    const unsigned group = (byte(0) << 16) | (byte(1) << 8) | byte(2);
    out += letters[group >> 18];
    out += letters[(group >> 12) & 63];
    out += i + 1 < bytes.size() ? letters[(group >> 6) & 63] : '=';
    out += i + 2 < bytes.size() ? letters[group & 63] : '=';
  }
}

/// Why this cannot stand in a request line, or null; a target follows.
inline const char* wrong_verb(std::string_view verb) noexcept {
  if (verb.empty()) return "the verb of a request must not be empty, target";
  for (const char c : verb) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    if (!letter) return "the verb of a request holds letters only, target";
  }
  return nullptr;
}
/// Whether a target can be sent as it is: nothing of it is wrong, and it has no fragment. Nearly
/// all are that, so 16 bytes are looked at together.
inline bool is_plain_target(std::string_view target) noexcept {
  using bytes16 = unsigned char __attribute__((vector_size(16)));
  const char* p = target.data();
  const char* const end = p + target.size();
  for (; end - p >= 16; p += 16) {
    bytes16 bytes;
    std::memcpy(&bytes, p, sizeof bytes);
    const auto odd = (bytes <= 0x20) | (bytes == 0x7f) | (bytes == '#');
    std::uint64_t halves[2];
    std::memcpy(halves, &odd, sizeof odd);
    if ((halves[0] | halves[1]) != 0) return false;
  }
  for (; p != end; ++p) {
    if (static_cast<unsigned char>(*p) <= 0x20 || *p == 0x7f || *p == '#') return false;
  }
  return !target.empty();
}

inline const char* wrong_target(std::string_view target) noexcept {
  if (target.empty()) return "the target of a request must not be empty";
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) {
      return "a target must not hold spaces or control characters, use query() or %XX";
    }
  }
  return nullptr;
}

}  // namespace v1
}  // namespace veriload

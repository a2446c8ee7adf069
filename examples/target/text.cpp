#include "examples/target/text.hpp"

#include "examples/target/request.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace target {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view request::header(std::string_view name) const {
  for (const auto& [found, value] : headers) {
    if (same_word(found, name)) return value;
  }
  return {};
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ptr == &text[i + 1] + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    pairs.emplace_back(percent_decoded(pair.substr(0, equals)), percent_decoded(value));
  }
  return pairs;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  for (auto& [found, value] : query_pairs(query)) {
    if (found == name) return std::move(value);
  }
  return std::nullopt;
}

std::optional<double> number_of(std::string_view text) { return parsed<double>(text); }
std::optional<unsigned long> count_of(std::string_view text) { return parsed<unsigned long>(text); }

std::optional<std::string> base64_decoded(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;

  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const auto digit = letters.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>((bits >> held) & 0xff);
  }
  return out;
}

bool is_header_text(std::string_view text) {
  return std::ranges::all_of(text,
                             [](unsigned char c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; });
}

std::string title_case(std::string_view header_name) {
  std::string out;
  bool first = true;
  for (const char c : header_name) {
    out += first ? upper(c) : lower(c);
    first = c == '-';
  }
  return out;
}

std::string as_chunk(std::string_view data) {
  std::array<char, 16> size;
  const auto end = std::to_chars(size.data(), size.data() + size.size(), data.size(), 16).ptr;
  return std::string(size.data(), end).append("\r\n").append(data).append("\r\n");
}

}  // namespace target

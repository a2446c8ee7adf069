#include "plugins/http/cache_control.hpp"

#include "plugins/http/character_class.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

// RFC 9111 1.2.2: more than fits counts as this.
constexpr wall_seconds longest = 2147483648;

std::string_view view(vl_str text) { return {text.len != 0 ? text.ptr : "", text.len}; }

std::optional<wall_seconds> read_seconds(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  wall_seconds seconds = 0;
  for (const char c : text)
    seconds = std::min(seconds * 10 + (c - '0'), longest);
  return seconds;
}

// The end of the list's first element: a comma outside of quotes.
std::size_t element_end(std::string_view list) {
  bool quoted = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == '"') quoted = !quoted;
    if (quoted && list[i] == '\\') ++i;
    if (!quoted && list[i] == ',') return i;
  }
  return list.size();
}

// RFC 9110 15.1: the statuses that may be kept without being told so.
bool may_guess(int status) {
  constexpr int statuses[] = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501};
  return std::ranges::find(statuses, status) != std::end(statuses);
}

}  // namespace

std::string_view header_value(std::span<const vl_kv> headers, std::string_view name) noexcept {
  for (const vl_kv& h : headers) {
    if (equal_ignoring_case(view(h.key), name)) return view(h.value);
  }
  return {};
}

cache_directives read_directives(std::span<const vl_kv> headers) {
  cache_directives found;
  bool any = false;
  for (const vl_kv& h : headers) {
    if (!equal_ignoring_case(view(h.key), "cache-control")) continue;
    any = true;
    for (std::string_view list = view(h.value); !list.empty();) {
      const std::size_t end = element_end(list);
      const std::string_view element = trimmed(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
      const std::size_t equals = std::min(element.find('='), element.size());
      const std::string_view name = trimmed(element.substr(0, equals));
      if (equal_ignoring_case(name, "no-store")) {
        found.no_store = true;
      } else if (equal_ignoring_case(name, "no-cache")) {
        found.no_cache = true;
      } else if (equal_ignoring_case(name, "max-age") && !found.max_age) {
        const auto value = element.substr(std::min(equals + 1, element.size()));
        found.max_age = read_seconds(trimmed(value)).value_or(0);
      }
    }
  }
  if (!any && equal_ignoring_case(trimmed(header_value(headers, "pragma")), "no-cache")) {
    found.no_cache = true;
  }
  return found;
}

freshness judge_freshness(int status, std::span<const vl_kv> headers, wall_seconds sent,
                          wall_seconds received) {
  freshness out;
  const wall_seconds date = parse_date(header_value(headers, "date")).value_or(received);
  const wall_seconds age = read_seconds(trimmed(header_value(headers, "age"))).value_or(0);
  out.initial_age = std::max({wall_seconds{0}, received - date, age + (received - sent)});

  const std::string_view expires = header_value(headers, "expires");
  if (const auto max_age = read_directives(headers).max_age) {
    out.lifetime = *max_age;
    out.is_explicit = true;
  } else if (!expires.empty()) {
    // What is no date, like "0", lies in the past.
    out.lifetime = std::max(wall_seconds{0}, parse_date(expires).value_or(date) - date);
    out.is_explicit = true;
  } else if (const auto modified = parse_date(header_value(headers, "last-modified"));
             modified && may_guess(status)) {
    out.lifetime = std::max(wall_seconds{0}, date - *modified) / 10;
  }
  return out;
}

}  // namespace veriload::http_plugin

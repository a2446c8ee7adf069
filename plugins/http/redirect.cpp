#include "plugins/http/redirect.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/target.hpp"

#include <algorithm>
#include <array>

namespace veriload::http_plugin {
namespace {

/// scheme://authority, path and query of an absolute URL.
struct pieces {
  std::string_view root;   // "http://host:80"
  std::string_view path;   // empty, or starts with '/'
  std::string_view query;  // empty, or starts with '?'
};

std::string_view without_fragment(std::string_view url) { return url.substr(0, url.find('#')); }

pieces split(std::string_view url) {
  url = without_fragment(url);
  const std::size_t authority = url.find("://") + 3;
  const std::size_t path = std::min(url.find_first_of("/?", authority), url.size());
  const std::size_t query = std::min(url.find('?', path), url.size());
  return {url.substr(0, path), url.substr(path, query - path), url.substr(query)};
}

// RFC 3986 5.2.4, for a path that is empty or starts with '/': ".." takes the last segment back.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(1, end - 1);
    const bool last = end == path.size();
    if (segment == "." || segment == "..") {
      if (segment == "..") out.resize(std::min(out.rfind('/'), out.size()));
      if (last) out += '/';
    } else {
      out.append(path.substr(0, end));
    }
    path.remove_prefix(end);
  }
  return out;
}

bool has_scheme(std::string_view text) {
  const std::size_t end = text.find_first_of(":/?#");
  if (end == 0 || end == std::string_view::npos || text[end] != ':') return false;
  return std::ranges::all_of(text.substr(0, end), [](char c) {
    return is_digit(c) ||
           (static_cast<char>(c | 0x20) >= 'a' && static_cast<char>(c | 0x20) <= 'z') || c == '+' ||
           c == '-' || c == '.';
  });
}

bool append_rest(std::string& out, std::string_view path, std::string_view query, failure& why) {
  if (!append_target(out, path.empty() ? "/" : path, why) || !append_target(out, query, why)) {
    why.set(VL_E_PROTOCOL, 0, "control byte in the location of a redirect");
    return false;
  }
  return true;
}

}  // namespace

std::string_view verb_after(std::uint32_t code, std::string_view verb) noexcept {
  if (code == 307 || code == 308 || verb == "HEAD") return verb;
  return "GET";
}

bool describes_body(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 5> names{
      "content-type", "content-length", "content-encoding", "content-language", "content-location"};
  return std::ranges::any_of(names, [&](std::string_view n) { return same_name(name, n); });
}

bool belongs_to_origin(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 4> names{"authorization", "cookie", "host",
                                                  "proxy-authorization"};
  return std::ranges::any_of(names, [&](std::string_view n) { return same_name(name, n); });
}

bool resolve_location(std::string& out, std::string_view base, std::string_view location,
                      failure& why) {
  const pieces from = split(base);
  location = without_fragment(trimmed(location));
  out.clear();
  if (has_scheme(location) && !is_absolute(location)) {
    why.set(VL_E_PROTOCOL, 0, "redirect to a location without a host, expected http://host/path");
    return false;
  }
  if (is_absolute(location) || location.starts_with("//")) {
    std::string whole;
    if (location.starts_with("//")) whole.assign(from.root.substr(0, from.root.find("//")));
    whole.append(location);
    const pieces to = split(whole);
    // The authority goes into Host: and into messages.
    if (std::ranges::any_of(to.root, [](char c) { return is_control(c) || is_blank(c); })) {
      why.set(VL_E_PROTOCOL, 0, "control byte or blank in the host of a redirect");
      return false;
    }
    out.append(to.root);
    return append_rest(out, without_dots(to.path), to.query, why);
  }
  out.append(from.root);
  const std::size_t query = std::min(location.find('?'), location.size());
  const std::string_view path = location.substr(0, query);
  if (path.empty()) {
    return append_rest(out, from.path,
                       query < location.size() ? location.substr(query) : from.query, why);
  }
  if (path.front() == '/') return append_rest(out, without_dots(path), location.substr(query), why);
  std::string merged(from.path.substr(0, from.path.rfind('/') + 1));
  if (merged.empty()) merged = "/";
  merged.append(path);
  return append_rest(out, without_dots(merged), location.substr(query), why);
}

}  // namespace veriload::http_plugin

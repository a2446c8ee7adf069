#include "plugins/http/cookie_jar.hpp"

#include "plugins/http/character_class.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

constexpr std::size_t pair_limit = 4096;
constexpr std::size_t attribute_limit = 1024;
constexpr wall_seconds longest_life = 400ll * 86400;

bool is_address(std::string_view host) {
  if (host.find(':') != std::string_view::npos) return true;
  // A name whose last label is a number would be dialled as an address.
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() && std::ranges::all_of(last, is_digit);
}

// `host` lies below `domain`; the domain itself does not.
bool is_below(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host[host.size() - domain.size() - 1] == '.' &&
         same_name(host.substr(host.size() - domain.size()), domain) && !is_address(host);
}

bool path_matches(std::string_view request, std::string_view cookie) {
  if (!request.starts_with(cookie)) return false;
  return request.size() == cookie.size() || cookie.back() == '/' || request[cookie.size()] == '/';
}

std::string_view default_path(std::string_view request) {
  if (request.empty() || request.front() != '/') return "/";
  const std::size_t slash = request.rfind('/');
  return slash == 0 ? std::string_view("/") : request.substr(0, slash);
}

bool has_prefix(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && same_name(text.substr(0, prefix.size()), prefix);
}

// Max-Age as seconds from now, cut to what can be added; false when it is no number.
bool read_max_age(std::string_view text, wall_seconds& out) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return false;
  wall_seconds seconds = 0;
  for (const char c : text)
    seconds = std::min(seconds * 10 + (c - '0'), longest_life);
  out = negative ? 0 : seconds;
  return true;
}

// Name and value on both sides of '='; without one all is `rest`.
struct halves {
  std::string_view key, value;
  bool split = false;
};

halves split_pair(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {trimmed(text), {}, false};
  return {trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1)), true};
}

}  // namespace

struct cookie_jar::parsed_cookie {
  std::string_view name, value, domain, path;
  wall_seconds expires = INT64_MAX;
  bool host_only = true, secure = false;
  bool path_given = false, over = false, secure_origin = false;
};

const char* text(cookie_verdict verdict) noexcept {
  switch (verdict) {
    case cookie_verdict::stored:
      return "stored";
    case cookie_verdict::removed:
      return "removed";
    case cookie_verdict::control_byte:
      return "the cookie holds a control character";
    case cookie_verdict::empty:
      return "the cookie has neither a name nor a value";
    case cookie_verdict::too_long:
      return "the cookie's name and value are over 4096 bytes";
    case cookie_verdict::foreign_domain:
      return "the cookie's domain is not that of the host";
    case cookie_verdict::wide_domain:
      return "the cookie's domain is a single label or an address";
    case cookie_verdict::needs_secure:
      return "the cookie needs Secure and an https connection";
    case cookie_verdict::prefix_rule:
      return "the cookie lacks what its __Secure- or __Host- prefix promises";
    case cookie_verdict::shadows_secure:
      return "the cookie would hide a Secure one and came over a plain connection";
  }
  return "";
}

bool cookie_jar::cookie::serves(std::string_view host) const noexcept {
  return same_name(host, domain) || (!host_only && is_below(host, domain));
}

cookie_verdict cookie_jar::parse(std::string_view field, const cookie_origin& from,
                                 wall_seconds now, parsed_cookie& out) {
  if (find_control(field.data(), field.data() + field.size()) != field.data() + field.size()) {
    return cookie_verdict::control_byte;
  }
  std::size_t semicolon = std::min(field.find(';'), field.size());
  const halves pair = split_pair(field.substr(0, semicolon));
  out.name = pair.split ? pair.key : std::string_view();
  out.value = pair.split ? pair.value : pair.key;
  if (out.name.empty() && out.value.empty()) return cookie_verdict::empty;
  if (out.name.size() + out.value.size() > pair_limit) return cookie_verdict::too_long;

  std::string_view domain, same_site;
  bool max_age_seen = false;
  while (semicolon < field.size()) {
    field.remove_prefix(semicolon + 1);
    semicolon = std::min(field.find(';'), field.size());
    const auto [key, value, split] = split_pair(field.substr(0, semicolon));
    if (value.size() > attribute_limit) continue;
    if (equal_ignoring_case(key, "expires")) {
      const auto date = parse_date(value);
      if (date && !max_age_seen) out.expires = *date;
    } else if (equal_ignoring_case(key, "max-age")) {
      wall_seconds life = 0;
      if (!read_max_age(value, life)) continue;
      max_age_seen = true;
      out.expires = life == 0 ? INT64_MIN : now + life;
    } else if (equal_ignoring_case(key, "domain")) {
      domain = value.starts_with('.') ? value.substr(1) : value;
    } else if (equal_ignoring_case(key, "path")) {
      out.path_given = value.starts_with('/');
      out.path = out.path_given ? value : std::string_view();
    } else if (equal_ignoring_case(key, "secure")) {
      out.secure = true;
    } else if (equal_ignoring_case(key, "samesite")) {
      same_site = value;
    }
  }
  if (out.path.empty()) out.path = default_path(from.path);
  if (out.expires != INT64_MAX) out.expires = std::min(out.expires, now + longest_life);
  out.over = out.expires <= now;
  out.secure_origin = from.secure;

  out.domain = from.host;
  if (!domain.empty() && !same_name(domain, from.host)) {
    if (is_address(domain) || domain.find('.') == std::string_view::npos) {
      return cookie_verdict::wide_domain;
    }
    if (!is_below(from.host, domain)) return cookie_verdict::foreign_domain;
  }
  // "localhost" and addresses may name themselves, but nothing lies below them.
  out.host_only =
      domain.empty() || is_address(domain) || domain.find('.') == std::string_view::npos;
  if (!out.host_only) out.domain = domain;

  if (out.secure && !from.secure) return cookie_verdict::needs_secure;
  if (equal_ignoring_case(same_site, "none") && !out.secure) return cookie_verdict::needs_secure;
  // A nameless cookie must not be sent as what would be read as a prefixed one.
  const std::string_view first = out.name.empty() ? out.value : out.name;
  const bool host_prefix = has_prefix(first, "__host-");
  if (host_prefix || has_prefix(first, "__secure-")) {
    if (out.name.empty() || !out.secure) return cookie_verdict::prefix_rule;
    if (host_prefix && !(domain.empty() && out.path_given && out.path == "/")) {
      return cookie_verdict::prefix_rule;
    }
  }
  return cookie_verdict::stored;
}

bool cookie_jar::shadows_secure(const parsed_cookie& made) const noexcept {
  if (made.secure || made.secure_origin) return false;
  return std::ranges::any_of(cookies_, [&](const cookie& old) {
    return old.secure && old.name() == made.name &&
           (same_name(old.domain, made.domain) || is_below(old.domain, made.domain) ||
            is_below(made.domain, old.domain)) &&
           path_matches(made.path, old.path);
  });
}

void cookie_jar::make_room(std::string_view domain, wall_seconds now) {
  const auto of_domain = [&](const cookie& c) { return same_name(c.domain, domain); };
  const auto full = [&] {
    return cookies_.size() >= in_all ||
           static_cast<std::size_t>(std::ranges::count_if(cookies_, of_domain)) >= per_domain;
  };
  if (cookies_.size() < per_domain || !full()) return;
  std::erase_if(cookies_, [now](const cookie& c) { return c.expires <= now; });
  while (full()) {
    const bool any = cookies_.size() >= in_all;
    auto oldest = cookies_.end();
    for (auto c = cookies_.begin(); c != cookies_.end(); ++c) {
      if ((any || of_domain(*c)) && (oldest == cookies_.end() || c->used < oldest->used)) {
        oldest = c;
      }
    }
    cookies_.erase(oldest);
  }
}

cookie_jar::cookie& cookie_jar::place(const parsed_cookie& made) {
  cookie added;
  added.path = made.path;
  added.domain = made.domain;
  std::ranges::transform(added.domain, added.domain.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  const auto at = std::ranges::find_if(
      cookies_, [&](const cookie& c) { return c.path.size() < added.path.size(); });
  return *cookies_.insert(at, std::move(added));
}

cookie_verdict cookie_jar::store(std::string_view set_cookie, const cookie_origin& from,
                                 wall_seconds now) {
  parsed_cookie made;
  const cookie_verdict verdict = parse(set_cookie, from, now, made);
  if (verdict != cookie_verdict::stored) return verdict;
  if (shadows_secure(made)) return cookie_verdict::shadows_secure;

  const auto is_same = [&](const cookie& c) {
    return c.name() == made.name && c.host_only == made.host_only &&
           same_name(c.domain, made.domain) && c.path == made.path;
  };
  const auto known = std::ranges::find_if(cookies_, is_same);
  if (made.over) {
    if (known != cookies_.end()) cookies_.erase(known);
    return cookie_verdict::removed;
  }
  cookie* kept = nullptr;
  if (known != cookies_.end()) {
    kept = &*known;
  } else {
    make_room(made.domain, now);
    kept = &place(made);
  }
  kept->name_size = static_cast<std::uint32_t>(made.name.size());
  kept->pair.assign(made.name);
  if (!made.name.empty()) kept->pair += '=';
  kept->pair += made.value;
  kept->expires = made.expires;
  kept->host_only = made.host_only;
  kept->secure = made.secure;
  kept->used = ++clock_;
  return cookie_verdict::stored;
}

bool cookie_jar::header_for(std::string& out, std::string_view host, std::string_view path,
                            bool secure, wall_seconds now) {
  if (path.empty()) path = "/";
  const std::size_t before = out.size();
  bool expired = false;
  for (cookie& c : cookies_) {
    if (c.expires <= now) {
      expired = true;
      continue;
    }
    if ((c.secure && !secure) || !c.serves(host) || !path_matches(path, c.path)) continue;
    if (out.size() != before) out += "; ";
    out += c.pair;
    c.used = ++clock_;
  }
  if (expired) std::erase_if(cookies_, [now](const cookie& c) { return c.expires <= now; });
  return out.size() != before;
}

}  // namespace veriload::http_plugin

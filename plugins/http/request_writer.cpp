#include "plugins/http/request_writer.hpp"

#include "plugins/http/character_class.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace veriload::http_plugin {
namespace {

constexpr std::string_view version_end = " HTTP/1.1\r\n";

template <class Text>
void append_line(Text& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_number(reused_text& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append({digits, static_cast<std::size_t>(end - digits)});
}

bool has_name(const header_list& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const auto& h) { return same_name(h.first, name); });
}

bool has_name(const vl_call& call, std::string_view name) {
  for (std::uint32_t i = 0; i < call.n_headers; ++i) {
    if (same_name(to_view(call.headers[i].key), name)) return true;
  }
  return false;
}

// The constant lines without those that `replaced` says the caller gives.
template <class Text, class Replaced>
void append_defaults(Text& out, const origin& to, const request_defaults& defaults,
                     const Replaced& replaced) {
  const auto line = [&](std::string_view name, std::string_view value) {
    if (!replaced(name)) append_line(out, name, value);
  };
  const auto built_in = [&](std::string_view name, std::string_view value) {
    if (!has_name(defaults.headers, name)) line(name, value);
  };
  built_in("Host", to.host_value);
  built_in("User-Agent", defaults.user_agent);
  built_in("Accept", "*/*");
  if (!defaults.keep_alive) built_in("Connection", "close");
  for (const auto& [name, value] : defaults.headers)
    line(name, value);
}

bool names_a_default(const vl_call& call, const request_defaults& defaults) {
  for (std::uint32_t i = 0; i < call.n_headers; ++i) {
    const std::string_view name = to_view(call.headers[i].key);
    if (same_name(name, "host") || same_name(name, "user-agent") || same_name(name, "accept") ||
        same_name(name, "connection") || has_name(defaults.headers, name)) {
      return true;
    }
  }
  return false;
}

bool append_verb(reused_text& out, std::string_view verb, request_traits& traits, failure& why) {
  if (verb.empty() || verb.size() > 32 || !std::ranges::all_of(verb, is_token_char)) {
    why.set(VL_E_INVALID, 0, "malformed verb, expected 1 to 32 letters such as GET");
    return false;
  }
  if (verb == "CONNECT") {
    why.set(VL_E_UNSUPPORTED, 0, "verb CONNECT opens a tunnel, which is not supported");
    return false;
  }
  traits.bodiless_answer = verb == "HEAD";
  traits.idempotent = verb == "GET" || verb == "HEAD" || verb == "PUT" || verb == "DELETE" ||
                      verb == "OPTIONS" || verb == "TRACE";
  out.append(verb) += ' ';
  return true;
}

bool check_length(std::string_view value, std::size_t body_size, failure& why) {
  std::uint64_t given = 0;
  const auto end = value.data() + value.size();
  const auto [at, error] = std::from_chars(value.data(), end, given);
  if (error == std::errc() && at == end && given == body_size) return true;
  why.set(VL_E_INVALID, 0, "header content-length differs from the body of %zu bytes", body_size);
  return false;
}

bool asks_to_close(std::string_view value) {
  while (true) {
    const std::size_t comma = value.find(',');
    if (equal_ignoring_case(trimmed(value.substr(0, comma)), "close")) return true;
    if (comma == std::string_view::npos) return false;
    value.remove_prefix(comma + 1);
  }
}

bool append_call_headers(reused_text& out, const vl_call& call, request_traits& traits,
                         failure& why) {
  for (std::uint32_t i = 0; i < call.n_headers; ++i) {
    const std::string_view name = to_view(call.headers[i].key);
    const std::string_view value = to_view(call.headers[i].value);
    if (!check_header(name, value, why)) return false;
    if (same_name(name, "content-length")) {
      if (!check_length(value, call.body.len, why)) return false;
      continue;  // written once, from the body
    }
    if (same_name(name, "connection") && asks_to_close(value)) traits.close = true;
    append_line(out, name, value);
  }
  return true;
}

// A GET without headers of its own, below a base path, whose target needs no change: nearly all
// requests are that, and are three copies. False, with nothing appended, for every other one.
inline bool append_plain_get(reused_text& out, const destination& to, const vl_call& call) {
  if (call.n_headers != 0 || call.body.len != 0 || to.absolute) return false;
  if (to_view(call.verb) != "GET") return false;
  std::string_view target = to.target;
  while (!target.empty() && target.front() == '/')
    target.remove_prefix(1);
  const std::string_view base = to.base_path, rest = to.to->plain_end;
  constexpr std::string_view start = "GET /";
  char* const line = out.room(start.size() + base.size() + 1 + target.size() + rest.size());
  std::memcpy(line, start.data(), start.size());
  char* end = line + start.size();
  if (!base.empty()) {  // was checked when it was configured
    if (base.front() == '/') --end;
    std::memcpy(end, base.data(), base.size());
    end += base.size();
    if (end[-1] != '/') *end++ = '/';
  }
  end = copy_plain(end, target);
  if (end == nullptr) return false;
  std::memcpy(end, rest.data(), rest.size());
  out.added(static_cast<std::size_t>(end - line) + rest.size());
  return true;
}

[[gnu::noinline]] bool write_any_head(reused_text& out, const destination& to, const vl_call& call,
                                      const request_defaults& defaults, request_traits& traits,
                                      failure& why) {
  const std::string_view verb = to_view(call.verb);
  if (!append_verb(out, verb, traits, why)) return false;
  if (to.absolute) {
    if (to.target.empty() || to.target.front() != '/') out += '/';
    if (!append_target(out, to.target, why)) return false;
  } else if (!append_joined(out, to.base_path, to.target, why)) {
    return false;
  }
  out.append(version_end);
  traits.close = !defaults.keep_alive;
  if (call.n_headers == 0 || !names_a_default(call, defaults)) [[likely]] {
    out.append(to.to->block);
  } else {
    append_defaults(out, *to.to, defaults,
                    [&](std::string_view name) { return has_name(call, name); });
  }
  if (call.n_headers != 0 && !append_call_headers(out, call, traits, why)) return false;
  if (call.body.len != 0 || verb == "POST" || verb == "PUT" || verb == "PATCH") {
    out.append("Content-Length: ");
    append_number(out, call.body.len);
    out.append("\r\n");
  }
  out.append("\r\n");
  return true;
}

}  // namespace

bool check_header(std::string_view name, std::string_view value, failure& why) {
  const int shown = static_cast<int>(std::min<std::size_t>(name.size(), 60));
  if (name.empty() || !std::ranges::all_of(name, is_token_char)) {
    why.set(VL_E_INVALID, 0, "malformed header name of %zu bytes, expected letters, digits and '-'",
            name.size());
    return false;
  }
  const char* const end = value.data() + value.size();
  if (const char* bad = value.empty() ? end : find_control(value.data(), end); bad != end) {
    why.set(VL_E_INVALID, 0, "control byte 0x%02x in the value of header %.*s, expected none",
            unsigned{static_cast<unsigned char>(*bad)}, shown, name.data());
    return false;
  }
  if (same_name(name, "transfer-encoding")) {
    why.set(VL_E_INVALID, 0,
            "header transfer-encoding cannot be set: bodies are sent with content-length");
    return false;
  }
  return true;
}

origin make_origin(const url_parts& url, const request_defaults& defaults) {
  origin made;
  made.host = url.host;
  for (char& c : made.host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  made.port = url.port;
  const std::string name = url.bracketed ? "[" + made.host + "]" : made.host;
  made.authority = name + ":" + std::to_string(url.port);
  made.secure = url.secure;
  const std::uint32_t usual_port = url.secure ? 443 : 80;
  made.host_value = url.port == usual_port ? name : made.authority;
  append_defaults(made.block, made, defaults, [](std::string_view) { return false; });
  made.plain_end = std::string(version_end).append(made.block).append("\r\n");
  return made;
}

bool write_request_head(reused_text& out, const destination& to, const vl_call& call,
                        const request_defaults& defaults, request_traits& traits, failure& why) {
  if (append_plain_get(out, to, call)) [[likely]] {
    traits.bodiless_answer = false;
    traits.idempotent = true;
    traits.close = !defaults.keep_alive;
    return true;
  }
  return write_any_head(out, to, call, defaults, traits, why);
}

}  // namespace veriload::http_plugin

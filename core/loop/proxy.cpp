#include "core/loop/proxy.hpp"

#include "core/base/setup_error.hpp"
#include "core/base/url.hpp"

namespace veriload::loop {
namespace {

constexpr std::size_t longest_login = 255;  // one byte of length in SOCKS

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text, const char* what) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      throw setup_error(std::string("has a % in its ") + what + " that no two hex digits follow");
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (out.size() > longest_login)
    throw setup_error(std::string("has a ") + what + " of more than 255 bytes");
  return out;
}

}  // namespace

std::string proxy::name() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

proxy parse_proxy(std::string_view url) {
  const base::url parts = base::parse_url(url);
  proxy out;
  if (parts.scheme == "http") {
    out.kind = proxy_kind::http;
  } else if (parts.scheme == "socks5") {
    out.kind = proxy_kind::socks5;
  } else if (parts.scheme == "socks5h") {
    out.kind = proxy_kind::socks5h;
  } else {
    throw setup_error("has the scheme " + parts.scheme + ", expected http, socks5 or socks5h");
  }
  const bool more =
      !(parts.path.empty() || parts.path == "/") || !parts.query.empty() || !parts.fragment.empty();
  if (more) throw setup_error("has a path, expected a form such as http://host:3128");
  // Clients differ in the port that they take for granted.
  if (!parts.port) throw setup_error("has no port, expected a form such as http://host:3128");
  out.host = parts.host;
  out.port = *parts.port;
  const std::string_view login = parts.userinfo;
  const std::size_t colon = login.find(':');
  out.user = decoded(login.substr(0, colon), "user");
  if (colon != std::string_view::npos) out.password = decoded(login.substr(colon + 1), "password");
  if (out.user.empty() && !out.password.empty()) throw setup_error("has a password without a user");
  if (out.kind == proxy_kind::http && out.user.find(':') != std::string::npos)
    throw setup_error("has a user with a colon, which basic authentication cannot carry");
  return out;
}

}  // namespace veriload::loop

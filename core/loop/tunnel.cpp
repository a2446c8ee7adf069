#include "core/loop/tunnel.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace veriload::loop {
namespace {

constexpr char socks_version = 5;
constexpr char login_version = 1;
constexpr char no_login = 0;
constexpr char with_password = 2;
constexpr char type_v4 = 1;
constexpr char type_name = 3;
constexpr char type_v6 = 4;

std::string base64(std::string_view bytes) {
  static constexpr char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= n ? letters[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string host_text(const tunnel_target& target) {
  if (!target.address) {
    const bool v6 = target.host.find(':') != std::string_view::npos;
    const std::string host(target.host);
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(target.port);
  }
  socket_address address = *target.address;
  address.set_port(target.port);
  char text[socket_address::text_room];
  return std::string(text, address.write_text(text));
}

std::string connect_request(const proxy& through, const tunnel_target& target) {
  const std::string host = host_text(target);
  std::string out = "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n";
  if (!through.user.empty()) {
    out += "Proxy-Authorization: Basic " + base64(through.user + ":" + through.password) + "\r\n";
  }
  return out + "\r\n";
}

std::string socks_request(const tunnel_target& target) {
  std::string out{socks_version, 1, 0};
  if (target.address) {
    const base::ip_address ip = target.address->ip();
    const bool v4 = ip.kind == base::ip_address::family::v4;
    out += v4 ? type_v4 : type_v6;
    out.append(reinterpret_cast<const char*>(ip.bytes.data()), v4 ? 4 : 16);
  } else {
    out += type_name;
    out += static_cast<char>(target.host.size());
    out += target.host;
  }
  out += static_cast<char>(target.port >> 8);
  out += static_cast<char>(target.port & 0xff);
  return out;
}

constexpr std::array<std::string_view, 9> socks_failures{
    "",
    "a general failure of the proxy",
    "its rules do not allow that target",
    "the target's network is unreachable",
    "the target is unreachable, or its name has no address",
    "the target refused the connection",
    "the target did not answer in time",
    "it makes no connections",
    "it does not take addresses of this kind"};

}  // namespace

void tunnel::begin(const proxy& through, const tunnel_target& target) {
  proxy_ = through;
  problem_.clear();
  if (through.kind == proxy_kind::http) {
    state_ = state::status_line;
    message_ = connect_request(through, target);
    return;
  }
  state_ = state::method;
  request_ = socks_request(target);
  message_ = through.user.empty() ? std::string{socks_version, 1, no_login}
                                  : std::string{socks_version, 2, no_login, with_password};
}

tunnel::step tunnel::look(std::string_view seen, std::size_t& taken) {
  taken = 0;
  switch (state_) {
    case state::status_line:
      return look_at_head(seen, taken);
    case state::method:
      return look_at_method(seen, taken);
    case state::login:
      return look_at_login(seen, taken);
    case state::reply:
      break;
  }
  return look_at_reply(seen, taken);
}

tunnel::step tunnel::fail(const std::string& text) {
  problem_ = "proxy " + proxy_.name() + " " + text;
  return step::failed;
}

tunnel::step tunnel::look_at_head(std::string_view seen, std::size_t& taken) {
  static constexpr std::string_view start = "HTTP/1.";
  if (seen.substr(0, start.size()) != start.substr(0, seen.size()))
    return fail("speaks no HTTP/1.1");
  const std::size_t end = seen.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    return seen.size() < answer_room ? step::wait : fail("sent a head of more than 16 KiB");
  }
  // "HTTP/1.1 200 Connection established"
  std::string_view line = seen.substr(0, seen.find("\r\n"));
  line.remove_prefix(std::min(line.find(' '), line.size()));
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view code = line.substr(0, 3);
  if (code.size() != 3 || !std::ranges::all_of(code, is_digit)) return fail("speaks no HTTP/1.1");
  if (code[0] == '2') {
    taken = end + 4;
    return step::open;
  }
  std::string words;
  for (const char c : line.substr(0, 60))
    words += c >= 0x20 && c < 0x7f ? c : '?';
  const bool login = code == "407";
  return fail("answered " + words + (login ? ", check its user and password" : ""));
}

tunnel::step tunnel::look_at_method(std::string_view seen, std::size_t& taken) {
  if (!seen.empty() && seen[0] != socks_version) return fail("speaks no SOCKS 5");
  if (seen.size() < 2) return step::wait;
  taken = 2;
  if (seen[1] == no_login) {
    state_ = state::reply;
    message_ = request_;
    return step::send;
  }
  if (seen[1] != with_password || proxy_.user.empty()) {
    return fail(proxy_.user.empty() ? "wants a user and a password"
                                    : "takes no user and password, and nothing else that is known");
  }
  state_ = state::login;
  message_ = {login_version, static_cast<char>(proxy_.user.size())};
  message_ += proxy_.user;
  message_ += static_cast<char>(proxy_.password.size());
  message_ += proxy_.password;
  return step::send;
}

tunnel::step tunnel::look_at_login(std::string_view seen, std::size_t& taken) {
  if (seen.size() < 2) return step::wait;
  taken = 2;
  if (seen[1] != 0) return fail("refused the user or the password");
  state_ = state::reply;
  message_ = request_;
  return step::send;
}

tunnel::step tunnel::look_at_reply(std::string_view seen, std::size_t& taken) {
  constexpr std::size_t fixed = 4;
  if (seen.size() < 2) return step::wait;
  if (seen[0] != socks_version) return fail("speaks no SOCKS 5");
  if (const auto code = static_cast<unsigned char>(seen[1]); code != 0) {
    return fail(code < socks_failures.size()
                    ? "refused: " + std::string(socks_failures[code])
                    : "refused with the unknown code " + std::to_string(code));
  }
  if (seen.size() < fixed + 1) return step::wait;
  std::size_t address = 0;
  if (seen[3] == type_v4) {
    address = 4;
  } else if (seen[3] == type_v6) {
    address = 16;
  } else if (seen[3] == type_name) {
    address = 1 + static_cast<unsigned char>(seen[4]);
  } else {
    return fail("speaks no SOCKS 5");
  }
  const std::size_t whole = fixed + address + 2;
  if (seen.size() < whole) return step::wait;
  taken = whole;
  return step::open;
}

}  // namespace veriload::loop

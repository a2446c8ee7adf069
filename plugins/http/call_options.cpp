#include "plugins/http/call_options.hpp"

#include "plugins/http/nearest_key.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace veriload::http_plugin {
namespace {

constexpr std::array<std::string_view, 6> known{"redirects",  "connect_timeout", "expect_continue",
                                                "fail_above", "accept_status",   "digest"};
constexpr std::uint32_t most_redirects = 100;
constexpr double day = 86'400;

template <class Number>
bool read_number(std::string_view text, Number least, Number most, Number& out) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end || !(value >= least && value <= most)) return false;
  out = value;
  return true;
}

bool refuse(failure& why, std::string_view key, std::string_view found, const char* expected) {
  const auto shown = [](std::string_view text) {
    return static_cast<int>(std::min<std::size_t>(text.size(), 40));
  };
  why.set(VL_E_INVALID, 0, "option %.*s of the call is '%.*s', expected %s", shown(key), key.data(),
          shown(found), found.data(), expected);
  return false;
}

bool read_seconds(std::string_view text, vl_ns& out) {
  double seconds = 0;
  if (!read_number(text, 0.0, day, seconds) || seconds * 1e9 < 1) return false;
  out = static_cast<vl_ns>(seconds * 1e9);
  return true;
}

}  // namespace

void call_options::begin(const settings& chosen) {
  max_redirects = chosen.max_redirects;
  connect_timeout = chosen.connect_timeout;
  expect_continue = false;
  failing = chosen.failing;
  digest_user = digest_password = {};
}

bool call_options::read(const vl_call& call, failure& why) {
  for (std::uint32_t i = 0; i < call.n_options; ++i) {
    if (!read_one(to_view(call.options[i].key), to_view(call.options[i].value), why)) return false;
  }
  return true;
}

bool call_options::read_one(std::string_view key, std::string_view value, failure& why) {
  if (key == "redirects") {
    if (read_number(value, 0u, most_redirects, max_redirects)) return true;
    return refuse(why, key, value, "an integer from 0 to 100");
  }
  if (key == "connect_timeout") {
    if (read_seconds(value, connect_timeout)) return true;
    return refuse(why, key, value, "seconds above 0 and at most 86400");
  }
  if (key == "expect_continue") {
    expect_continue = value == "true";
    if (expect_continue || value == "false") return true;
    return refuse(why, key, value, "true or false");
  }
  if (key == "fail_above") {
    std::uint32_t last_good = 0;
    if (!read_number(value, 99u, 999u, last_good)) {
      return refuse(why, key, value, "an integer from 99 to 999");
    }
    failing = status_set();
    failing.set(last_good + 1, 999, true);
    return true;
  }
  if (key == "accept_status") {
    status_set accepted;
    if (!accepted.add(value)) {
      return refuse(why, key, value, "a code from 100 to 999 or a range such as 400-499");
    }
    failing.remove(accepted);
    return true;
  }
  if (key == "digest") {
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos || colon == 0) {
      return refuse(why, key, "(not shown)", "user:password");
    }
    digest_user = value.substr(0, colon);
    digest_password = value.substr(colon + 1);
    return true;
  }
  const std::string_view close = nearest_key(key, known);
  why.set(VL_E_INVALID, 0, "unknown option '%.*s' of the call%s%.*s",
          static_cast<int>(std::min<std::size_t>(key.size(), 40)), key.data(),
          close.empty() ? "" : ", did you mean ", static_cast<int>(close.size()), close.data());
  return false;
}

}  // namespace veriload::http_plugin

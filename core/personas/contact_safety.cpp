#include "core/personas/contact_safety.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/engine_source.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace veriload::personas {
namespace {

constexpr std::uint64_t looked_at = 1000;

constexpr std::array<std::string_view, 7> reserved_names{
    "test", "example", "invalid", "localhost", "example.com", "example.net", "example.org"};

constexpr std::string_view reserved_words =
    "a name below .test, .example, .invalid or .localhost, or example.com, example.net, "
    "example.org";

struct network {
  int family;
  std::array<std::uint8_t, 16> bits;
  int length;
};

constexpr std::array<network, 7> reserved_networks{
    {{AF_INET, {192, 0, 2}, 24},
     {AF_INET, {198, 51, 100}, 24},
     {AF_INET, {203, 0, 113}, 24},
     {AF_INET, {198, 18}, 15},
     {AF_INET6, {0x20, 0x01, 0x0d, 0xb8}, 32},
     {AF_INET6, {0x3f, 0xff, 0x00}, 20},
     {AF_INET6, {0x20, 0x01, 0x00, 0x02, 0, 0}, 48}}};

bool inside(const std::array<std::uint8_t, 16>& address, const network& range) {
  const auto whole = static_cast<std::size_t>(range.length / 8);
  if (std::memcmp(address.data(), range.bits.data(), whole) != 0) return false;
  const int rest = range.length % 8;
  return rest == 0 || (address[whole] ^ range.bits[whole]) >> (8 - rest) == 0;
}

bool is_nobodys_number(const image::locale_view& tables, std::string_view number) {
  const std::string_view code = tables.country().calling_code;
  if (!number.starts_with('+') || number.substr(1, code.size()) != code) return false;
  number.remove_prefix(1 + code.size());
  for (std::uint32_t i = 0; i < tables.phones(); ++i) {
    const image::phone_row block = tables.phone(i);
    if (!number.starts_with(block.prefix)) continue;
    const std::string_view digits = number.substr(block.prefix.size());
    if (digits.size() != block.digits) continue;
    if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) continue;
    std::uint64_t value = 0;
    for (const char c : digits)
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (digits.empty() || value - block.first < block.count) return true;
  }
  return false;
}

enum class contact { none, email, phone, host, url, address };

contact kind_of(field which) {
  switch (which) {
    case field::email:
      return contact::email;
    case field::phone_e164:
      return contact::phone;
    case field::company_domain:
    case field::company_website_host:
    case field::website_host:
      return contact::host;
    case field::company_website_url:
    case field::website_url:
    case field::avatar:
    case field::x_url:
    case field::instagram_url:
    case field::linkedin_url:
    case field::github_url:
      return contact::url;
    case field::ipv4:
    case field::ipv6:
      return contact::address;
    default:
      return contact::none;
  }
}

}  // namespace

bool is_reserved_host(std::string_view host) {
  return std::ranges::any_of(reserved_names, [host](std::string_view name) {
    return host.ends_with(name) &&
           (host.size() == name.size()
                ? name.find('.') != std::string_view::npos
                : host[host.size() - name.size() - 1] == '.' && host.size() > name.size() + 1);
  });
}

bool is_non_routable(std::string_view email) {
  const std::size_t at = email.rfind('@');
  return at != std::string_view::npos && at != 0 && is_reserved_host(email.substr(at + 1));
}

bool is_reserved_url(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    std::string_view host = url.substr(scheme.size());
    host = host.substr(0, host.find_first_of("/?#"));
    // No login and no port: a persona's address has neither, and both can hide a host.
    return host.find_first_of("@:\\") == std::string_view::npos && is_reserved_host(host);
  }
  return false;
}

bool is_reserved_address(std::string_view literal) {
  const std::string text(literal);
  for (const int family : {AF_INET, AF_INET6}) {
    std::array<std::uint8_t, 16> address{};
    if (inet_pton(family, text.c_str(), address.data()) != 1) continue;
    return std::ranges::any_of(reserved_networks, [&](const network& range) {
      return range.family == family && inside(address, range);
    });
  }
  return false;
}

std::string contact_fault(const engine_source& source, std::uint32_t locale, field which,
                          std::string_view value) {
  const auto wrong = [&](bool good, std::string_view expected) {
    return good ? std::string()
                : "\"" + std::string(value) + "\", expected " + std::string(expected);
  };
  switch (kind_of(which)) {
    case contact::none:
      return {};
    case contact::email:
      return wrong(is_non_routable(value), "an address at " + std::string(reserved_words));
    case contact::phone:
      return wrong(value.empty() || is_nobodys_number(source.shared().locale(locale).tables, value),
                   "a number of a block that nobody has, of the locale's country");
    case contact::host:
      return wrong(is_reserved_host(value), reserved_words);
    case contact::url:
      return wrong(is_reserved_url(value), "a URL at " + std::string(reserved_words));
    case contact::address:
      return wrong(is_reserved_address(value),
                   "an address of a range for documentation, such as 192.0.2.0/24 or "
                   "2001:db8::/32");
  }
  return {};
}

void require_non_routable_contacts(const engine_source& personas) {
  std::string text;
  const std::uint64_t most = std::min(personas.count(), looked_at);
  for (std::uint64_t index = 0; index < most; ++index) {
    person one(personas.shared(), personas.basis(index), personas.given());
    const std::uint32_t locale = personas.basis(index).locale;
    for (std::size_t i = 0; i < field_table().size(); ++i) {
      const auto which = static_cast<field>(i);
      if (kind_of(which) == contact::none) continue;
      text.clear();
      one.append(which, text);
      const std::string fault = contact_fault(personas, locale, which, text);
      if (fault.empty()) continue;
      throw setup_error("persona " + one.text(field::persona_id) + ": " +
                        std::string(field_table()[i].path) + " is " + fault +
                        "; safety.require_non_routable_contacts: false permits it");
    }
  }
}

}  // namespace veriload::personas

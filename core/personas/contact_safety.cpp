#include "core/personas/contact_safety.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/engine_source.hpp"
#include "core/personas/text/utf8.hpp"

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

// What ends a host in a URL or an address in a list of them, so that another one could stand before
// the reserved name.
bool has_separator(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view("/\\?#@:;,%<>()[]\"").find(c) != std::string_view::npos;
  });
}

// A mail address may have more in front of its last @, but nothing that makes two addresses of it.
bool has_list(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view(":;,<>()\"").find(c) != std::string_view::npos;
  });
}

bool is_nobodys_number(const image::tables& tables, std::string_view number) {
  for (std::uint32_t i = 0; i < tables.locales(); ++i) {
    if (is_nobodys_number(tables.locale(i), number)) return true;
  }
  return false;
}

// As contact_fault, for a row that any persona may have: phones may be of any country, and a user
// name must not turn the addresses that are made of it into others.
std::string row_fault(const engine_source& source, field which, std::string_view value) {
  if (which == field::username) {
    return has_separator(value)
               ? "expected a name without blanks and signs such as @ and /, because "
                 "mail and web addresses are made of it"
               : "";
  }
  if (kind_of(which) == contact::phone) {
    return is_nobodys_number(source.shared().tables(), value)
               ? ""
               : "expected a number of a block that nobody has, in international form";
  }
  const std::string fault = contact_fault(source, 0, which, value);
  return fault.empty() ? fault : fault.substr(value.size() + 4);  // behind the value in quotes
}

// The same digits are nobody's in one country and somebody's in another.
constexpr std::string_view national_is_unknown =
    "cannot be held against the blocks that nobody has; expected contact.phone.e164, whose "
    "national spelling follows (safety.require_non_routable_contacts: false permits it)";

void check_rows(const engine_source& personas) {
  const feeder& from = *personas.rows();
  for (const mapped_column& one : from.mapped()) {
    if (one.which == field::phone_national) {
      throw setup_error("data.feeder.columns: the column \"" + from.rows().columns()[one.column] +
                        "\" gives contact.phone.national, which " +
                        std::string(national_is_unknown));
    }
    if (kind_of(one.which) == contact::none && one.which != field::username) continue;
    for (std::uint64_t row = 0; row < from.rows().rows(); ++row) {
      const std::string_view value = from.rows().cell(row, one.column);
      if (value.empty()) continue;  // the persona keeps its own
      const std::string fault = row_fault(personas, one.which, value);
      if (fault.empty()) continue;
      throw setup_error(
          from.name_of(row) + ", column \"" + from.rows().columns()[one.column] +
          "\": " + std::string(field_table()[static_cast<std::size_t>(one.which)].path) + " is \"" +
          redacted_contact(one.which, value) + "\", " + fault +
          "; safety.require_non_routable_contacts: false permits it");
    }
  }
}

}  // namespace

bool is_reserved_host(std::string_view host) {
  return !has_separator(host) && std::ranges::any_of(reserved_names, [host](std::string_view name) {
    return host.ends_with(name) &&
           (host.size() == name.size()
                ? name.find('.') != std::string_view::npos
                : host[host.size() - name.size() - 1] == '.' && host.size() > name.size() + 1);
  });
}

bool is_non_routable(std::string_view email) {
  const std::size_t at = email.rfind('@');
  return at != std::string_view::npos && at != 0 && !has_list(email.substr(0, at)) &&
         is_reserved_host(email.substr(at + 1));
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

std::string redacted_contact(field which, std::string_view value) {
  const std::string hidden = "\xe2\x80\xa6";  // an ellipsis
  if (kind_of(which) == contact::host && !has_separator(value)) return std::string(value);
  if (kind_of(which) == contact::email && value.rfind('@') != std::string_view::npos)
    return hidden + std::string(value.substr(value.rfind('@')));
  const std::size_t scheme = value.find("://");
  if (kind_of(which) == contact::url && scheme != std::string_view::npos) {
    std::string_view host = value.substr(scheme + 3);
    host = host.substr(0, host.find_first_of("/?#"));
    host.remove_prefix(host.rfind('@') + 1);  // a login
    return hidden + std::string(host) + hidden;
  }
  // Whole characters, at least.
  std::size_t shown = 0;
  for (int i = 0; i < 3 && shown < value.size(); ++i)
    text::next_character(value, shown);
  return std::string(value.substr(0, shown)) + hidden;
}

void require_non_routable_contacts(const engine_source& personas) {
  const given_values* const constants = personas.constants();
  if (constants != nullptr && constants->has(field::phone_national) &&
      !constants->find(field::phone_national)->empty()) {
    throw setup_error("data.overrides: contact.phone.national " + std::string(national_is_unknown));
  }
  if (personas.rows() != nullptr) check_rows(personas);
  given_values room;
  std::string text;
  const std::uint64_t most = std::min(personas.count(), looked_at);
  for (std::uint64_t index = 0; index < most; ++index) {
    person one(personas.shared(), personas.basis(index), personas.given(index, room));
    const std::uint32_t locale = personas.basis(index).locale;
    for (std::size_t i = 0; i < field_table().size(); ++i) {
      const auto which = static_cast<field>(i);
      if (kind_of(which) == contact::none) continue;
      if (personas.rows() != nullptr && personas.rows()->maps(which) && room.has(which)) continue;
      text.clear();
      one.append(which, text);
      std::string fault = contact_fault(personas, locale, which, text);
      if (fault.empty()) continue;
      // It may be made of what a row gives.
      if (personas.rows() != nullptr) fault.replace(1, text.size(), redacted_contact(which, text));
      throw setup_error("persona " + one.text(field::persona_id) + ": " +
                        std::string(field_table()[i].path) + " is " + fault +
                        "; safety.require_non_routable_contacts: false permits it");
    }
  }
}

}  // namespace veriload::personas

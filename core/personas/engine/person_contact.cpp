#include "core/personas/engine/person.hpp"
#include "core/personas/fields/digits.hpp"

#include <array>

namespace veriload::personas {
namespace {

struct platform {
  std::string_view name;
  char separator;  // between the names of a handle
};

// In the order of the fields.
constexpr std::array<platform, 4> platforms{
    {{"x", '_'}, {"instagram", '.'}, {"linkedin", '-'}, {"github", '\0'}}};

constexpr std::array<std::string_view, 3> documentation_networks{"192.0.2.", "198.51.100.",
                                                                 "203.0.113."};

}  // namespace

// Patterns that keep both names are unique by the number of the user name, the others by the
// number inside the company, which has one pattern. Where a given value chose the names or the
// company, only the user name is unique.
void person::append_email(std::string& out) {
  const person_names& who = names();
  const auto numbered = [&](std::string_view first, char separator, std::string_view last) {
    out += first;
    out += separator;
    out += last;
    if (who.number != 0) append_number(who.number, out);
  };
  if (who.own || company().own || has(field::username)) {
    append_username(out);
  } else {
    switch (email_pattern()) {
      case 0:
        numbered(who.given_slug, '.', who.family_slug);
        break;
      case 1:
        numbered(who.given_slug, '_', who.family_slug);
        break;
      case 2:
        numbered(who.family_slug, '.', who.given_slug);
        break;
      case 3:
        out += who.given_slug.front();
        out += who.family_slug;
        if (company().place.ordinal != 0) append_number(company().place.ordinal + 1, out);
        break;
      default:
        out += who.given_slug;
        if (company().place.ordinal != 0) append_number(company().place.ordinal + 1, out);
    }
  }
  out += '@';
  derive(field::company_domain, out);
}

void person::append_bio(std::string& out) {
  std::string_view rest = locale_.tables.bio(
      static_cast<std::uint32_t>(scaled(bits(purpose::bio), locale_.tables.bios())));
  while (!rest.empty()) {
    // "Rossi S.r.l." at the end of a sentence has its full stop already.
    if (rest.front() == '.' && out.ends_with('.')) rest.remove_prefix(1);
    const std::size_t open = rest.find('{');
    out += rest.substr(0, open);
    if (open == std::string_view::npos) return;
    rest.remove_prefix(open);
    const std::size_t end = rest.find('}');
    const std::string_view name = rest.substr(0, end);
    derive(name == "{name"    ? field::name
           : name == "{title" ? field::job_title
                              : field::company_name,
           out);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
}

// By weight; among those that have what is given, where there are any.
image::device_row person::chosen_device() const {
  const image::tables& tables = world_.tables();
  const std::uint64_t lot = bits(purpose::device);
  const auto agent = given(field::user_agent), kind = given(field::device), os = given(field::os),
             browser = given(field::browser);
  if (!agent && !kind && !os && !browser) return tables.device(tables.device_choice().pick(lot));
  const auto weight_of = [&](const image::device_row& row) -> std::uint64_t {
    const bool fits = (!agent || row.user_agent == *agent) && (!kind || row.device == *kind) &&
                      (!os || row.os == *os) && (!browser || row.browser == *browser);
    return fits ? row.weight : 0;
  };
  std::uint64_t total = 0;
  for (std::uint32_t i = 0; i < tables.devices(); ++i)
    total += weight_of(tables.device(i));
  if (total == 0) return tables.device(tables.device_choice().pick(lot));
  std::uint64_t left = scaled(lot, total);
  for (std::uint32_t i = 0;; ++i) {
    const image::device_row row = tables.device(i);
    if (left < weight_of(row)) return row;
    left -= weight_of(row);
  }
}

void person::append_network(field which, std::string& out) {
  if (which == field::ipv4) {
    const std::uint64_t host = scaled(bits(purpose::network), documentation_networks.size() * 254);
    out += documentation_networks[host / 254];
    return append_number(1 + host % 254, out);
  }
  if (which == field::ipv6) {
    const std::uint64_t network = world_.networks()(basis_.index & 0xffffffff);
    out += "2001:db8:";
    append_hex(network >> 16, 4, out);
    out += ':';
    append_hex(network, 4, out);
    out += "::";
    return append_hex(1 + scaled(bits(purpose::network, 1), 0xffff), 4, out);
  }
  if (which == field::accept_language) {
    out += locale_.values.accept_language;
    return;
  }
  const image::device_row device = chosen_device();
  out += which == field::user_agent ? device.user_agent
         : which == field::device   ? device.device
         : which == field::os       ? device.os
                                    : device.browser;
}

void person::append_contact(field which, std::string& out) {
  switch (which) {
    case field::email:
      return append_email(out);
    case field::website_url:
      out += "https://";
      return derive(field::website_host, out);
    case field::website_host:
      append_username(out);
      out += '.';
      out += world_.email_domain();
      return;
    case field::avatar:
      out += "https://avatars.";
      out += world_.email_domain();
      out += '/';
      append_username(out);
      out += ".png";
      return;
    case field::bio:
      return append_bio(out);
    default:
      break;
  }
  const auto offset = static_cast<std::size_t>(which) - static_cast<std::size_t>(field::x_platform);
  const platform& where = platforms[offset / 3];
  if (offset % 3 == 0) {
    out += where.name;
  } else if (offset % 3 == 1) {
    append_handle(where.separator, out);
  } else {
    out += "https://";
    out += where.name;
    out += ".social.";
    out += world_.email_domain();
    out += '/';
    derive(static_cast<field>(static_cast<std::size_t>(which) - 1), out);
  }
}

}  // namespace veriload::personas

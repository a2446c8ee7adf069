#include "core/personas/fields/fields.hpp"

#include <algorithm>
#include <array>

namespace veriload::personas {
namespace {

constexpr auto count = static_cast<std::size_t>(field::count);

constexpr std::array<field_info, count> table{{
    {"persona_id", field_kind::text, "index", "p- and the index plus one, at least four digits",
     ""},
    {"index", field_kind::number, "", "position in the pool, from 0", ""},
    {"external_id", field_kind::text, "index",
     "a UUID of version 8 whose first 60 free bits are a bijection of the index", "unique"},
    {"locale", field_kind::text, "index", "the pool is divided by data.locales, exactly and evenly",
     ""},
    {"person.given_name", field_kind::text, "locale index",
     "exact share of the name in the locale; the spelling of equal-sounding names by weight", "R1"},
    {"person.family_name", field_kind::text, "locale index person.gender",
     "exact share of the name in the locale; the form for women where the language has one", "R1"},
    {"person.name", field_kind::text, "person.given_name person.family_name locale",
     "order and separator of the locale", "R2"},
    {"person.name_latin", field_kind::text, "person.given_name person.family_name",
     "romanised, in the order of the locale", "R2"},
    {"person.username", field_kind::text, "person.given_name person.family_name",
     "romanised names in lower case; a number when others have the same names", "R3"},
    {"person.birthdate", field_kind::text, "person.given_name company.industry",
     "a day in a decade in which the name was given, 18 to 80 years before data.reference_date",
     "R9 R10"},
    {"person.age", field_kind::number, "person.birthdate", "whole years at data.reference_date",
     "R9"},
    {"person.gender", field_kind::text, "person.given_name", "of the name; names of both are drawn",
     "R1"},
    {"person.title", field_kind::text, "person.gender locale", "as the locale addresses people",
     "R1"},
    {"contact.email", field_kind::text,
     "person.given_name person.family_name person.username company.domain",
     "pattern of the company at the company's domain", "R4 R20"},
    {"contact.phone.e164", field_kind::text, "address.region data.phone_policy",
     "a number out of the blocks that are nobody's, of the region where there is one", "R7 R20"},
    {"contact.phone.national", field_kind::text, "contact.phone.e164",
     "as people of the country write it", "R7"},
    {"contact.phone.country_code", field_kind::text, "address.country_code",
     "the country of the address", "R7"},
    {"contact.phone.country_calling_code", field_kind::text, "address.country_code",
     "of the country", "R7"},
    {"address.line1", field_kind::text, "locale",
     "a street and house number as the locale writes them", "R6"},
    {"address.line2", field_kind::text, "locale", "a flat for three in ten, else empty", "R6"},
    {"address.city", field_kind::text, "locale", "by inhabitants", "R6"},
    {"address.region", field_kind::text, "address.city", "where the city lies", "R6"},
    {"address.region_code", field_kind::text, "address.city", "ISO 3166-2", "R6"},
    {"address.postal_code", field_kind::text, "address.city", "one of the city's patterns", "R6"},
    {"address.country", field_kind::text, "locale", "in the locale's language", "R6"},
    {"address.country_code", field_kind::text, "locale", "ISO 3166-1", "R6"},
    {"address.geo.latitude", field_kind::number, "address.city", "of the city, degrees", "R6"},
    {"address.geo.longitude", field_kind::number, "address.city", "of the city, degrees", "R6"},
    {"address.timezone", field_kind::text, "address.city", "IANA zone of the city", "R8"},
    {"company.id", field_kind::text, "locale index", "a UUID of version 8 of the company's number",
     "R13"},
    {"company.name", field_kind::text, "company.industry locale", "stem, trade and legal form",
     "R16"},
    {"company.industry", field_kind::text, "company.id", "of the trade in the company's name",
     "R13"},
    {"company.domain", field_kind::text, "company.name data.email_domain",
     "stem and trade, a number when others have the same", "R5 R20"},
    {"company.website.url", field_kind::text, "company.domain", "https and the domain", "R5"},
    {"company.website.host", field_kind::text, "company.domain", "the domain", "R5"},
    {"company.legal_form", field_kind::text, "locale", "by weight", "R16"},
    {"company.size_band", field_kind::text, "company.id",
     "by weight, large enough for its personas", "R15"},
    {"company.employee_count", field_kind::number, "company.size_band",
     "inside the band, at least its personas", "R15 R17"},
    {"company.founded_year", field_kind::number, "company.size_band data.reference_date",
     "an age that companies of the band have", "R15"},
    {"company.funding_stage", field_kind::text, "company.size_band company.founded_year",
     "of the band, by weight, old enough", "R15"},
    {"company.revenue_range.annual_min_usd", field_kind::number, "company.employee_count",
     "per head, by band", "R15"},
    {"company.revenue_range.annual_max_usd", field_kind::number, "company.employee_count",
     "per head, by band", "R15"},
    {"company.departments", field_kind::list, "company.industry company.size_band",
     "a JSON list; more departments in larger companies", "R13"},
    {"company.email_pattern", field_kind::text, "company.id",
     "first.last, first_last, last.first, flast or first", "R4"},
    {"company.address.line1", field_kind::text, "company.id", "a street and house number", "R16"},
    {"company.address.city", field_kind::text, "company.id", "by inhabitants", "R16"},
    {"company.address.region", field_kind::text, "company.address.city", "where the city lies",
     "R16"},
    {"company.address.region_code", field_kind::text, "company.address.city", "ISO 3166-2", "R16"},
    {"company.address.postal_code", field_kind::text, "company.address.city",
     "one of the city's patterns", "R16"},
    {"company.address.country", field_kind::text, "locale", "the persona's country", "R16"},
    {"company.address.country_code", field_kind::text, "locale", "the persona's country", "R16"},
    {"company.address.timezone", field_kind::text, "company.address.city", "IANA zone of the city",
     "R16"},
    {"job.title", field_kind::text, "job.industry person.age person.gender",
     "of the industry, for the age and education", "R13 R12"},
    {"job.department", field_kind::text, "company.departments", "one of the company's", "R13"},
    {"job.level", field_kind::text, "job.title", "of the title", "R12"},
    {"job.industry", field_kind::text, "company.industry", "the company's", "R13"},
    {"job.company_id", field_kind::text, "company.id", "the company's", "R13"},
    {"job.salary.amount", field_kind::number, "job.level job.industry address.country_code",
     "inside the band of country, industry and level, in minor units, per year", "R14"},
    {"job.salary.currency", field_kind::text, "address.country_code", "of the country", "R8 R14"},
    {"job.start_year", field_kind::number,
     "person.birthdate company.founded_year education.graduation_year",
     "not before the company and the working age", "R12"},
    {"education.level", field_kind::text, "job.title person.age",
     "at least what the title needs, finished at that age", "R11 R12"},
    {"education.field", field_kind::text, "job.industry locale", "leads to the industry", "R13"},
    {"education.graduation_year", field_kind::number, "education.level person.birthdate",
     "at an age that is usual for the level", "R11"},
    {"socials.x.platform", field_kind::text, "", "the platform's name", ""},
    {"socials.x.handle", field_kind::text, "person.username",
     "the username as the platform spells it", "R3"},
    {"socials.x.url", field_kind::text, "socials.x.handle data.email_domain",
     "below a reserved host, never the real site", "R20"},
    {"socials.instagram.platform", field_kind::text, "", "the platform's name", ""},
    {"socials.instagram.handle", field_kind::text, "person.username",
     "the username as the platform spells it", "R3"},
    {"socials.instagram.url", field_kind::text, "socials.instagram.handle data.email_domain",
     "below a reserved host, never the real site", "R20"},
    {"socials.linkedin.platform", field_kind::text, "", "the platform's name", ""},
    {"socials.linkedin.handle", field_kind::text, "person.username",
     "the username as the platform spells it", "R3"},
    {"socials.linkedin.url", field_kind::text, "socials.linkedin.handle data.email_domain",
     "below a reserved host, never the real site", "R20"},
    {"socials.github.platform", field_kind::text, "", "the platform's name", ""},
    {"socials.github.handle", field_kind::text, "person.username",
     "the username as the platform spells it", "R3"},
    {"socials.github.url", field_kind::text, "socials.github.handle data.email_domain",
     "below a reserved host, never the real site", "R20"},
    {"website.url", field_kind::text, "website.host", "https and the host", "R5"},
    {"website.host", field_kind::text, "person.username data.email_domain",
     "the username below the reserved domain", "R5 R20"},
    {"avatar", field_kind::text, "person.username data.email_domain",
     "a picture's address below the reserved domain", "R5 R20"},
    {"bio", field_kind::text, "person.name job.title company.name locale",
     "a sentence in the locale's language", "R19"},
    {"network.ipv4", field_kind::text, "index",
     "of the ranges for documentation (RFC 5737); not unique", "R18 R20"},
    {"network.ipv6", field_kind::text, "index",
     "one /64 of 2001:db8::/32 (RFC 3849), by a bijection of the index", "R18 R20"},
    {"network.user_agent", field_kind::text, "index", "a current browser, by weight", "R18"},
    {"network.device", field_kind::text, "network.user_agent",
     "of the browser: desktop, phone or tablet", "R18"},
    {"network.os", field_kind::text, "network.user_agent", "of the browser", "R18"},
    {"network.browser", field_kind::text, "network.user_agent", "of the browser", "R18"},
    {"network.accept_language", field_kind::text, "locale", "of the locale", "R8"},
}};

constexpr auto paths = [] {
  std::array<std::string_view, count> made{};
  std::ranges::transform(table, made.begin(), &field_info::path);
  return made;
}();

struct other_name {
  std::string_view path;
  field means;
};

// Of the reference's records.
constexpr std::array<other_name, 2> other_names{
    {{"contact.phone_e164", field::phone_e164}, {"person.locale", field::locale}}};

}  // namespace

std::span<const field_info> field_table() { return table; }

std::span<const std::string_view> field_paths() { return paths; }

std::optional<field> field_at(std::string_view path) {
  if (const auto found = std::ranges::find(paths, path); found != paths.end()) {
    return static_cast<field>(found - paths.begin());
  }
  const auto other = std::ranges::find(other_names, path, &other_name::path);
  if (other != other_names.end()) return other->means;
  return std::nullopt;
}

}  // namespace veriload::personas

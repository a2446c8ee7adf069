#include "core/personas/conflicts/value_form.hpp"

#include "core/base/nearest.hpp"
#include "core/personas/fields/text_list.hpp"
#include "core/personas/rules/subject.hpp"
#include "core/personas/text/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace veriload::personas {
namespace {

using words = std::vector<std::string_view>;

constexpr int oldest = 120;

template <class Row>
words ids_of(std::uint32_t count, const Row& row) {
  words ids;
  for (std::uint32_t i = 0; i < count; ++i)
    ids.push_back(row(i).id);
  return ids;
}

// The words that the field has, or none where it has others too.
words known_words(const image::tables& tables, field which) {
  switch (which) {
    case field::gender:
      return {"female", "male", "x"};
    case field::company_industry:
    case field::job_industry:
      return ids_of(tables.industries(), [&](std::uint32_t i) { return tables.industry(i); });
    case field::job_level:
      return ids_of(tables.levels(), [&](std::uint32_t i) { return tables.level(i); });
    case field::education_level:
      return ids_of(tables.educations(), [&](std::uint32_t i) { return tables.education(i); });
    case field::company_size_band:
      return ids_of(tables.bands(), [&](std::uint32_t i) { return tables.band(i); });
    case field::company_email_pattern:
      return {"first.last", "first_last", "last.first", "flast", "first"};
    default:
      return {};
  }
}

std::string listed(const words& all) {
  std::string text;
  for (const std::string_view one : all)
    text += (text.empty() ? "" : ", ") + std::string(one);
  return text;
}

bool is_printable(std::string_view value) {
  for (std::size_t at = 0; at < value.size();) {
    const char32_t c = text::next_character(value, at);
    if (c == text::not_utf8 || c < 0x20 || (c >= 0x7f && c < 0xa0)) return false;
  }
  return true;
}

// Decimal degrees as JSON and SQL can have them.
bool is_angle(std::string_view value, double most) {
  const std::string_view digits = value.starts_with('-') ? value.substr(1) : value;
  const std::size_t dot = digits.find('.');
  const std::string_view whole = digits.substr(0, dot);
  if (!rules::whole_number(whole) || whole.starts_with('-')) return false;
  if (dot != std::string_view::npos &&
      (dot + 1 == digits.size() ||
       !std::ranges::all_of(digits.substr(dot + 1), [](char c) { return c >= '0' && c <= '9'; }))) {
    return false;
  }
  double degrees = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), degrees);
  return error == std::errc() && stop == value.data() + value.size() && degrees >= -most &&
         degrees <= most;
}

// What was expected instead, or nothing.
std::string expectation(const image::tables& tables, day reference, field which,
                        std::string_view value) {
  if (const words known = known_words(tables, which); !known.empty()) {
    if (std::ranges::find(known, value) != known.end()) return {};
    const std::string_view near = base::nearest(value, known);
    return "one of " + listed(known) +
           (near.empty() ? "" : " (did you mean " + std::string(near) + "?)");
  }
  const std::optional<std::int64_t> number = rules::whole_number(value);
  switch (which) {
    case field::birthdate: {
      const std::optional<day> birth = parse_day(value);
      if (birth && *birth <= reference && age_at(*birth, reference) <= oldest) return {};
      return "a day up to 120 years before data.reference_date, such as 1988-03-21";
    }
    case field::age:
      return number && *number >= 0 && *number <= oldest ? "" : "whole years, 0 to 120";
    case field::latitude:
      return is_angle(value, 90) ? "" : "decimal degrees, -90 to 90, such as 52.5200";
    case field::longitude:
      return is_angle(value, 180) ? "" : "decimal degrees, -180 to 180, such as 13.4050";
    case field::company_founded_year:
    case field::job_start_year:
    case field::graduation_year:
      return number && *number >= 1000 && *number <= 9999 ? "" : "a year, such as 1998";
    case field::company_departments:
      return text_list(value) ? "" : R"(a JSON list of texts, such as ["Sales"])";
    default:
      break;
  }
  if (field_table()[static_cast<std::size_t>(which)].kind == field_kind::number)
    return number && *number >= 0 ? "" : "a whole number, digits alone";
  return {};
}

}  // namespace

std::string form_fault(const image::tables& tables, day reference, field which,
                       std::string_view value) {
  if (which == field::locale) return "given, expected data.locales to say who lives where";
  if (which == field::index) return "given, expected nothing: it is the place in the pool";
  const std::string found = rules::redacted(value) + ", expected ";
  if (!is_printable(value)) return found + "UTF-8 without control characters";
  const std::string wanted = expectation(tables, reference, which, value);
  return wanted.empty() ? wanted : found + wanted;
}

}  // namespace veriload::personas

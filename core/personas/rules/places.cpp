#include "core/personas/rules/places.hpp"

#include "core/personas/rules/rule_functions.hpp"
#include "core/personas/rules/subject.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace veriload::personas::rules {
namespace {

constexpr std::int64_t most_flats = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool fits_template(const locale_index& locale, std::string_view pattern, std::string_view line);

// A house number, of which the digits may be followed by more digits that belong to what is behind.
bool fits_number(const locale_index& locale, std::uint32_t most, std::string_view pattern,
                 std::string_view line) {
  for (std::size_t digits = 1; digits <= line.size() && is_digit(line[digits - 1]); ++digits) {
    const auto number = whole_number(line.substr(0, digits));
    if (!number || *number < 1 || *number > std::max(1U, most)) continue;
    if (fits_template(locale, pattern, line.substr(digits))) return true;
  }
  return false;
}

bool fits_template(const locale_index& locale, std::string_view pattern, std::string_view line) {
  if (pattern.empty()) return line.empty();
  const std::size_t close = pattern.find('}');
  if (pattern.front() != '{' || close == std::string_view::npos) {
    return !line.empty() && line.front() == pattern.front() &&
           fits_template(locale, pattern.substr(1), line.substr(1));
  }
  const std::string_view hole = pattern.substr(0, close + 1), rest = pattern.substr(close + 1);
  const auto& most = locale.values().number_max;
  if (hole == "{number}") return fits_number(locale, most[0], rest, line);
  if (hole == "{number2}") return fits_number(locale, most[1], rest, line);
  if (hole == "{number3}") return fits_number(locale, most[2], rest, line);
  for (std::size_t length = 1; length <= line.size(); ++length) {
    if (locale.has_street(line.substr(0, length)) &&
        fits_template(locale, rest, line.substr(length))) {
      return true;
    }
  }
  return false;
}

bool fits_postal_pattern(std::string_view pattern, std::string_view letters,
                         std::string_view code) {
  return std::ranges::equal(pattern, code, [&](char wanted, char found) {
    if (wanted == '#') return is_digit(found);
    if (wanted == '@') return letters.find(found) != std::string_view::npos;
    return wanted == found;
  });
}

bool is_unit_line(std::string_view pattern, std::string_view line) {
  constexpr std::string_view hole = "{unit}";
  const std::size_t at = pattern.find(hole);
  if (at == std::string_view::npos) return line == pattern;
  const std::string_view front = pattern.substr(0, at), back = pattern.substr(at + hole.size());
  if (line.size() <= front.size() + back.size() || !line.starts_with(front) ||
      !line.ends_with(back)) {
    return false;
  }
  const auto unit =
      whole_number(line.substr(front.size(), line.size() - front.size() - back.size()));
  return unit && *unit >= 1 && *unit <= most_flats;
}

bool is_degrees(std::string_view text, std::int32_t e4) {
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && stop == text.data() + text.size() &&
         std::fabs(value * 10'000 - e4) < 0.5;
}

struct block_choice {
  image::phone_policy policy;
  std::uint32_t region;
};

// Where a number may come from: the first of these that has blocks.
std::array<block_choice, 4> choices_of(config::phone_policy wanted, std::uint32_t region) {
  using image::phone_policy;
  const bool unassignable = wanted == config::phone_policy::unassignable;
  const phone_policy first = unassignable ? phone_policy::unassignable : phone_policy::reserved;
  const phone_policy other = unassignable ? phone_policy::reserved : phone_policy::unassignable;
  return {{{first, region},
           {first, image::whole_country},
           {other, region},
           {other, image::whole_country}}};
}

// The digits of a number inside a block, or nothing.
std::optional<std::string_view> digits_in(const image::phone_row& block,
                                          std::string_view calling_code, std::string_view e164) {
  for (const std::string_view front : {std::string_view("+"), calling_code, block.prefix}) {
    if (!e164.starts_with(front)) return std::nullopt;
    e164.remove_prefix(front.size());
  }
  if (e164.size() != block.digits || !std::ranges::all_of(e164, is_digit)) return std::nullopt;
  std::uint64_t number = 0;
  if (!e164.empty()) std::from_chars(e164.data(), e164.data() + e164.size(), number);
  if (block.digits != 0 && (number < block.first || number >= block.first + block.count))
    return std::nullopt;
  return e164;
}

std::string filled(std::string_view national, std::string_view digits) {
  std::string text;
  for (const char c : national) {
    if (c == '#' && !digits.empty()) {
      text += digits.front();
      digits.remove_prefix(1);
    } else {
      text += c;
    }
  }
  return text;
}

bool is_of_country(const locale_index& locale, std::string_view e164) {
  for (std::uint32_t i = 0; i < locale.tables().phones(); ++i) {
    if (digits_in(locale.tables().phone(i), locale.country().calling_code, e164)) return true;
  }
  return false;
}

void check_number(subject& who, std::uint32_t region) {
  const locale_index& locale = who.locale();
  const std::string_view e164 = who[field::phone_e164];
  bool any = false;
  std::string national;
  for (const auto& [policy, place] : choices_of(who.set().phones, region)) {
    for (std::uint32_t i = 0; i < locale.tables().phones(); ++i) {
      const image::phone_row block = locale.tables().phone(i);
      if (block.policy != policy || block.region != place) continue;
      any = true;
      const auto digits = digits_in(block, locale.country().calling_code, e164);
      if (!digits) continue;
      national = filled(block.national, *digits);
      if (who[field::phone_national] == national) return;
    }
    if (any) break;
  }
  if (!any && e164.empty() && who[field::phone_national].empty()) return;
  if (!any) return who.wrong("R7", field::phone_e164, "none: the country has no block of numbers");
  if (national.empty() && !is_of_country(locale, e164)) {
    who.unlike("R7", field::phone_e164, "a number of the blocks that nobody has, of the country",
               {field::country_code});
  } else if (national.empty()) {
    who.wrong("R7", field::phone_e164,
              "a number of the blocks that nobody has, of address.region where it has one",
              {field::region_code});
  } else {
    who.wrong("R7", field::phone_national, "contact.phone.e164 as the country writes it",
              {field::phone_e164}, national);
  }
}

// The tables have the codes of many streets of a city but not of all: only the code of another city
// contradicts the city.
void check_postal_code(subject& who, const image::city_row& city) {
  const locale_index& locale = who.locale();
  const std::string pattern(locale.tables().postal(city.postal.first));
  for (std::uint32_t i = 0; i < locale.tables().cities(); ++i) {
    if (!is_postal_code_of(locale, locale.tables().city(i), who[field::postal_code])) continue;
    return who.wrong("R6", field::postal_code, "a postal code of address.city", {field::city},
                     pattern);
  }
  who.unlike("R6", field::postal_code, "a postal code of address.city", {field::city}, pattern);
}

}  // namespace

bool is_street_line(const locale_index& locale, std::string_view line) {
  return fits_template(locale, locale.values().street_line, line);
}

bool is_postal_code_of(const locale_index& locale, const image::city_row& city,
                       std::string_view code) {
  for (std::uint32_t i = city.postal.first; i < city.postal.first + city.postal.count; ++i) {
    if (fits_postal_pattern(locale.tables().postal(i), locale.country().postal_letters, code))
      return true;
  }
  return false;
}

std::vector<image::city_row> cities_in(const locale_index& locale, std::string_view city,
                                       std::string_view region_code) {
  std::vector<image::city_row> rows = locale.cities(city);
  std::erase_if(rows, [&](const image::city_row& row) {
    return locale.tables().region(row.region).code != region_code;
  });
  return rows;
}

void r6_address(subject& who) {
  const locale_index& locale = who.locale();
  const image::locale_row& values = locale.values();
  if (who[field::country] != values.country_name) {
    who.unlike("R6", field::country, "the locale's country", {field::locale},
               std::string(values.country_name));
  }
  if (who[field::country_code] != locale.country().code) {
    who.unlike("R6", field::country_code, "the locale's country", {field::locale},
               std::string(locale.country().code));
  }
  const auto region = locale.tables().find_region(who[field::region_code]);
  if (!region || locale.tables().region(*region).code != who[field::region_code]) {
    who.wrong("R6", field::region_code, "the ISO 3166-2 code of a region of the country");
  } else if (locale.tables().region(*region).name != who[field::region]) {
    who.wrong("R6", field::region, "the name of address.region_code", {field::region_code},
              std::string(locale.tables().region(*region).name));
  }
  if (!is_street_line(locale, who[field::line1])) {
    who.wrong("R6", field::line1, "a street with a house number as the country writes them");
  }
  if (!who[field::line2].empty() && !is_unit_line(values.unit_line, who[field::line2])) {
    who.wrong("R6", field::line2, "nothing, or a flat as the country writes it");
  }
  if (locale.cities(who[field::city]).empty()) {
    return who.wrong("R6", field::city, "a city of the country");
  }
  const auto cities = cities_in(locale, who[field::city], who[field::region_code]);
  if (cities.empty()) {
    return who.wrong("R6", field::city, "a city of address.region_code", {field::region_code});
  }
  const auto in_none = [&](const auto& agrees) { return std::ranges::none_of(cities, agrees); };
  if (in_none([&](const image::city_row& city) {
        return is_postal_code_of(locale, city, who[field::postal_code]);
      })) {
    check_postal_code(who, cities.front());
  }
  if (in_none([&](const image::city_row& city) {
        return is_degrees(who[field::latitude], city.latitude_e4);
      })) {
    who.unlike("R6", field::latitude, "that of address.city", {field::city});
  }
  if (in_none([&](const image::city_row& city) {
        return is_degrees(who[field::longitude], city.longitude_e4);
      })) {
    who.unlike("R6", field::longitude, "that of address.city", {field::city});
  }
}

void r7_phone(subject& who) {
  const image::country_row& country = who.locale().country();
  if (who[field::phone_country_code] != who[field::country_code]) {
    who.wrong("R7", field::phone_country_code, "address.country_code", {field::country_code},
              std::string(who[field::country_code]));
  }
  if (!is_made_of(who[field::phone_calling_code], {"+", country.calling_code})) {
    who.unlike("R7", field::phone_calling_code, "the country's", {field::country_code},
               "+" + std::string(country.calling_code));
  }
  if (who.set().phones == config::phone_policy::none) {
    for (const field which : {field::phone_e164, field::phone_national}) {
      if (!who[which].empty()) who.wrong("R7", which, "none, as data.phone_policy says");
    }
    return;
  }
  const auto region = who.locale().tables().find_region(who[field::region_code]);
  if (region) check_number(who, *region);
}

void r8_zone_currency_language(subject& who) {
  const locale_index& locale = who.locale();
  const auto cities = cities_in(locale, who[field::city], who[field::region_code]);
  if (!cities.empty() && std::ranges::none_of(cities, [&](const image::city_row& city) {
        return city.zone == who[field::timezone];
      })) {
    who.wrong("R8", field::timezone, "that of address.city", {field::city},
              std::string(cities.front().zone));
  }
  if (who[field::salary_currency] != locale.country().currency) {
    who.unlike("R8", field::salary_currency, "the currency of the country", {field::country_code},
               std::string(locale.country().currency));
  }
  if (who[field::accept_language] != locale.values().accept_language) {
    who.unlike("R8", field::accept_language, "that of the locale", {field::locale},
               std::string(locale.values().accept_language));
  }
}

}  // namespace veriload::personas::rules

#include "core/personas/rules/places.hpp"
#include "core/personas/rules/rule_functions.hpp"
#include "core/personas/rules/subject.hpp"

#include <algorithm>

namespace veriload::personas::rules {
namespace {

// Dollars a year that one employee stands for, before the percentage of the size.
constexpr std::int64_t revenue_per_employee = 150'000;
constexpr std::int64_t rounded_to = 10'000;
constexpr std::int64_t least_of_minimum = 50'000;
constexpr std::int64_t least_of_maximum = 100'000;

std::string from_to(std::int64_t least, std::int64_t most) {
  return std::to_string(least) + " to " + std::to_string(most);
}

void check_funding(subject& who, const image::band_row& band, std::int64_t age) {
  bool of_band = false, old_enough = false, any_old_enough = false;
  for (std::uint32_t i = band.funding.first; i < band.funding.first + band.funding.count; ++i) {
    const image::funding_row stage = who.tables().funding(i);
    const bool reached = stage.min_age <= age;
    any_old_enough = any_old_enough || reached;
    if (stage.stage != who[field::company_funding_stage]) continue;
    of_band = true;
    old_enough = old_enough || reached;
  }
  if (!of_band) {
    who.unlike("R15", field::company_funding_stage, "a stage of company.size_band",
               {field::company_size_band});
  } else if (!old_enough && any_old_enough) {
    who.unlike("R15", field::company_funding_stage,
               "a stage that a company of company.founded_year has reached",
               {field::company_founded_year});
  }
}

void check_revenue(subject& who, const image::band_row& band, std::int64_t employees) {
  const auto expected = [&](std::uint32_t percent, std::int64_t least) {
    const std::int64_t raw = employees * revenue_per_employee * percent / 100;
    return std::max(least, raw - raw % rounded_to);
  };
  const std::int64_t least = expected(band.revenue_min_percent, least_of_minimum);
  const std::int64_t most = expected(band.revenue_max_percent, least_of_maximum);
  if (who.number(field::company_revenue_min) != least) {
    who.unlike("R15", field::company_revenue_min, "150,000 dollars an employee, by the size",
               {field::company_employee_count, field::company_size_band}, std::to_string(least));
  }
  if (who.number(field::company_revenue_max) != most) {
    who.unlike("R15", field::company_revenue_max, "150,000 dollars an employee, by the size",
               {field::company_employee_count, field::company_size_band}, std::to_string(most));
  }
}

// The legal form as it stands beside the name.
std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string form_alone(std::string_view pattern) {
  const std::size_t hole = pattern.find("{}");
  if (hole == std::string_view::npos) return std::string(pattern);
  const std::string whole = joined({pattern.substr(0, hole), pattern.substr(hole + 2)});
  return std::string(trimmed(whole));
}

void check_name(subject& who) {
  const image::locale_view& tables = who.locale().tables();
  const std::string_view form = who[field::company_legal_form];
  bool known = false;
  for (std::uint32_t i = 0; i < tables.legal_forms() && !known; ++i)
    known = form_alone(tables.legal_form(i)) == form;
  if (!known) who.wrong("R16", field::company_legal_form, "a legal form of the country");
  const auto& readings = who.company_readings();
  if (readings.empty()) {
    return who.wrong("R16", field::company_name,
                     "stem, trade and legal form as the locale writes them");
  }
  if (std::ranges::none_of(readings, [&](const company_reading& reading) {
        return form_alone(tables.legal_form(reading.form)) == form;
      })) {
    who.wrong("R16", field::company_name, "a name with company.legal_form",
              {field::company_legal_form});
  }
}

}  // namespace

void r15_size_and_age_of_company(subject& who) {
  const std::optional<std::uint32_t> number = who.band();
  if (!number) return who.wrong("R15", field::company_size_band, "a size of companies");
  const image::band_row band = who.tables().band(*number);
  const auto employees = who.number(field::company_employee_count);
  if (!employees || *employees < band.employees_min || *employees > band.employees_max) {
    who.wrong("R15", field::company_employee_count,
              from_to(band.employees_min, band.employees_max) + ", as company.size_band says",
              {field::company_size_band});
  }
  const auto founded = who.number(field::company_founded_year);
  const std::int64_t first = who.year() - std::int64_t{band.age_max};
  const std::int64_t last = who.year() - std::int64_t{band.age_min};
  if (!founded || *founded < first || *founded > last) {
    who.unlike("R15", field::company_founded_year,
               from_to(first, last) + ", as companies of company.size_band are founded",
               {field::company_size_band});
  }
  if (founded) check_funding(who, band, who.year() - *founded);
  if (employees && *employees >= 0 && *employees <= 1'000'000'000)
    check_revenue(who, band, *employees);
}

void r16_form_and_seat_of_company(subject& who) {
  check_name(who);
  const locale_index& locale = who.locale();
  if (who[field::hq_country] != who[field::country]) {
    who.wrong("R16", field::hq_country, "address.country", {field::country},
              std::string(who[field::country]));
  }
  if (who[field::hq_country_code] != who[field::country_code]) {
    who.wrong("R16", field::hq_country_code, "address.country_code", {field::country_code},
              std::string(who[field::country_code]));
  }
  const auto region = locale.tables().find_region(who[field::hq_region_code]);
  if (!region || locale.tables().region(*region).code != who[field::hq_region_code]) {
    who.wrong("R16", field::hq_region_code, "the ISO 3166-2 code of a region of the country");
  } else if (locale.tables().region(*region).name != who[field::hq_region]) {
    who.wrong("R16", field::hq_region, "the name of company.address.region_code",
              {field::hq_region_code}, std::string(locale.tables().region(*region).name));
  }
  if (!is_street_line(locale, who[field::hq_line1])) {
    who.wrong("R16", field::hq_line1, "a street with a house number as the country writes them");
  }
  if (locale.cities(who[field::hq_city]).empty()) {
    return who.wrong("R16", field::hq_city, "a city of the country");
  }
  const auto cities = cities_in(locale, who[field::hq_city], who[field::hq_region_code]);
  if (cities.empty()) {
    return who.wrong("R16", field::hq_city, "a city of company.address.region_code",
                     {field::hq_region_code});
  }
  if (std::ranges::none_of(cities, [&](const image::city_row& city) {
        return is_postal_code_of(locale, city, who[field::hq_postal_code]);
      })) {
    who.wrong("R16", field::hq_postal_code, "a postal code of company.address.city",
              {field::hq_city});
  }
  if (std::ranges::none_of(cities, [&](const image::city_row& city) {
        return city.zone == who[field::hq_timezone];
      })) {
    who.wrong("R16", field::hq_timezone, "that of company.address.city", {field::hq_city},
              std::string(cities.front().zone));
  }
}

}  // namespace veriload::personas::rules

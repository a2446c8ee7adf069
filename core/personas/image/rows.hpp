// The rows of the persona tables as a reader sees them. Flow: image -> [rows] -> persona source.
#pragma once

#include "core/personas/image/views.hpp"
#include "core/personas/text/slug.hpp"

#include <array>
#include <cstdint>
#include <string_view>

/// Texts point into the image. An empty text is "the table has nothing here". Numbers of other
/// tables (industry, level, region ...) count from 0 in the order in which the image has them.
namespace veriload::personas::image {

enum class gender : std::uint8_t { female, male, either };

/// Whose numbers nobody has: set aside for fiction by the regulator, or impossible by the plan.
enum class phone_policy : std::uint8_t { reserved, unassignable };

/// Instead of a region: the whole country, that is mobile and other numbers without a place.
inline constexpr std::uint32_t whole_country = 0xffffffffU;

/// The decade of birth is 1930 + 10 * bit.
inline constexpr int first_decade = 1930;
inline constexpr int decades = 10;

/// `own_weight`: as in the table; name_groups has the scaled widths. `decades`: never 0.
struct given_row {
  std::string_view name;
  std::string_view latin;
  image::gender gender;
  std::uint16_t decades;
  std::uint32_t own_weight;

  bool usual_in(int year) const {
    const int decade = (year - first_decade) / 10;
    return year >= first_decade && decade < image::decades && ((decades >> decade) & 1) != 0;
  }
};

struct family_row {
  std::string_view name;
  std::string_view feminine;
  std::string_view latin;
  std::uint32_t own_weight;
};

/// `cities`: all of the region, never none.
struct region_row {
  std::string_view code;
  std::string_view name;
  range cities;
};

/// `postal`: numbers for locale_view::postal(), never none. `weight`: inhabitants in thousands.
struct city_row {
  std::string_view name;
  std::string_view zone;
  std::uint32_t region;
  std::uint32_t weight;
  std::int32_t latitude_e4;
  std::int32_t longitude_e4;
  range postal;
};

/// `education`: the least that the title asks for.
struct title_row {
  std::string_view name;
  std::string_view feminine;
  std::uint32_t industry;
  std::uint32_t level;
  std::uint32_t education;
  std::uint32_t weight;
};

/// A department or a study of an industry, or a word of company names with its slug: stems belong
/// to no industry (0xffffffff), trades do. Slugs occur once among stems and once among trades.
struct word_row {
  std::string_view name;
  std::string_view slug;
  std::uint32_t industry;
};

/// The values of locale.tsv. `name_separator`: one blank or nothing. `number_max`: 0 where the
/// street line has no such number. `honorific`: by gender, each may be empty.
struct locale_row {
  std::string_view code;
  std::string_view language;
  std::string_view script;
  std::string_view country_name;
  std::string_view accept_language;
  std::string_view name_separator;
  std::string_view street_line;
  std::string_view unit_line;
  std::string_view company_pattern;
  std::array<std::string_view, 3> honorific;
  std::array<std::uint32_t, 3> number_max;
  text::transliteration transliteration;
  bool family_first;
};

/// `calling_code` without plus. `exponent`: digits of the minor unit, as ISO 4217 has it.
/// `postal_letters`: what `@` of a postal pattern stands for, empty where no pattern has one.
/// `tax_percent`: what an order adds. `per_100_dollars`: so many major units of the currency.
struct country_row {
  std::string_view code;
  std::string_view calling_code;
  std::string_view currency;
  std::string_view postal_letters;
  std::uint32_t exponent;
  std::uint32_t tax_percent;
  std::uint32_t per_100_dollars;
};

/// A year's gross pay in whole major units, before the industry's percentage.
struct salary_row {
  std::uint32_t least;
  std::uint32_t most;
};

struct industry_row {
  std::string_view id;
  std::uint32_t salary_percent;
  std::uint32_t weight;
};

struct level_row {
  std::string_view id;
  std::uint32_t min_age;
  std::uint32_t min_experience;
  std::uint32_t weight;
};

/// Ages at graduation.
struct education_row {
  std::string_view id;
  std::uint32_t graduation_min;
  std::uint32_t graduation_max;
  std::uint32_t weight;
};

/// A size of companies; ages in years, revenue in percent of what the headcount suggests.
struct band_row {
  std::string_view id;
  std::uint32_t employees_min;
  std::uint32_t employees_max;
  std::uint32_t age_min;
  std::uint32_t age_max;
  std::uint32_t revenue_min_percent;
  std::uint32_t revenue_max_percent;
  std::uint32_t weight;
  range funding;
};

/// `min_age`: of the company, in years.
struct funding_row {
  std::string_view stage;
  std::uint32_t band;
  std::uint32_t min_age;
  std::uint32_t weight;
};

struct device_row {
  std::string_view user_agent;
  std::string_view device;
  std::string_view os;
  std::string_view browser;
  std::uint32_t weight;
};

/// Numbers `+`, calling code, `prefix`, then `first` to `first + count - 1` with `digits` digits,
/// which stand for the `#` of `national` from left to right. `region`: of the locale, or
/// whole_country.
struct phone_row {
  std::string_view prefix;
  std::string_view national;
  std::uint64_t first;
  std::uint32_t count;
  std::uint32_t digits;
  std::uint32_t region;
  phone_policy policy;
};

}  // namespace veriload::personas::image

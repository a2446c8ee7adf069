// The bytes of a persona image, as the packer writes and the reader reads them. Flow: persona_pack
// -> [format] -> image.
#pragma once

#include "core/personas/image/format_parts.hpp"
#include "core/personas/image/format_records.hpp"

#include <array>
#include <bit>
#include <cstdint>

/// An image is: header, one heap of texts, records. Every offset is in bytes from the image's first
/// byte, so it works wherever it is mapped. Numbers are little-endian, records have no hidden
/// padding and start at multiples of 4.
namespace veriload::personas::image::format {

static_assert(std::endian::native == std::endian::little, "the image is read as it lies");

inline constexpr std::array<char, 4> magic{'V', 'L', 'P', 'D'};

/// Raised when the layout below changes.
inline constexpr std::uint32_t layout = 1;

/// Raised by hand when a change of tables or algorithms gives other personas for the same seed.
inline constexpr std::uint32_t engine_version = 1;

/// Name groups of a table are at most this wide in all, so that a product with a pool's size fits
/// 64 bits with much to spare.
inline constexpr std::uint32_t most_name_width = 1U << 22U;

struct given {
  text name;
  text latin;
  std::uint32_t weight;
  std::uint16_t decades;
  std::uint16_t gender;
};

struct family {
  text name;
  text feminine;
  text latin;
  std::uint32_t weight;
};

struct region {
  text code;
  text name;
  range cities;
  alias city_choice;
  std::array<alias, 2> phone_choice;
};

struct city {
  text name;
  text zone;
  std::uint32_t region;
  std::uint32_t weight;
  std::int32_t latitude_e4;
  std::int32_t longitude_e4;
  range postal;
};

struct street {
  text name;
  std::uint32_t weight;
};

struct title {
  text name;
  text feminine;
  std::uint32_t industry;
  std::uint32_t level;
  std::uint32_t education;
  std::uint32_t weight;
};

/// A department, a study or a company's word of an industry.
struct word {
  text name;
  text slug;
  std::uint32_t industry;
};

struct legal_form {
  text pattern;
  std::uint32_t weight;
};

/// What a locale has for one industry.
struct local_industry {
  range titles;
  range departments;
  range studies;
  range trades;
  alias title_choice;
  alias department_choice;
  alias study_choice;
  alias trade_choice;
};

struct country {
  text code;
  text calling_code;
  text currency;
  text postal_letters;
  std::uint32_t exponent;
  slice salaries;  // by level
  std::uint32_t tax_percent;
  std::uint32_t per_100_dollars;
};

struct salary {
  std::uint32_t least;
  std::uint32_t most;
};

struct locale {
  text code;
  text language;
  text script;
  text country_name;
  text accept_language;
  text name_separator;
  text street_line;
  text unit_line;
  text company_pattern;
  std::array<text, 3> honorific;
  format::country country;
  std::uint32_t family_first;
  std::uint32_t transliteration;
  std::array<std::uint32_t, 3> number_max;
  slice bios;
  slice given_rows;
  groups given_groups;
  slice family_rows;
  groups family_groups;
  slice regions;
  slice cities;
  slice postals;
  slice streets;
  slice titles;
  slice departments;
  slice studies;
  slice stems;
  slice trades;
  slice legal_forms;
  slice industries;
  slice level_titles;  // one alias for each industry and level, industry first
  slice phones;
  alias city_choice;
  alias street_choice;
  alias stem_choice;
  alias legal_form_choice;
  std::array<alias, 2> phone_choice;
};

struct industry {
  text id;
  std::uint32_t salary_percent;
  std::uint32_t weight;
  range products;
  range payments;
};

struct level {
  text id;
  std::uint32_t min_age;
  std::uint32_t min_experience;
  std::uint32_t weight;
};

struct education {
  text id;
  std::uint32_t graduation_min;
  std::uint32_t graduation_max;
  std::uint32_t weight;
};

struct band {
  text id;
  std::uint32_t employees_min;
  std::uint32_t employees_max;
  std::uint32_t age_min;
  std::uint32_t age_max;
  std::uint32_t revenue_min_percent;
  std::uint32_t revenue_max_percent;
  std::uint32_t weight;
  range funding;
  alias funding_choice;
};

struct funding {
  text stage;
  std::uint32_t band;
  std::uint32_t min_age;
  std::uint32_t weight;
};

struct device {
  text user_agent;
  text device;
  text os;
  text browser;
  std::uint32_t weight;
};

/// `region`: of the locale, 0xffffffff for the whole country. `first` in two halves, low first.
struct phone {
  text prefix;
  text national;
  std::uint32_t region;
  std::uint32_t policy;
  std::uint32_t digits;
  std::uint32_t count;
  std::array<std::uint32_t, 2> first;
};

struct shared {
  slice industries;
  slice levels;
  slice educations;
  slice bands;
  slice fundings;
  slice devices;
  slice products;  // by industry, as are payments
  slice payments;
  slice tickets;  // by category
  slice reviews;  // by sentiment
  std::array<range, 6> tickets_of;
  std::array<range, 3> reviews_of;
  alias industry_choice;
  alias level_choice;
  alias education_choice;
  alias band_choice;
  alias device_choice;
};

/// `checksum`: CRC-32C of all bytes behind the header.
struct header {
  std::array<char, 4> magic;
  std::uint32_t layout;
  std::uint32_t engine_version;
  std::uint32_t size;
  std::uint32_t checksum;
  slice locales;
  shared tables;
};

}  // namespace veriload::personas::image::format

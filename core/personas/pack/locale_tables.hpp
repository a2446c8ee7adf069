// The tables of one locale, checked. Flow: tables -> [locale tables] -> layout.
#pragma once

#include "core/personas/pack/characters.hpp"
#include "core/personas/pack/problems.hpp"
#include "core/personas/pack/shared_tables.hpp"
#include "core/personas/text/slug.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace veriload::personas::pack {

/// Of locale.tsv.
struct locale_values {
  std::string language;
  pack::script script = pack::script::latin;
  std::string script_code;
  std::uint32_t country = 0;
  std::string country_name;
  text::transliteration transliteration = text::transliteration::plain;
  bool family_first = false;
  std::string name_separator;
  std::string accept_language;
  std::string street_line;
  std::string unit_line;
  std::array<std::uint32_t, 3> number_max{};
  std::array<std::string, 3> honorific;
  std::vector<std::string> bios;
  std::string company_pattern;
};

/// `gender`: as image::gender counts.
struct given_name {
  std::string name;
  std::string latin;
  std::string slug;
  std::uint32_t gender;
  std::uint32_t weight;
  std::uint16_t decades;
};

struct family_name {
  std::string name;
  std::string latin;
  std::string slug;
  std::string feminine;
  std::uint32_t weight;
};

struct region {
  std::string code;
  std::string name;
};

struct city {
  std::string name;
  std::uint32_t region;
  std::uint32_t weight;
  std::int32_t latitude_e4;
  std::int32_t longitude_e4;
  std::string zone;
  std::vector<std::string> postal;
};

struct weighted_text {
  std::string text;
  std::uint32_t weight;
};

struct job_title {
  std::string name;
  std::string feminine;
  std::uint32_t industry;
  std::uint32_t level;
  std::uint32_t education;
  std::uint32_t weight;
};

/// `slug` only of company words, `industry` not of stems.
struct industry_word {
  std::string name;
  std::string slug;
  std::uint32_t industry;
};

struct locale_tables {
  std::string code;
  locale_values values;
  std::vector<given_name> given;
  std::vector<family_name> family;
  std::vector<region> regions;
  std::vector<city> cities;
  std::vector<weighted_text> streets;
  std::vector<job_title> titles;
  std::vector<industry_word> departments;
  std::vector<industry_word> studies;
  std::vector<industry_word> stems;
  std::vector<industry_word> trades;
  std::vector<weighted_text> legal_forms;
};

/// Where a locale's tables are read from and what they may name.
struct locale_source {
  std::filesystem::path folder;
  std::string code;
  const shared_tables& shared;

  std::filesystem::path file(const std::string& table) const { return folder / table; }
  /// As messages call the file.
  std::string name(const std::string& table) const { return code + '/' + table; }
};

/// Reads the folder `code` below `data`. The answer is whole only when nothing was found.
locale_tables read_locale_tables(const std::filesystem::path& data, const std::string& code,
                                 const shared_tables& shared, problems& found);

/// Parts of it, in this order: names and the others need the script of locale.tsv, cities need the
/// regions.
void read_values(const locale_source& source, locale_tables& out, problems& found);
void read_names(const locale_source& source, locale_tables& out, problems& found);
void read_places(const locale_source& source, locale_tables& out, problems& found);
void read_work(const locale_source& source, locale_tables& out, problems& found);

}  // namespace veriload::personas::pack

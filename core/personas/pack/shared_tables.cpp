#include "core/personas/pack/shared_tables.hpp"

#include "core/personas/pack/cells.hpp"

#include <algorithm>

namespace veriload::personas::pack {

namespace {

std::uint32_t number(const cell& from, std::uint64_t least, std::uint64_t most, problems& found) {
  return static_cast<std::uint32_t>(whole_number(from, least, most, found));
}

bool has_only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view digits = "0123456789";

void check_code(const cell& from, std::string_view alphabet, std::size_t least, std::size_t most,
                std::string_view expected, problems& found) {
  if (from.text.size() < least || from.text.size() > most || !has_only(from.text, alphabet))
    found.add(from.where, in_quotes(from.text), expected);
}

std::vector<std::string> read_shapes(const cell& from, problems& found) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= from.text.size();) {
    const std::size_t end = std::min(from.text.find('|', at), from.text.size());
    out.emplace_back(from.text.substr(at, end - at));
    if (out.back().empty() || !has_only(out.back(), "#@ -"))
      found.add(from.where, in_quotes(from.text),
                "shapes of postal codes of # @ - and blanks, separated by |");
    at = end + 1;
  }
  return out;
}

void read_countries(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "country.tsv", "shared/country.tsv",
                   {"code", "calling_code", "currency", "exponent", "postal", "postal_letters"},
                   found);
  occurs_once once("a country", found);
  for (const cells& row : from.rows()) {
    check_code(row[0], capitals, 2, 2, "two capital letters as in ISO 3166-1", found);
    check_code(row[1], digits, 1, 3, "a calling code of 1 to 3 digits without plus", found);
    check_code(row[2], capitals, 3, 3, "three capital letters as in ISO 4217", found);
    once.add(row[0], std::string(row[0].text));
    country one{.code = std::string(row[0].text),
                .calling_code = std::string(row[1].text),
                .currency = std::string(row[2].text),
                .exponent = number(row[3], 0, 3, found),
                .postal_shapes = read_shapes(row[4], found),
                .postal_letters = std::string(row[5].text),
                .salaries = {}};
    const bool has_letters = row[4].text.find('@') != std::string_view::npos;
    if (has_letters == row[5].empty() || !has_only(row[5].text, capitals))
      found.add(row[5].where, in_quotes(row[5].text),
                has_letters ? "the capital letters that @ stands for"
                            : "nothing, as the postal codes have no @");
    out.countries.push_back(std::move(one));
  }
}

void read_industries(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "industry.tsv", "shared/industry.tsv",
                   {"id", "salary_percent", "weight"}, found);
  occurs_once once("an industry", found);
  for (const cells& row : from.rows()) {
    once.add(row[0], required(row[0], found));
    out.industries.push_back(
        {std::string(row[0].text), number(row[1], 10, 1000, found), weight(row[2], found)});
  }
  if (out.industries.empty()) found.add(from.where(), "no industry", "one or more");
}

void read_levels(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "level.tsv", "shared/level.tsv",
                   {"id", "min_age", "min_experience", "weight"}, found);
  const std::vector<std::string> known{"junior", "regular", "senior", "lead", "director"};
  for (const cells& row : from.rows()) {
    level one{std::string(row[0].text), number(row[1], 16, 60, found), number(row[2], 0, 40, found),
              weight(row[3], found)};
    if (!out.levels.empty() && (one.min_age < out.levels.back().min_age ||
                                one.min_experience < out.levels.back().min_experience))
      found.add(row[1].where, "less than the level before asks for", "levels in rising order");
    out.levels.push_back(std::move(one));
  }
  if (ids(out.levels) != known)
    found.add(from.where(), std::to_string(out.levels.size()) + " levels",
              "junior, regular, senior, lead and director, in this order");
}

void read_educations(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "education.tsv", "shared/education.tsv",
                   {"id", "graduation_min", "graduation_max", "weight"}, found);
  const std::vector<std::string> known{"secondary", "vocational", "bachelor", "master",
                                       "doctorate"};
  for (const cells& row : from.rows()) {
    education one{std::string(row[0].text), number(row[1], 14, 40, found),
                  number(row[2], 14, 60, found), weight(row[3], found)};
    if (one.graduation_max < one.graduation_min)
      found.add(row[2].where, in_quotes(row[2].text), "at least graduation_min");
    out.educations.push_back(std::move(one));
  }
  if (ids(out.educations) != known)
    found.add(from.where(), std::to_string(out.educations.size()) + " educations",
              "secondary, vocational, bachelor, master and doctorate, in this order");
}

void read_salaries(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "salary.tsv", "shared/salary.tsv", {"country", "level", "min", "max"},
                   found);
  if (out.countries.empty() || out.levels.empty()) return;
  occurs_once once("a band of", found);
  for (country& one : out.countries)
    one.salaries.resize(out.levels.size(), {0, 0});
  for (const cells& row : from.rows()) {
    country& of = out.countries[one_of(row[0], codes(out.countries), found)];
    salary_band& band = of.salaries[one_of(row[1], ids(out.levels), found)];
    once.add(row[0], std::string(row[0].text) + ' ' + std::string(row[1].text));
    // A percentage of up to 1000 and two digits of minor unit still fit 64 bits with ease.
    band = {number(row[2], 1, 2'000'000'000, found), number(row[3], 1, 2'000'000'000, found)};
    if (band.most <= band.least)
      found.add(row[3].where, in_quotes(row[3].text), "more than " + std::to_string(band.least));
  }
  for (const country& one : out.countries) {
    for (std::size_t i = 0; i < one.salaries.size(); ++i) {
      if (one.salaries[i].most == 0)
        found.add(from.where(), "no band of " + one.code + " for " + out.levels[i].id,
                  "one for each country and level");
      else if (i > 0 && (one.salaries[i].least <= one.salaries[i - 1].least ||
                         one.salaries[i].most <= one.salaries[i - 1].most))
        found.add(from.where(),
                  "a band of " + one.code + " for " + out.levels[i].id +
                      " that is not above the one before",
                  "pay that rises with the level");
    }
  }
}

}  // namespace

std::vector<std::string> codes(const std::vector<country>& countries) {
  std::vector<std::string> out;
  for (const country& one : countries)
    out.push_back(one.code);
  return out;
}

shared_tables read_shared_tables(const std::filesystem::path& data, problems& found) {
  const std::filesystem::path folder = data / "shared";
  shared_tables out;
  read_countries(folder, out, found);
  read_industries(folder, out, found);
  read_levels(folder, out, found);
  read_educations(folder, out, found);
  read_salaries(folder, out, found);
  read_companies(folder, out, found);
  read_devices(folder, out, found);
  read_phones(folder, out, found);
  read_records(folder, out, found);
  return out;
}

}  // namespace veriload::personas::pack

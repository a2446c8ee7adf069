#include "core/personas/image/rows.hpp"
#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/locale_tables.hpp"

#include <array>
#include <optional>
#include <string>

namespace veriload::personas::pack {

namespace {

constexpr std::size_t least_given = 200;
constexpr std::size_t least_family = 500;
// Languages with few family names in all.
constexpr std::size_t least_family_of_few = 100;

/// The letters of user names. Latin names are their own romanisation, the others' is in `latin`.
std::string slug_of(const cell& name, const cell& latin, const locale_values& values,
                    problems& found) {
  const bool own = values.script == script::latin;
  if (own && !latin.empty())
    found.add(latin.where, in_quotes(latin.text), "no romanisation of a name in Latin letters");
  if (!own && (latin.text.empty() || latin.text[0] < 'A' || latin.text[0] > 'Z')) {
    found.add(latin.where, in_quotes(latin.text),
              "the name's romanisation, which starts with a capital letter");
    return {};
  }
  const cell& from = own ? name : latin;
  const std::optional<std::string> slug = text::slug(from.text, values.transliteration);
  if (!slug || slug->empty()) {
    found.add(from.where, in_quotes(from.text), "a name that has letters which become a to z");
    return {};
  }
  return *slug;
}

void check_floor(const table& from, std::size_t count, std::size_t least, std::string_view what,
                 problems& found) {
  if (count < least)
    found.add(from.where(), std::to_string(count) + ' ' + std::string(what),
              std::to_string(least) + " or more");
}

/// For every decade of adults there must be a choice, for women and for men.
void check_decades(const table& from, const std::vector<given_name>& names, problems& found) {
  constexpr std::size_t least = 30;
  constexpr int first_bit = 1;  // 1940
  constexpr int last_bit = 7;
  for (int bit = first_bit; bit <= last_bit; ++bit) {
    std::array<std::size_t, 2> counts{};
    for (const given_name& one : names)
      for (std::uint32_t gender = 0; gender < 2; ++gender)
        if (((one.decades >> bit) & 1) != 0 && (one.gender == gender || one.gender == 2))
          ++counts[gender];
    const std::string decade = std::to_string(image::first_decade + 10 * bit);
    check_floor(from, counts[0], least, "female given names of the decade " + decade, found);
    check_floor(from, counts[1], least, "male given names of the decade " + decade, found);
  }
}

void read_given(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("given.tsv"), source.name("given.tsv"),
                   {"name", "gender", "weight", "latin", "decades"}, found);
  occurs_once of_gender("the name", found);
  std::array<std::size_t, 3> counts{};
  for (const cells& row : from.rows()) {
    required(row[0], found);
    check_script(row[0], out.values.script, text_kind::name, found);
    given_name one{.name = std::string(row[0].text),
                   .latin = std::string(row[3].text),
                   .slug = slug_of(row[0], row[3], out.values, found),
                   .gender = one_of(row[1], {"f", "m", "x"}, found),
                   .weight = weight(row[2], found),
                   .decades = decades(row[4], found)};
    ++counts[one.gender];
    of_gender.add(row[0], one.name + ' ' + "fmx"[one.gender]);
    out.given.push_back(std::move(one));
  }
  check_floor(from, counts[0] + counts[2], least_given, "female given names", found);
  check_floor(from, counts[1] + counts[2], least_given, "male given names", found);
  check_decades(from, out.given, found);
}

void read_family(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("family.tsv"), source.name("family.tsv"),
                   {"name", "weight", "latin", "feminine"}, found);
  occurs_once once("the name", found);
  for (const cells& row : from.rows()) {
    once.add(row[0], required(row[0], found));
    check_script(row[0], out.values.script, text_kind::name, found);
    check_script(row[3], out.values.script, text_kind::name, found);
    if (row[3].text == row[0].text)
      found.add(row[3].where, in_quotes(row[3].text), "nothing where both forms are the same");
    out.family.push_back({.name = std::string(row[0].text),
                          .latin = std::string(row[2].text),
                          .slug = slug_of(row[0], row[2], out.values, found),
                          .feminine = std::string(row[3].text),
                          .weight = weight(row[1], found)});
  }
  const std::string language = source.code.substr(0, source.code.find('_'));
  const bool few = language == "zh" || language == "ko" || language == "vi";
  check_floor(from, out.family.size(), few ? least_family_of_few : least_family, "family names",
              found);
}

}  // namespace

void read_names(const locale_source& source, locale_tables& out, problems& found) {
  read_given(source, out, found);
  read_family(source, out, found);
}

}  // namespace veriload::personas::pack

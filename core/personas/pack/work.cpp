#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/locale_tables.hpp"

#include <array>

namespace veriload::personas::pack {

namespace {

constexpr std::size_t least_departments = 5;
constexpr std::size_t least_studies = 3;
constexpr std::size_t least_trades = 5;
constexpr std::size_t least_stems = 60;
// Titles of an industry, from junior to director.
constexpr std::array<std::size_t, 5> least_titles{1, 3, 2, 1, 1};

void check_count(const table& from, std::size_t count, std::size_t least, const std::string& what,
                 problems& found) {
  if (count < least)
    found.add(from.where(), std::to_string(count) + ' ' + what, std::to_string(least) + " or more");
}

std::size_t count_of(const std::vector<industry_word>& words, std::uint32_t industry) {
  std::size_t count = 0;
  for (const industry_word& one : words)
    if (one.industry == industry) ++count;
  return count;
}

void read_titles(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("title.tsv"), source.name("title.tsv"),
                   {"industry", "level", "title", "feminine", "education", "weight"}, found);
  const std::vector<std::string> industries = ids(source.shared.industries);
  const std::vector<std::string> levels = ids(source.shared.levels);
  occurs_once once("the industry's title", found);
  std::vector<std::array<std::size_t, 5>> counts(industries.size());
  for (const cells& row : from.rows()) {
    job_title one{.name = required(row[2], found),
                  .feminine = std::string(row[3].text),
                  .industry = one_of(row[0], industries, found),
                  .level = one_of(row[1], levels, found),
                  .education = one_of(row[4], ids(source.shared.educations), found),
                  .weight = weight(row[5], found)};
    check_script(row[2], out.values.script, text_kind::phrase, found);
    check_script(row[3], out.values.script, text_kind::phrase, found);
    if (!one.feminine.empty() && one.feminine == one.name)
      found.add(row[3].where, in_quotes(one.feminine), "nothing where both forms are the same");
    once.add(row[2], std::string(row[0].text) + ' ' + one.name);
    ++counts[one.industry][one.level];
    out.titles.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    for (std::size_t level = 0; level < levels.size(); ++level)
      check_count(from, counts[i][level], least_titles[level],
                  levels[level] + " titles of " + industries[i], found);
}

void read_words(const locale_source& source, const std::string& name, std::size_t least,
                std::vector<industry_word>& words, const locale_values& values, problems& found) {
  const table from(source.file(name), source.name(name), {"industry", "name"}, found);
  const std::vector<std::string> industries = ids(source.shared.industries);
  occurs_once once("the industry's word", found);
  for (const cells& row : from.rows()) {
    check_script(row[1], values.script, text_kind::phrase, found);
    once.add(row[1], std::string(row[0].text) + ' ' + required(row[1], found));
    words.push_back({std::string(row[1].text), {}, one_of(row[0], industries, found)});
  }
  for (std::uint32_t i = 0; i < industries.size(); ++i)
    check_count(from, count_of(words, i), least, "rows of " + industries[i], found);
}

/// Domains are made of the words' slugs, so none may be empty and no two may be equal.
std::string slug_of_word(const cells& row, const locale_values& values, problems& found) {
  const bool own = values.script == script::latin || row[3].empty();
  const cell& from = own ? row[2] : row[3];
  if (values.script == script::latin && !row[3].empty())
    found.add(row[3].where, in_quotes(row[3].text), "no romanisation of a word in Latin letters");
  const std::optional<std::string> slug = text::slug(from.text, values.transliteration);
  if (slug && !slug->empty()) return *slug;
  found.add(row[values.script == script::latin ? 2 : 3].where, in_quotes(from.text),
            values.script == script::latin ? "a word that has letters which become a to z"
                                           : "the word's romanisation");
  return {};
}

void read_company_words(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("company.tsv"), source.name("company.tsv"),
                   {"kind", "industry", "text", "latin"}, found);
  const std::vector<std::string> industries = ids(source.shared.industries);
  occurs_once stem_slug("a stem's slug", found);
  occurs_once trade_slug("a trade's slug", found);
  for (const cells& row : from.rows()) {
    required(row[2], found);
    check_script(row[2], out.values.script, text_kind::phrase, found);
    industry_word word{std::string(row[2].text), slug_of_word(row, out.values, found), 0xffffffffU};
    const bool is_stem = one_of(row[0], {"stem", "trade"}, found) == 0;
    (is_stem ? stem_slug : trade_slug).add(row[2], word.slug);
    if (is_stem) {
      if (!row[1].empty()) found.add(row[1].where, in_quotes(row[1].text), "no industry of a stem");
      out.stems.push_back(std::move(word));
    } else {
      word.industry = one_of(row[1], industries, found);
      out.trades.push_back(std::move(word));
    }
  }
  check_count(from, out.stems.size(), least_stems, "stems", found);
  for (std::uint32_t i = 0; i < industries.size(); ++i)
    check_count(from, count_of(out.trades, i), least_trades, "trades of " + industries[i], found);
}

void read_legal_forms(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("legal.tsv"), source.name("legal.tsv"), {"form", "weight"}, found);
  occurs_once once("the form", found);
  for (const cells& row : from.rows()) {
    once.add(row[0], std::string(row[0].text));
    check_template(row[0], {"{}"}, {}, found);
    out.legal_forms.push_back({std::string(row[0].text), weight(row[1], found)});
  }
  check_count(from, out.legal_forms.size(), 1, "legal forms", found);
}

}  // namespace

void read_work(const locale_source& source, locale_tables& out, problems& found) {
  const shared_tables& shared = source.shared;
  if (shared.industries.empty() || shared.levels.size() != least_titles.size() ||
      shared.educations.empty())
    return;
  read_titles(source, out, found);
  read_words(source, "department.tsv", least_departments, out.departments, out.values, found);
  read_words(source, "study.tsv", least_studies, out.studies, out.values, found);
  read_company_words(source, out, found);
  read_legal_forms(source, out, found);
}

}  // namespace veriload::personas::pack

#include "core/personas/pack/layout.hpp"

#include "core/personas/image/rows.hpp"

#include <algorithm>
#include <numeric>

namespace veriload::personas::pack {

namespace format = image::format;

namespace {

std::uint32_t size_of(std::size_t count) { return static_cast<std::uint32_t>(count); }

/// Sorted by what `key` gives, equal ones in the order of the file.
template <class Row, class Key>
std::vector<Row> sorted(std::vector<Row> rows, Key key) {
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Row& a, const Row& b) { return key(a) < key(b); });
  return rows;
}

/// The neighbours for which `belongs` holds.
template <class Row, class Test>
format::range neighbours(const std::vector<Row>& rows, Test belongs) {
  const auto first = std::find_if(rows.begin(), rows.end(), belongs);
  const auto end = std::find_if_not(first, rows.end(), belongs);
  return {size_of(static_cast<std::size_t>(first - rows.begin())),
          size_of(static_cast<std::size_t>(end - first))};
}

template <class Row, class Weight>
format::alias choice(const std::vector<Row>& rows, format::range among, Weight weight,
                     image_writer& to) {
  std::vector<std::uint32_t> weights;
  for (std::uint32_t i = among.first; i < among.first + among.count; ++i)
    weights.push_back(weight(rows[i]));
  return to.choice(weights, among.first);
}

template <class Row>
std::uint32_t own_weight(const Row& row) {
  return row.weight;
}

/// How wide each row is: its weight, or a share of what an image has room for.
template <class Row>
std::vector<std::uint32_t> edges_of(const std::vector<Row>& rows) {
  std::uint64_t total = 0;
  for (const Row& row : rows)
    total += row.weight;
  const bool fits = total <= format::most_name_width;
  const std::uint64_t room = format::most_name_width - rows.size();
  std::vector<std::uint32_t> edges{0};
  for (const Row& row : rows) {
    const std::uint64_t width = fits ? row.weight : 1 + row.weight * room / total;
    edges.push_back(edges.back() + static_cast<std::uint32_t>(width));
  }
  return edges;
}

/// `rows` must be sorted by slug.
template <class Row>
format::groups write_groups(const std::vector<Row>& rows, image_writer& to) {
  std::vector<format::text> slugs;
  std::vector<std::uint32_t> first_rows;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].slug == rows[i - 1].slug) continue;
    slugs.push_back(to.text(rows[i].slug));
    first_rows.push_back(i);
  }
  first_rows.push_back(size_of(rows.size()));
  return {to.records(slugs), to.records(first_rows), to.records(edges_of(rows))};
}

void write_names(const locale_tables& from, image_writer& to, format::locale& out) {
  const auto given = sorted(from.given, [](const given_name& row) { return row.slug; });
  std::vector<format::given> given_rows;
  for (const given_name& row : given)
    given_rows.push_back({to.text(row.name), to.text(row.latin), row.weight, row.decades,
                          static_cast<std::uint16_t>(row.gender)});
  out.given_rows = to.records(given_rows);
  out.given_groups = write_groups(given, to);
  const auto family = sorted(from.family, [](const family_name& row) { return row.slug; });
  std::vector<format::family> family_rows;
  for (const family_name& row : family)
    family_rows.push_back(
        {to.text(row.name), to.text(row.feminine), to.text(row.latin), row.weight});
  out.family_rows = to.records(family_rows);
  out.family_groups = write_groups(family, to);
}

/// The country's blocks by policy, then region; a block whose region the locale lacks is left out.
std::vector<format::phone> phones_of(const locale_tables& from, const shared_tables& shared,
                                     image_writer& to) {
  std::vector<format::phone> rows;
  for (const phone_block& block : shared.phones) {
    if (block.country != from.values.country) continue;
    std::uint32_t number = image::whole_country;
    for (std::uint32_t i = 0; i < from.regions.size(); ++i)
      if (from.regions[i].code == block.region) number = i;
    if (number == image::whole_country && !block.region.empty()) continue;
    rows.push_back({to.text(block.prefix),
                    to.text(block.national),
                    number,
                    block.policy,
                    block.digits,
                    block.count,
                    {static_cast<std::uint32_t>(block.first),
                     static_cast<std::uint32_t>(block.first >> 32U)}});
  }
  return sorted(std::move(rows),
                [](const format::phone& row) { return std::pair(row.policy, row.region); });
}

format::alias phone_choice(const std::vector<format::phone>& rows, std::uint32_t policy,
                           std::uint32_t number, image_writer& to) {
  const format::range among = neighbours(
      rows, [&](const format::phone& row) { return row.policy == policy && row.region == number; });
  return choice(
      rows, among, [](const format::phone& row) { return row.count; }, to);
}

void write_places(const locale_tables& from, const shared_tables& shared, image_writer& to,
                  format::locale& out) {
  const auto cities = sorted(from.cities, [](const city& row) { return row.region; });
  std::vector<format::city> city_rows;
  std::vector<format::text> postals;
  for (const city& row : cities) {
    city_rows.push_back({to.text(row.name),
                         to.text(row.zone),
                         row.region,
                         row.weight,
                         row.latitude_e4,
                         row.longitude_e4,
                         {size_of(postals.size()), size_of(row.postal.size())}});
    for (const std::string& pattern : row.postal)
      postals.push_back(to.text(pattern));
  }
  const std::vector<format::phone> phones = phones_of(from, shared, to);
  std::vector<format::region> regions;
  for (std::uint32_t i = 0; i < from.regions.size(); ++i) {
    const format::range inside =
        neighbours(cities, [&](const city& row) { return row.region == i; });
    regions.push_back({to.text(from.regions[i].code),
                       to.text(from.regions[i].name),
                       inside,
                       choice(cities, inside, own_weight<city>, to),
                       {phone_choice(phones, 0, i, to), phone_choice(phones, 1, i, to)}});
  }
  std::vector<format::street> streets;
  for (const weighted_text& row : from.streets)
    streets.push_back({to.text(row.text), row.weight});
  out.regions = to.records(regions);
  out.cities = to.records(city_rows);
  out.postals = to.records(postals);
  out.streets = to.records(streets);
  out.phones = to.records(phones);
  out.city_choice = to.choice(weights_of(cities), 0);
  out.street_choice = to.choice(weights_of(from.streets), 0);
  out.phone_choice = {phone_choice(phones, 0, image::whole_country, to),
                      phone_choice(phones, 1, image::whole_country, to)};
}

std::vector<industry_word> by_industry(const std::vector<industry_word>& words) {
  return sorted(words, [](const industry_word& row) { return row.industry; });
}

format::slice write_words(const std::vector<industry_word>& words, image_writer& to) {
  std::vector<format::word> rows;
  for (const industry_word& word : words)
    rows.push_back({to.text(word.name), to.text(word.slug), word.industry});
  return to.records(rows);
}

void write_work(const locale_tables& from, const shared_tables& shared, image_writer& to,
                format::locale& out) {
  const auto titles =
      sorted(from.titles, [](const job_title& row) { return std::pair(row.industry, row.level); });
  const auto departments = by_industry(from.departments);
  const auto studies = by_industry(from.studies);
  const auto trades = by_industry(from.trades);
  std::vector<format::title> title_rows;
  for (const job_title& row : titles)
    title_rows.push_back({to.text(row.name), to.text(row.feminine), row.industry, row.level,
                          row.education, row.weight});
  std::vector<format::local_industry> industries;
  std::vector<format::alias> level_titles;
  const auto alike = [](const industry_word&) { return 1U; };
  for (std::uint32_t i = 0; i < shared.industries.size(); ++i) {
    const auto belongs = [&](const auto& row) { return row.industry == i; };
    format::local_industry one{.titles = neighbours(titles, belongs),
                               .departments = neighbours(departments, belongs),
                               .studies = neighbours(studies, belongs),
                               .trades = neighbours(trades, belongs),
                               .title_choice = {},
                               .department_choice = {},
                               .study_choice = {},
                               .trade_choice = {}};
    one.title_choice = choice(titles, one.titles, own_weight<job_title>, to);
    one.department_choice = choice(departments, one.departments, alike, to);
    one.study_choice = choice(studies, one.studies, alike, to);
    one.trade_choice = choice(trades, one.trades, alike, to);
    industries.push_back(one);
    for (std::uint32_t level = 0; level < shared.levels.size(); ++level)
      level_titles.push_back(choice(
          titles,
          neighbours(titles,
                     [&](const job_title& row) { return row.industry == i && row.level == level; }),
          own_weight<job_title>, to));
  }
  std::vector<format::legal_form> forms;
  for (const weighted_text& row : from.legal_forms)
    forms.push_back({to.text(row.text), row.weight});
  out.titles = to.records(title_rows);
  out.departments = write_words(departments, to);
  out.studies = write_words(studies, to);
  out.stems = write_words(from.stems, to);
  out.trades = write_words(trades, to);
  out.legal_forms = to.records(forms);
  out.industries = to.records(industries);
  out.level_titles = to.records(level_titles);
  out.stem_choice = to.choice(std::vector<std::uint32_t>(from.stems.size(), 1), 0);
  out.legal_form_choice = to.choice(weights_of(from.legal_forms), 0);
}

format::country write_country(const country& from, image_writer& to) {
  std::vector<format::salary> salaries;
  for (const salary_band& band : from.salaries)
    salaries.push_back({band.least, band.most});
  return {to.text(from.code),     to.text(from.calling_code),
          to.text(from.currency), to.text(from.postal_letters),
          from.exponent,          to.records(salaries),
          from.tax_percent,       from.per_100_dollars};
}

void write_values(const locale_values& from, image_writer& to, format::locale& out) {
  out.language = to.text(from.language);
  out.script = to.text(from.script_code);
  out.country_name = to.text(from.country_name);
  out.accept_language = to.text(from.accept_language);
  out.name_separator = to.text(from.name_separator);
  out.street_line = to.text(from.street_line);
  out.unit_line = to.text(from.unit_line);
  out.company_pattern = to.text(from.company_pattern);
  for (std::size_t i = 0; i < from.honorific.size(); ++i)
    out.honorific[i] = to.text(from.honorific[i]);
  out.family_first = from.family_first ? 1 : 0;
  out.transliteration = static_cast<std::uint32_t>(from.transliteration);
  out.number_max = from.number_max;
  std::vector<format::text> bios;
  for (const std::string& bio : from.bios)
    bios.push_back(to.text(bio));
  out.bios = to.records(bios);
}

}  // namespace

format::locale write_locale(const locale_tables& from, const shared_tables& shared,
                            image_writer& to) {
  format::locale out{};
  out.code = to.text(from.code);
  out.country = write_country(shared.countries[from.values.country], to);
  write_values(from.values, to, out);
  write_names(from, to, out);
  write_places(from, shared, to, out);
  write_work(from, shared, to, out);
  return out;
}

}  // namespace veriload::personas::pack

#include "image_checks.hpp"

#include "core/personas/image/format.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <set>
#include <string>

namespace veriload::personas {

namespace {

/// Every weight of a choice comes out exactly, and nothing else does.
void check_choice(const image::alias_view& choice,
                  const std::function<std::uint64_t(std::uint32_t)>& weight) {
  std::uint64_t total = 0;
  bool exact = true;
  for (std::uint32_t i = choice.first(); i < choice.first() + choice.size(); ++i) {
    total += weight(i);
    exact = exact && choice.exact_share(i) == weight(i) * choice.size();
  }
  BOOST_TEST(exact);
  BOOST_TEST(total == choice.total());
}

void check_range(const image::alias_view& choice, const image::range& range) {
  BOOST_TEST(choice.first() == range.first);
  BOOST_TEST(choice.size() == range.count);
}

void check_groups(const image::name_groups& groups, std::uint32_t rows) {
  BOOST_TEST(groups.total() <= image::format::most_name_width);
  std::uint32_t next_row = 0;
  std::uint32_t next_edge = 0;
  std::string last;
  bool whole = true;
  for (std::uint32_t group = 0; group < groups.size(); ++group) {
    const std::string slug(groups.slug(group));
    const image::range of_group = groups.rows(group);
    whole = whole && slug > last &&
            slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    whole = whole && of_group.first == next_row && of_group.count > 0;
    whole = whole && groups.edge(group) == next_edge && groups.find(slug) == group;
    last = slug;
    next_row += of_group.count;
    next_edge += groups.width(group);
  }
  for (std::uint32_t row = 0; row < rows; ++row)
    whole = whole && groups.row_edge(row) < groups.row_edge(row + 1);
  BOOST_TEST(whole);
  BOOST_TEST(next_row == rows);
  BOOST_TEST(next_edge == groups.total());
  BOOST_TEST((groups.find("") == std::nullopt));
  BOOST_TEST((groups.find("zzzzzzzz") == std::nullopt));
}

void check_places(const image::locale_view& locale) {
  std::uint32_t next_city = 0;
  std::uint32_t next_postal = 0;
  for (std::uint32_t i = 0; i < locale.regions(); ++i) {
    const image::region_row region = locale.region(i);
    BOOST_TEST(region.cities.first == next_city);
    BOOST_TEST(region.cities.count > 0);
    check_range(locale.city_choice(i), region.cities);
    check_choice(locale.city_choice(i),
                 [&](std::uint32_t city) { return locale.city(city).weight; });
    BOOST_TEST((locale.find_region(region.code) == i));
    BOOST_TEST((locale.find_region(region.name) == i));
    for (std::uint32_t city = next_city; city < next_city + region.cities.count; ++city) {
      const image::city_row row = locale.city(city);
      BOOST_TEST(row.region == i);
      BOOST_TEST(row.postal.first == next_postal);
      BOOST_TEST(!locale.postal(next_postal).empty());
      BOOST_TEST((locale.find_city(row.name, i) == city));
      next_postal += row.postal.count;
    }
    next_city += region.cities.count;
  }
  BOOST_TEST(next_city == locale.cities());
  check_choice(locale.city_choice(), [&](std::uint32_t city) { return locale.city(city).weight; });
  BOOST_TEST((locale.find_city("Nowhere", image::whole_country) == std::nullopt));
}

void check_phones(const image::locale_view& locale) {
  std::uint32_t seen = 0;
  for (const auto policy : {image::phone_policy::reserved, image::phone_policy::unassignable}) {
    for (std::uint32_t region = 0; region <= locale.regions(); ++region) {
      const std::uint32_t asked = region == locale.regions() ? image::whole_country : region;
      const image::alias_view choice = locale.phone_choice(policy, asked);
      check_choice(choice, [&](std::uint32_t i) { return locale.phone(i).count; });
      for (std::uint32_t i = choice.first(); i < choice.first() + choice.size(); ++i, ++seen) {
        BOOST_TEST(locale.phone(i).region == asked);
        BOOST_TEST((locale.phone(i).policy == policy));
      }
    }
  }
  BOOST_TEST(seen == locale.phones());
}

void check_work(const image::tables& tables, const image::locale_view& locale) {
  for (std::uint32_t i = 0; i < tables.industries(); ++i) {
    check_range(locale.title_choice(i), locale.titles_of(i));
    check_range(locale.department_choice(i), locale.departments_of(i));
    check_range(locale.study_choice(i), locale.studies_of(i));
    check_range(locale.trade_choice(i), locale.trades_of(i));
    check_choice(locale.title_choice(i), [&](std::uint32_t n) { return locale.title(n).weight; });
    check_choice(locale.department_choice(i), [](std::uint32_t) { return 1U; });
    check_choice(locale.study_choice(i), [](std::uint32_t) { return 1U; });
    check_choice(locale.trade_choice(i), [](std::uint32_t) { return 1U; });
    std::uint32_t titles = 0;
    for (std::uint32_t level = 0; level < tables.levels(); ++level) {
      const image::alias_view choice = locale.title_choice(i, level);
      BOOST_TEST(!choice.empty());
      check_choice(choice, [&](std::uint32_t n) { return locale.title(n).weight; });
      const image::title_row row = locale.title(choice.pick(0x9e3779b97f4a7c15U));
      BOOST_TEST(row.industry == i);
      BOOST_TEST(row.level == level);
      titles += choice.size();
    }
    BOOST_TEST(titles == locale.titles_of(i).count);
    for (std::uint32_t n = 0; n < locale.trades_of(i).count; ++n)
      BOOST_TEST(locale.trade(locale.trades_of(i).first + n).industry == i);
  }
  std::set<std::string_view> slugs;
  for (std::uint32_t i = 0; i < locale.stems(); ++i)
    slugs.insert(locale.stem(i).slug);
  BOOST_TEST(slugs.size() == locale.stems());
  check_choice(locale.stem_choice(), [](std::uint32_t) { return 1U; });
}

}  // namespace

void check_locale(const image::tables& tables, const image::locale_view& locale) {
  BOOST_TEST_CONTEXT(locale.code()) {
    check_groups(locale.given_groups(), locale.given_names());
    check_groups(locale.family_groups(), locale.family_names());
    for (std::uint32_t row = 0; row < locale.given_names(); ++row)
      BOOST_TEST(locale.given(row).decades != 0);
    check_places(locale);
    check_phones(locale);
    check_work(tables, locale);
    for (std::uint32_t level = 0; level < tables.levels(); ++level)
      BOOST_TEST(locale.salary(level).least < locale.salary(level).most);
    for (std::uint32_t bio = 0; bio < locale.bios(); ++bio)
      BOOST_TEST(locale.bio(bio).find("{name}") != std::string_view::npos);
    for (std::uint32_t i = 0; i < locale.departments(); ++i)
      BOOST_TEST(!locale.department(i).empty());
    for (std::uint32_t i = 0; i < locale.studies(); ++i)
      BOOST_TEST(!locale.study(i).empty());
    for (std::uint32_t i = 0; i < locale.streets(); ++i)
      BOOST_TEST(!locale.street(i).empty());
    BOOST_TEST(locale.street_choice().size() == locale.streets());
    BOOST_TEST(locale.legal_form_choice().size() == locale.legal_forms());
  }
}

void check_image(const image::tables& tables) {
  BOOST_TEST(tables.intact());
  check_choice(tables.industry_choice(),
               [&](std::uint32_t i) { return tables.industry(i).weight; });
  check_choice(tables.level_choice(), [&](std::uint32_t i) { return tables.level(i).weight; });
  check_choice(tables.education_choice(),
               [&](std::uint32_t i) { return tables.education(i).weight; });
  check_choice(tables.band_choice(), [&](std::uint32_t i) { return tables.band(i).weight; });
  check_choice(tables.device_choice(), [&](std::uint32_t i) { return tables.device(i).weight; });
  std::uint32_t fundings = 0;
  for (std::uint32_t band = 0; band < tables.bands(); ++band) {
    check_range(tables.funding_choice(band), tables.band(band).funding);
    check_choice(tables.funding_choice(band),
                 [&](std::uint32_t i) { return tables.funding(i).weight; });
    for (std::uint32_t i = 0; i < tables.band(band).funding.count; ++i, ++fundings)
      BOOST_TEST(tables.funding(fundings).band == band);
  }
  BOOST_TEST(fundings == tables.fundings());
  std::string last;
  for (std::uint32_t i = 0; i < tables.locales(); ++i) {
    BOOST_TEST(tables.locale(i).code() > last);
    last = tables.locale(i).code();
    BOOST_TEST((tables.find_locale(last).has_value()));
    check_locale(tables, tables.locale(i));
  }
  BOOST_TEST((!tables.find_locale("zz_ZZ").has_value()));
}

}  // namespace veriload::personas

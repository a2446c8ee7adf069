// Chance looks like chance: shares of weighted draws, independence of fields, neighbours and seeds.
// All seeds are fixed, so a test that passes always passes.
#include "core/personas/engine_source.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace veriload::personas {

using test::pool_of;

namespace {

// Wilson and Hilferty: how many standard deviations a chi-squared value is from its mean.
double deviations(double chi2, double degrees) {
  const double spread = 2 / (9 * degrees);
  return (std::cbrt(chi2 / degrees) - (1 - spread)) / std::sqrt(spread);
}

struct goodness {
  double chi2 = 0;
  double degrees = -1;

  void add(double found, double expected) {
    chi2 += (found - expected) * (found - expected) / expected;
    ++degrees;
  }
};

// Rare cells count together, as the test wants at least five expected in each.
goodness fit(const std::vector<std::uint64_t>& counts, const std::vector<double>& shares,
             double draws) {
  goodness made;
  double rare_found = 0, rare_expected = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = shares[i] * draws;
    if (expected < 5) {
      rare_found += static_cast<double>(counts[i]);
      rare_expected += expected;
    } else {
      made.add(static_cast<double>(counts[i]), expected);
    }
  }
  if (rare_expected >= 5) made.add(rare_found, rare_expected);
  return made;
}

// 4.9 standard deviations: p about 10^-6 on either side.
constexpr double beyond_chance = 4.9;

void check_alias(const image::alias_view& choice, purpose why, std::uint64_t draws) {
  const draw_source source(42, 1);
  std::vector<std::uint64_t> counts(choice.size(), 0);
  std::vector<double> shares;
  for (std::uint32_t i = 0; i < choice.size(); ++i) {
    shares.push_back(static_cast<double>(choice.exact_share(choice.first() + i)) /
                     static_cast<double>(choice.size()) / choice.total());
  }
  for (std::uint64_t i = 0; i < draws; ++i)
    ++counts[choice.pick(source.bits(i, why)) - choice.first()];
  const goodness found = fit(counts, shares, static_cast<double>(draws));
  BOOST_TEST(std::abs(deviations(found.chi2, found.degrees)) < beyond_chance,
             found.chi2 << " on " << found.degrees);
}

// Of a cross table: chi-squared against independence.
double independence(const engine_source& source, const char* first, const char* second,
                    std::uint64_t personas) {
  std::map<std::string, std::map<std::string, double>> table;
  std::map<std::string, double> columns;
  const field_id fields[] = {source.required_field(first), source.required_field(second)};
  std::string texts[2];
  for (std::uint64_t i = 0; i < personas; ++i) {
    source.values(i, fields, texts);
    ++table[texts[0]][texts[1]];
    ++columns[texts[1]];
  }
  double chi2 = 0;
  for (auto& [row, cells] : table) {
    double sum = 0;
    for (const auto& [column, n] : cells)
      sum += n;
    for (const auto& [column, n] : columns) {
      const double expected = sum * n / static_cast<double>(personas);
      const double found = cells[column];
      chi2 += (found - expected) * (found - expected) / expected;
    }
  }
  const double degrees = static_cast<double>((table.size() - 1) * (columns.size() - 1));
  return deviations(chi2, degrees);
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sx += x[i];
    sy += y[i];
    sxx += x[i] * x[i];
    syy += y[i] * y[i];
    sxy += x[i] * y[i];
  }
  return (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(weighted_draws_have_their_weights) {
  constexpr std::uint64_t draws = 2'000'000;
  const image::tables& tables = image::instance();
  check_alias(tables.device_choice(), purpose::device, draws);
  check_alias(tables.band_choice(), purpose::company_band, draws);
  for (const char* code : {"en_US", "de_DE", "ja_JP"}) {
    const image::locale_view locale = tables.find_locale(code).value();
    check_alias(locale.city_choice(), purpose::city, draws);
    check_alias(locale.street_choice(), purpose::street, draws);
    check_alias(locale.title_choice(0), purpose::title, draws);
  }
}

BOOST_AUTO_TEST_CASE(fields_that_have_nothing_to_do_with_each_other_are_independent) {
  const engine_source source(pool_of(1'000'000, 42, {"en_US", "de_DE"}));
  for (const auto& [first, second] :
       {std::pair{"person.gender", "company.industry"}, std::pair{"locale", "network.device"},
        std::pair{"person.gender", "network.browser"}, std::pair{"locale", "person.gender"}}) {
    const double found = independence(source, first, second, 60'000);
    // Names and companies are drawn without replacement: fits that are too good are expected.
    BOOST_TEST(found < beyond_chance, first << " and " << second << ": " << found);
  }
}

BOOST_AUTO_TEST_CASE(neighbours_purposes_and_seeds_do_not_follow_each_other) {
  constexpr std::size_t n = 100'000;
  const double most = 4 / std::sqrt(static_cast<double>(n));
  const draw_source one(1, 1), next(2, 1);
  std::vector<double> at, beside, other_purpose, other_seed, low_bits;
  for (std::uint64_t i = 0; i < n; ++i) {
    at.push_back(static_cast<double>(one.bits(i, purpose::city) >> 11));
    beside.push_back(static_cast<double>(one.bits(i + 1, purpose::city) >> 11));
    other_purpose.push_back(static_cast<double>(one.bits(i, purpose::postal) >> 11));
    other_seed.push_back(static_cast<double>(next.bits(i, purpose::city) >> 11));
    low_bits.push_back(static_cast<double>(one.bits(i, purpose::city) & 0xffff));
  }
  BOOST_TEST(std::abs(correlation(at, beside)) < most);
  BOOST_TEST(std::abs(correlation(at, other_purpose)) < most);
  BOOST_TEST(std::abs(correlation(at, other_seed)) < most);
  BOOST_TEST(std::abs(correlation(at, low_bits)) < most);

  const engine_source source(pool_of(1'000'000));
  const field_id age = source.required_field("person.age");
  std::vector<double> ages;
  std::string text;
  for (std::uint64_t i = 0; i <= 50'000; ++i) {
    source.value(i, age, text);
    ages.push_back(std::stod(text));
  }
  std::vector<double> first(ages.begin(), ages.end() - 1), second(ages.begin() + 1, ages.end());
  BOOST_TEST(std::abs(correlation(first, second)) < 4 / std::sqrt(50'000.0));
}

// A run of fifty thousand out of a million has the names of the whole pool.
BOOST_AUTO_TEST_CASE(a_prefix_of_the_pool_is_a_fair_sample_of_its_names) {
  const engine_source source(pool_of(1'000'000));
  const image::name_groups groups = image::instance().find_locale("en_US").value().given_groups();
  std::vector<std::uint64_t> counts(groups.size(), 0);
  std::vector<double> shares;
  for (std::uint32_t g = 0; g < groups.size(); ++g)
    shares.push_back(static_cast<double>(groups.width(g)) / groups.total());
  constexpr std::uint64_t n = 50'000;
  for (std::uint64_t i = 0; i < n; ++i)
    ++counts[source.basis(i).names.given_group];
  const goodness found = fit(counts, shares, static_cast<double>(n));
  BOOST_TEST(std::abs(deviations(found.chi2, found.degrees)) < beyond_chance,
             found.chi2 << " on " << found.degrees);
}

BOOST_AUTO_TEST_CASE(every_day_of_the_year_can_be_a_birthday) {
  const engine_source source(pool_of(1'000'000));
  const field_id birthdate = source.required_field("person.birthdate");
  std::map<std::string, int> days;
  std::string text;
  for (std::uint64_t i = 0; i < 60'000; ++i) {
    source.value(i, birthdate, text);
    ++days[text.substr(5)];
  }
  BOOST_TEST(days.size() == 366u);
  BOOST_TEST(days["02-29"] > 20);  // a quarter of another day's 164
  BOOST_TEST(days["02-29"] < 75);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

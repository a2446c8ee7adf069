#include "core/personas/rules/rule_book.hpp"

#include "tests/unit/personas/rules/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <map>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

namespace veriload::personas {

using test::judge;
using test::pool_of;

namespace {

// Ten times as many when the test runs by itself: see tests/personas.
std::uint64_t personas_of_a_locale() {
  const char* const told = std::getenv("VERILOAD_PERSONAS_OF_A_LOCALE");
  if (told != nullptr) return std::strtoull(told, nullptr, 10);
  return SANITIZED ? 300 : 10'000;
}

// The first few violations of a pool, and how many there are.
struct verdict {
  std::uint64_t violations = 0;
  std::string examples;
};

verdict verdict_on(const config::data_plan& plan, std::uint64_t personas) {
  const judge court(plan);
  verdict made;
  std::map<std::string, int> told;
  for (std::uint64_t i = 0; i < std::min(personas, court.source.count()); ++i) {
    for (const rules::violation& one : court.violations(court.values(i))) {
      ++made.violations;
      if (++told[std::string(one.rule) + test::path_of(one.which)] > 2) continue;
      made.examples += "persona " + std::to_string(i) + ": " + test::text_of(one) + "\n";
    }
  }
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_book)

BOOST_AUTO_TEST_CASE(personas_of_every_locale_keep_every_rule) {
  const std::vector<std::string> locales = test::all_locales();
  BOOST_TEST(locales.size() >= 15u);
  for (const std::string& locale : locales) {
    const verdict found =
        verdict_on(pool_of(1'000'000, 42, {locale.c_str()}), personas_of_a_locale());
    BOOST_TEST(found.violations == 0u, locale << ":\n" << found.examples);
  }
}

BOOST_AUTO_TEST_CASE(small_pools_and_other_seeds_keep_every_rule) {
  for (const std::string& locale : test::all_locales()) {
    for (std::int64_t seed = 1; seed <= 20; ++seed) {
      const verdict found = verdict_on(pool_of(40, seed, {locale.c_str()}), 40);
      BOOST_TEST(found.violations == 0u, locale << ":\n" << found.examples);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_setting_keeps_every_rule) {
  for (const config::phone_policy phones :
       {config::phone_policy::reserved, config::phone_policy::unassignable,
        config::phone_policy::none}) {
    for (const char* date : {"2010-01-01", "2024-02-29", "2031-12-31", "2049-12-31"}) {
      auto plan = pool_of(10'000, 5, {"de_DE", "en_US", "ja_JP", "pl_PL"});
      plan.phones = phones;
      plan.reference_date = date;
      plan.email_domain = "load.acme.test";
      const verdict found = verdict_on(plan, SANITIZED ? 100 : 1000);
      BOOST_TEST(found.violations == 0u, date << ":\n" << found.examples);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_locale_that_is_not_of_the_pool_is_a_violation) {
  const judge court(pool_of(10, 1, {"de_DE"}));
  auto values = court.values(0);
  test::at(values, field::locale) = "en_US";
  const auto found = court.violations(values);
  BOOST_TEST_REQUIRE(found.size() == 1u);
  BOOST_TEST(test::text_of(found) ==
             "R1 locale is 5 characters, the first is \"e\", expected a locale of data.locales\n");
}

// Bands of pay overlap, but no level earns less than the one below it, in any country.
BOOST_AUTO_TEST_CASE(pay_rises_with_the_level_in_every_country) {
  const image::tables& tables = image::instance();
  for (std::uint32_t l = 0; l < tables.locales(); ++l) {
    for (std::uint32_t level = 1; level < tables.levels(); ++level) {
      const image::salary_row below = tables.locale(l).salary(level - 1);
      const image::salary_row above = tables.locale(l).salary(level);
      BOOST_TEST((below.least < above.least && below.most < above.most),
                 tables.locale(l).code() << " " << tables.level(level).id);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_titles_of_the_rules_are_in_order) {
  const auto titles = rules::rule_titles();
  BOOST_TEST_REQUIRE(titles.size() == 21u);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    BOOST_TEST(titles[i].id == "R" + std::to_string(i + 1));
    BOOST_TEST(!titles[i].title.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

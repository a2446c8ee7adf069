#include "tests/unit/personas/rules/mutations.hpp"

#include "tests/unit/personas/rules/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace veriload::personas {

using test::at;
using test::judge;
using test::mutation;
using test::mutations;
using test::pool_of;

namespace {

using values = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(mutation_of_rules)

BOOST_AUTO_TEST_CASE(every_broken_rule_is_found_and_nothing_in_the_unbroken) {
  const judge court(pool_of(100'000, 9, {"de_DE", "en_US", "ja_JP", "pl_PL", "es_ES"}));
  constexpr std::uint64_t personas = 40;
  std::set<std::string> broken_rules;
  for (const mutation& one : mutations()) {
    int broken = 0;
    for (std::uint64_t i = 0; i < personas; ++i) {
      values who = court.values(i);
      BOOST_TEST_REQUIRE(court.violations(who).empty());
      const values before = who;
      one.break_it(who);
      if (who == before) continue;
      ++broken;
      const auto found = court.violations(who);
      const bool named = std::ranges::any_of(found, [&](const rules::violation& v) {
        return v.rule == one.rule && v.which == one.broken;
      });
      BOOST_TEST(named, one.rule << ", " << one.what << ": " << at(who, one.broken)
                                 << " of persona " << i << ", found:\n"
                                 << test::text_of(found));
      if (!named) break;
    }
    BOOST_TEST(broken > 0, one.rule << ", " << one.what << ": changed nothing");
    broken_rules.insert(one.rule);
  }
  // R17 and R21 are those of many personas.
  for (int number = 1; number <= 20; ++number) {
    if (number == 17) continue;
    BOOST_TEST(broken_rules.contains("R" + std::to_string(number)), "R" << number);
  }
}

// Every field is held by some rule, or has no rule to hold it.
BOOST_AUTO_TEST_CASE(a_change_of_any_field_is_found) {
  const judge court(pool_of(1000, 9, {"de_DE"}));
  const std::set<field> free{field::persona_id, field::index, field::external_id,
                             field::company_id};
  for (std::size_t i = 0; i < static_cast<std::size_t>(field::count); ++i) {
    const auto which = static_cast<field>(i);
    values who = court.values(7);
    at(who, which) += "~";
    const bool found = !court.violations(who).empty();
    BOOST_TEST(found == (!free.contains(which) || which == field::company_id),
               test::path_of(which));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

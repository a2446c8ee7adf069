#include "core/personas/rules/pool_rules.hpp"

#include "tests/unit/personas/rules/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::personas {

using rules::company_members;
using rules::unique_values;
using test::at;
using test::judge;
using test::pool_of;

namespace {

unique_values::outcome count_of(const std::vector<std::string>& texts) {
  unique_values counted;
  for (std::size_t i = 0; i < texts.size(); ++i)
    counted.add(i, texts[i]);
  return counted.count([&](std::uint64_t i, std::string& out) { out = texts[i]; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pool_rules)

BOOST_AUTO_TEST_CASE(companies_of_a_pool_have_employees_for_their_members) {
  for (const std::string& locale : test::all_locales()) {
    const judge court(pool_of(2000, 42, {locale.c_str()}));
    company_members members;
    for (std::uint64_t i = 0; i < 2000; ++i)
      members.add(i, court.values(i));
    BOOST_TEST(members.violations(true).empty(), locale);
    BOOST_TEST(members.companies() > 100u);
  }
}

BOOST_AUTO_TEST_CASE(a_company_with_more_members_than_employees_is_found) {
  const judge court(pool_of(2000));
  company_members members;
  auto one = court.values(3), other = court.values(4);
  for (auto* values : {&one, &other}) {
    at(*values, field::company_id) = "same";
    at(*values, field::company_employee_count) = "1";
  }
  company_members apart = members;
  members.add(3, one);
  BOOST_TEST(members.violations(true).empty());
  members.add(3, one);
  const auto found = members.violations(true);
  BOOST_TEST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].index == 3u);
  BOOST_TEST(test::text_of(found[0].what) ==
             "R17 company.employee_count is 1, expected at least the 2 members of company "
             "\"same\"");
  BOOST_TEST(members.violations(false)[0].what.expected.find("same") == std::string::npos);

  // Counted apart and merged, the same.
  apart.add(3, one);
  apart.merge(apart);
  BOOST_TEST(apart.violations(true).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_company_that_its_members_tell_differently_is_found) {
  const judge court(pool_of(2000));
  auto one = court.values(3), other = one;
  at(other, field::company_name) += "x";
  company_members members, apart;
  members.add(3, one);
  members.add(3, one);
  at(one, field::job_title) = "another";
  members.add(4, one);
  apart.add(9, other);
  members.merge(apart);
  const auto found = members.violations(true);
  BOOST_TEST_REQUIRE(!found.empty());
  BOOST_TEST(found.back().index == 9u);
  BOOST_TEST((found.back().what.which == field::company_id));
}

BOOST_AUTO_TEST_CASE(duplicates_are_counted_and_shown) {
  BOOST_TEST(count_of({}).different == 0u);
  BOOST_TEST(count_of({"a", "b", "c"}).duplicates == 0u);
  const auto found = count_of({"a", "b", "a", "c", "b", "a"});
  BOOST_TEST(found.different == 3u);
  BOOST_TEST(found.duplicates == 3u);
  BOOST_TEST(found.first < found.second);
}

// Two texts with the same 64 bits cannot be had; the same texts given back for other indices can.
BOOST_AUTO_TEST_CASE(a_collision_of_hashes_is_no_duplicate) {
  unique_values counted;
  counted.add(0, "a");
  counted.add(1, "a");
  const auto found =
      counted.count([](std::uint64_t i, std::string& out) { out = std::to_string(i); });
  BOOST_TEST(found.different == 2u);
  BOOST_TEST(found.duplicates == 0u);
}

BOOST_AUTO_TEST_CASE(hashes_tell_texts_apart) {
  std::vector<std::string> texts;
  for (int i = 0; i < 50'000; ++i)
    texts.push_back("lena.weber" + std::to_string(i));
  for (const char* near : {"", "a", "aa", "aaaaaaaa", "aaaaaaaaa"})
    texts.emplace_back(near);
  texts.emplace_back("a\0", 2);
  std::vector<std::uint64_t> hashes;
  for (const std::string& text : texts)
    hashes.push_back(rules::hash_of(text));
  std::ranges::sort(hashes);
  BOOST_TEST(std::ranges::unique(hashes).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

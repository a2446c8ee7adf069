#include "core/personas/fields/calendar.hpp"

#include <boost/test/unit_test.hpp>

namespace veriload::personas {

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(dates_are_read_and_written) {
  for (const char* date : {"1988-03-21", "2000-02-29", "1946-01-01", "2049-12-31"}) {
    std::string text;
    append_day(parse_day(date).value(), text);
    BOOST_TEST(text == date);
  }
  for (const char* wrong :
       {"1900-02-29", "2001-13-01", "2001-00-01", "2001-01-32", "2001-1-01", "20010101",
        "2001/01/01", "-001-01-01", "2001-01-0x", "2001-01-01 ", "+200-01-01", ""}) {
    BOOST_TEST(!parse_day(wrong).has_value(), wrong);
  }
}

BOOST_AUTO_TEST_CASE(ages_change_on_the_birthday) {
  const day birth = parse_day("1990-06-15").value();
  BOOST_TEST(age_at(birth, parse_day("2020-06-14").value()) == 29);
  BOOST_TEST(age_at(birth, parse_day("2020-06-15").value()) == 30);
  const day leap = parse_day("2000-02-29").value();
  BOOST_TEST(age_at(leap, parse_day("2018-02-28").value()) == 17);
  BOOST_TEST(age_at(leap, parse_day("2018-03-01").value()) == 18);
}

// For every reference day around a leap day and every age: the two ends have the age, the days
// beside them do not.
BOOST_AUTO_TEST_CASE(the_birthdays_of_an_age_are_exactly_those) {
  for (day at = parse_day("2024-02-25").value(); at < parse_day("2025-03-05").value();
       at += std::chrono::days(1)) {
    for (const int age : {0, 1, 17, 18, 20, 24, 80}) {
      const day first = earliest_birth(age, at), last = latest_birth(age, at);
      BOOST_TEST_REQUIRE(age_at(first, at) == age);
      BOOST_TEST_REQUIRE(age_at(last, at) == age);
      BOOST_TEST_REQUIRE(age_at(first - std::chrono::days(1), at) == age + 1);
      if (age > 0) BOOST_TEST_REQUIRE(age_at(last + std::chrono::days(1), at) == age - 1);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

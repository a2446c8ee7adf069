#include "plugins/http/http_date.hpp"

#include "tests/unit/http/random_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

namespace {
constexpr wall_seconds example = 784111777;  // 1994-11-06 08:49:37, the date of RFC 9110
}

BOOST_AUTO_TEST_CASE(the_three_forms_of_http_are_one_instant) {
  for (const char* form : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    BOOST_TEST_CONTEXT(form) {
      BOOST_REQUIRE(parse_date(form).has_value());
      BOOST_TEST(*parse_date(form) == example);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_browsers_forgive_is_forgiven) {
  for (const char* form :
       {"sun, 06 november 1994 8:49:37", "1994 Nov 6 08:49:37", "6-NOV-1994;08:49:37",
        "08:49:37+ 06nd 1994 Nov +0200", "Sun, 06 Nov 1994 08:49:37 GMT; junk 11 12"}) {
    BOOST_TEST_CONTEXT(form) {
      BOOST_REQUIRE(parse_date(form).has_value());
      BOOST_TEST(*parse_date(form) == example);
    }
  }
}

BOOST_AUTO_TEST_CASE(years_of_two_digits_lie_between_1970_and_2069) {
  BOOST_TEST(*parse_date("1 Jan 70 00:00:00") == 0);
  BOOST_TEST(*parse_date("1 Jan 69 00:00:00") == *parse_date("1 Jan 2069 00:00:00"));
  BOOST_TEST(*parse_date("1 Jan 1601 00:00:00") == -11644473600);
}

BOOST_AUTO_TEST_CASE(leap_days_exist_in_leap_years_only) {
  BOOST_TEST(*parse_date("29 Feb 2024 00:00:00") == 1709164800);
  BOOST_TEST(!parse_date("29 Feb 2023 00:00:00"));
  BOOST_TEST(!parse_date("29 Feb 1900 00:00:00"));
  BOOST_TEST(parse_date("29 Feb 2000 00:00:00").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_none) {
  for (const char* text :
       {"", "0", "-1", "Sun, 06 Nov 1994", "06 Nov 1994 24:00:00", "06 Nov 1994 08:60:37",
        "06 Nov 1994 08:49:60", "32 Jan 1994 00:00:00", "0 Jan 1994 00:00:00",
        "06 Nov 1600 08:49:37", "06 Nov 19944 08:49:37", "06 Nox 1994 08:49:37", "06 Nov 08:49:37",
        "008 Nov 1994 08:49:037", "1994-11-06T08:49:37Z"}) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(!parse_date(text)); }
  }
  BOOST_TEST(!parse_date(std::string(129, ' ')));
}

BOOST_AUTO_TEST_CASE(random_text_gives_a_date_in_range_or_none) {
  constexpr std::uint64_t seed = 6265;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{"06", "Nov", "1994", "94", "08:49:37", " ", "-", ",", ":"};
  int dates = 0;
  for (int i = 0; i < 200'000 && time.left(); ++i) {
    const auto date = parse_date(dice.text_of(words, 14));
    if (!date) continue;
    ++dates;
    BOOST_REQUIRE(*date >= -11644473600);
    BOOST_REQUIRE(*date < 253402300800);
  }
  BOOST_TEST(dates > 0);
}

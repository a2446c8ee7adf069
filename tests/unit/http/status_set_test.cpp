#include "plugins/http/status_set.hpp"

#include <boost/test/unit_test.hpp>

using veriload::http_plugin::status_set;

BOOST_AUTO_TEST_CASE(everything_from_400_fails_unless_told_otherwise) {
  const status_set s = status_set::from_400();
  BOOST_TEST(!s.has(100));
  BOOST_TEST(!s.has(399));
  BOOST_TEST(s.has(400));
  BOOST_TEST(s.has(599));
  BOOST_TEST(s.has(999));
  BOOST_TEST(!s.has(5000));
}

BOOST_AUTO_TEST_CASE(codes_and_ranges_are_added_and_taken_out) {
  status_set s;
  BOOST_TEST(s.add("404"));
  BOOST_TEST(s.add("500-599"));
  BOOST_TEST(s.has(404));
  BOOST_TEST(!s.has(405));
  BOOST_TEST(s.has(500));
  BOOST_TEST(s.has(599));
  BOOST_TEST(!s.has(600));
  status_set some;
  BOOST_TEST(some.add("503-504"));
  s.remove(some);
  BOOST_TEST(s.has(502));
  BOOST_TEST(!s.has(503));
  BOOST_TEST(!s.has(504));
  BOOST_TEST(s.has(505));
}

BOOST_AUTO_TEST_CASE(words_that_are_no_code_add_nothing) {
  for (const char* wrong :
       {"", "40", "4000", "099", "4x4", "500-", "-500", "599-500", "400 - 500"}) {
    status_set s;
    BOOST_TEST(!s.add(wrong), wrong);
    for (std::uint32_t code = 0; code < 1024; ++code)
      BOOST_REQUIRE(!s.has(code));
  }
}

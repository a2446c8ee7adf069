#include "plugins/http/cache_control.hpp"

#include "tests/unit/http/header_list.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;
using test::header_list;

namespace {

constexpr wall_seconds now = 784111777;  // the date below

freshness judge(const header_list& headers, int status = 200, wall_seconds sent = now,
                wall_seconds received = now) {
  return judge_freshness(status, headers, sent, received);
}

}  // namespace

BOOST_AUTO_TEST_CASE(directives_are_read_from_all_fields) {
  const auto all = read_directives(header_list{"Cache-Control: private, MAX-AGE=\"60\"",
                                               "cache-control: x=\"a, no-store\", no-cache=\"b\""});
  BOOST_TEST(*all.max_age == 60);
  BOOST_TEST(all.no_cache);
  BOOST_TEST(!all.no_store);
  BOOST_TEST(read_directives(header_list{"Cache-Control: No-Store"}).no_store);
  BOOST_TEST(!read_directives(header_list{"Cache-Control: s-maxage=9"}).max_age);
}

BOOST_AUTO_TEST_CASE(wrong_and_huge_ages_are_bounded) {
  BOOST_TEST(*read_directives(header_list{"cache-control: max-age=-1"}).max_age == 0);
  BOOST_TEST(*read_directives(header_list{"cache-control: max-age"}).max_age == 0);
  BOOST_TEST(*read_directives(header_list{"cache-control: max-age=5, max-age=9"}).max_age == 5);
  BOOST_TEST(*read_directives(header_list{"cache-control: max-age=99999999999999999999"}).max_age ==
             2147483648);
}

BOOST_AUTO_TEST_CASE(pragma_counts_without_cache_control_only) {
  BOOST_TEST(read_directives(header_list{"Pragma: No-Cache"}).no_cache);
  BOOST_TEST(
      !read_directives(header_list{"Pragma: no-cache", "Cache-Control: max-age=1"}).no_cache);
}

BOOST_AUTO_TEST_CASE(max_age_goes_before_expires_and_expires_before_a_guess) {
  const char* const date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
  const char* const expires = "Expires: Sun, 06 Nov 1994 08:50:37 GMT";
  const char* const modified = "Last-Modified: Sat, 05 Nov 1994 08:49:37 GMT";
  BOOST_TEST(judge({date, expires, modified, "Cache-Control: max-age=5"}).lifetime == 5);
  BOOST_TEST(judge({date, expires, modified}).lifetime == 60);
  BOOST_TEST(judge({date, expires, modified}).is_explicit);
  BOOST_TEST(judge({date, modified}).lifetime == 8640);
  BOOST_TEST(!judge({date, modified}).is_explicit);
  BOOST_TEST(judge({date, modified}, 302).lifetime == 0);
  BOOST_TEST(judge({date}).lifetime == 0);
  BOOST_TEST(judge({date, "Expires: 0", modified}).lifetime == 0);
  BOOST_TEST(judge({"Expires: Sat, 05 Nov 1994 08:49:37 GMT"}).lifetime == 0);
}

BOOST_AUTO_TEST_CASE(the_age_on_arrival_is_the_larger_of_two_readings) {
  BOOST_TEST(judge({"Age: 7"}, 200, now, now + 3).initial_age == 10);
  BOOST_TEST(judge({"Date: Sun, 06 Nov 1994 08:49:37 GMT"}, 200, now + 20, now + 20).initial_age ==
             20);
  BOOST_TEST(judge({"Date: Sun, 06 Nov 1994 08:49:37 GMT"}, 200, now - 90, now - 90).initial_age ==
             0);
}

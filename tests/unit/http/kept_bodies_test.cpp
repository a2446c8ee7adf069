#include "plugins/http/kept_bodies.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

BOOST_AUTO_TEST_CASE(equal_bodies_are_one_and_the_last_share_frees_it) {
  kept_bodies bodies;
  const std::string content(1000, 'x');
  kept_bodies::ref a = bodies.keep(content);
  {
    const kept_bodies::ref b = bodies.keep(std::string(content));
    const kept_bodies::ref other = bodies.keep("y");
    BOOST_TEST((a.bytes().data() == b.bytes().data()));
    BOOST_TEST(bodies.count() == 2);
    BOOST_TEST(bodies.total_bytes() == 1001);
    const kept_bodies::ref copy = b;  // NOLINT(performance-unnecessary-copy-initialization)
    a = kept_bodies::ref();
    BOOST_TEST(copy.bytes() == content);
  }
  BOOST_TEST(bodies.count() == 0);
  BOOST_TEST(bodies.total_bytes() == 0);
}

BOOST_AUTO_TEST_CASE(an_empty_share_is_an_empty_body) {
  kept_bodies bodies;
  const kept_bodies::ref none, empty = bodies.keep("");
  BOOST_TEST(!none);
  BOOST_TEST(none.bytes().empty());
  BOOST_TEST(static_cast<bool>(empty));
  BOOST_TEST(empty.bytes().empty());
}

#include "core/base/nearest.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using veriload::base::nearest;

namespace {
constexpr std::array<std::string_view, 4> keys{"users", "spawn_rate", "base_url", "threads"};
}

BOOST_AUTO_TEST_CASE(a_slip_of_each_kind_is_recognised) {
  BOOST_TEST(nearest("user", keys) == "users");             // left out
  BOOST_TEST(nearest("userss", keys) == "users");           // one too many
  BOOST_TEST(nearest("uzers", keys) == "users");            // another letter
  BOOST_TEST(nearest("sapwn_rate", keys) == "spawn_rate");  // two swapped
  BOOST_TEST(nearest("Base_URL", keys) == "base_url");      // another case
}

BOOST_AUTO_TEST_CASE(another_word_is_not_a_slip) {
  BOOST_TEST(nearest("timeout", keys).empty());
  BOOST_TEST(nearest("x", keys).empty());
  BOOST_TEST(nearest("", keys).empty());
  BOOST_TEST(nearest("users", {}).empty());
}

BOOST_AUTO_TEST_CASE(the_closest_of_several_wins) {
  constexpr std::array<std::string_view, 2> both{"min_users", "max_users"};
  BOOST_TEST(nearest("max_user", both) == "max_users");
}

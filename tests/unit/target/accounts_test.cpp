#include "examples/target/accounts.hpp"

#include <boost/test/unit_test.hpp>

using namespace target;

BOOST_AUTO_TEST_CASE(the_oldest_user_goes_when_there_are_too_many) {
  accounts users(2);
  for (const auto* email : {"a@x", "b@x", "c@x"})
    BOOST_TEST(users.add(email, "", "{}").has_value());
  BOOST_TEST(users.size() == 2);
  BOOST_TEST(!users.log_in("a@x", "").has_value());
  BOOST_TEST(users.log_in("c@x", "").has_value());
}

BOOST_AUTO_TEST_CASE(the_oldest_token_goes_when_there_are_too_many) {
  accounts users(2);
  users.add("a@x", "", "{}");
  const auto first = *users.log_in("a@x", "");
  const auto second = *users.log_in("a@x", "");
  const auto third = *users.log_in("a@x", "");
  BOOST_TEST(!users.owner_of(first).has_value());
  BOOST_TEST(users.owner_of(second)->email == "a@x");
  BOOST_TEST(users.owner_of(third)->email == "a@x");
}

BOOST_AUTO_TEST_CASE(the_token_of_a_removed_user_is_worth_nothing) {
  accounts users(2);
  users.add("a@x", "", "{}");
  const auto token = *users.log_in("a@x", "");
  BOOST_TEST(users.remove("a@x"));
  BOOST_TEST(!users.remove("a@x"));
  BOOST_TEST(!users.owner_of(token).has_value());
  BOOST_TEST(users.add("a@x", "", "{}").has_value());
  BOOST_TEST(!users.owner_of(token).has_value());
}

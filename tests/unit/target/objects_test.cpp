#include "examples/target/objects.hpp"

#include <boost/test/unit_test.hpp>

using namespace target;

BOOST_AUTO_TEST_CASE(the_oldest_object_goes_when_there_are_too_many) {
  objects things(2);
  for (int i = 0; i < 3; ++i)
    things.add("u-1", "{}");
  BOOST_TEST(things.count("u-1") == 2);
  BOOST_TEST((things.find("o-1", "u-1").why == refusal::unknown));
  BOOST_TEST((things.find("o-2", "u-1").why == refusal::none));
}

BOOST_AUTO_TEST_CASE(only_the_owner_finds_an_object) {
  objects things(2);
  things.add("u-1", R"({"a":1})");
  BOOST_TEST((things.find("o-1", "u-2").why == refusal::foreign));
  BOOST_TEST(!things.find("o-1", "u-2").found.has_value());
  BOOST_TEST(things.find("o-1", "u-1").found->fields == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(an_id_of_another_form_is_unknown) {
  objects things(2);
  things.add("u-1", "{}");
  for (const auto* id : {"", "1", "o-", "o-x", "o-1x", "u-1", "o-99999999999999999999999"}) {
    BOOST_TEST((things.find(id, "u-1").why == refusal::unknown), id);
  }
}

BOOST_AUTO_TEST_CASE(all_objects_of_an_owner_can_be_removed_at_once) {
  objects things(10);
  things.add("u-1", "{}");
  things.add("u-2", "{}");
  things.add("u-1", "{}");
  BOOST_TEST(things.remove_all("u-1") == 2);
  BOOST_TEST(things.remove_all("u-1") == 0);
  BOOST_TEST(things.count("u-2") == 1);
}

#include "core/personas/records/record_kind.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;

BOOST_AUTO_TEST_CASE(kinds_are_found_by_their_names) {
  for (std::size_t i = 0; i < record_kinds().size(); ++i)
    BOOST_TEST(static_cast<std::size_t>(record_kind_at(record_kinds()[i]).value()) == i);
  for (const char* wrong : {"", "Order", "orders", "persona"})
    BOOST_TEST(!record_kind_at(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(a_word_that_is_no_kind_is_refused_with_the_nearest) {
  BOOST_TEST(unknown_record_kind("oder") ==
             "personas have no record \"oder\", did you mean \"order\"?");
  BOOST_TEST(unknown_record_kind("spaceship") ==
             "personas have no record \"spaceship\", known are order, transaction, ticket, review");
}

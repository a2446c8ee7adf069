#include "core/aggregation/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace veriload::aggregation;

BOOST_AUTO_TEST_CASE(every_error_class_has_its_own_name) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < error_class_count; ++i) {
    names.insert(name_of(static_cast<error_class>(i)));
  }
  BOOST_TEST(names.size() == error_class_count);
  BOOST_TEST(name_of(error_class::timeout) == "timeout");
  BOOST_TEST(name_of(error_class::other) == "other");
}

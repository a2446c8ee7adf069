#include "examples/target/request_counts.hpp"

#include <boost/test/unit_test.hpp>

using namespace target;

BOOST_AUTO_TEST_CASE(counts_of_all_threads_are_added_up) {
  request_counts counts(2);
  counts.add(0, "/a");
  counts.add(1, "/a");
  counts.add(1, "/b");
  const auto totals = counts.totals();
  BOOST_TEST(totals.at("/a") == 2);
  BOOST_TEST(totals.at("/b") == 1);
}

BOOST_AUTO_TEST_CASE(too_many_paths_are_counted_together) {
  request_counts counts(1);
  for (int i = 0; i < 1500; ++i)
    counts.add(0, "/objects/" + std::to_string(i));
  BOOST_TEST(counts.totals().size() == 1001);
  BOOST_TEST(counts.totals().at("other") == 500);
}

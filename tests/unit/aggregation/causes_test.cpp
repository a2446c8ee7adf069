#include "core/aggregation/causes.hpp"

#include "core/aggregation/bounded_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::aggregation;

BOOST_AUTO_TEST_CASE(errors_are_counted_by_endpoint_class_and_code_with_the_first_text) {
  error_causes errors;
  errors.add(1, error_class::status, 503, "first");
  errors.add(1, error_class::status, 503, "second");
  errors.add(1, error_class::status, 500, "third");
  errors.add(2, error_class::status, 503, "fourth");
  errors.add(1, error_class::timeout, 0, "fifth");
  BOOST_TEST(errors.kept().size() == 4);
  BOOST_TEST(errors.kept()[0].count == 2);
  BOOST_TEST(errors.kept()[0].example == "first");
  BOOST_TEST(errors.kept()[2].endpoint == 2);
  BOOST_TEST(errors.other() == 0);
}

BOOST_AUTO_TEST_CASE(errors_past_the_bound_are_only_counted_and_known_ones_go_on) {
  error_causes errors;
  for (int code = 0; code < 150; ++code)
    errors.add(0, error_class::other, code, "x");
  errors.add(0, error_class::other, 7, "x");
  BOOST_TEST(errors.kept().size() == most_causes);
  BOOST_TEST(errors.other() == 50);
  BOOST_TEST(errors.kept()[7].count == 2);
}

BOOST_AUTO_TEST_CASE(texts_are_cut) {
  error_causes errors;
  errors.add(0, error_class::other, 0, std::string(5'000, 'e'));
  BOOST_TEST(errors.kept()[0].example.size() == longest_error_text);
  task_causes tasks;
  tasks.add(std::string(5'000, 't'), std::string(5'000, 'm'));
  tasks.add(std::string(5'000, 't'), std::string(5'000, 'm'));
  BOOST_TEST(tasks.kept().size() == 1);
  BOOST_TEST(tasks.kept()[0].where.size() == longest_error_text);
  BOOST_TEST(tasks.kept()[0].message.size() == longest_error_text);
}

BOOST_AUTO_TEST_CASE(task_failures_are_counted_by_place_and_message) {
  task_causes tasks;
  tasks.add("browse", "no token");
  tasks.add("on_start", "no token");
  tasks.add("browse", "no token");
  BOOST_TEST(tasks.kept().size() == 2);
  BOOST_TEST(tasks.kept()[0].count == 2);
  for (int i = 0; i < 120; ++i)
    tasks.add("browse", std::to_string(i));
  BOOST_TEST(tasks.kept().size() == most_causes);
  BOOST_TEST(tasks.other() == 22);
}

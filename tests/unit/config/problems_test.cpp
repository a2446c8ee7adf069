#include "core/config/problems.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using veriload::base::place;
using veriload::config::problem_list;

BOOST_AUTO_TEST_CASE(no_problem_raises_nothing) {
  const problem_list none;
  BOOST_TEST(none.empty());
  BOOST_CHECK_NO_THROW(none.raise());
}

BOOST_AUTO_TEST_CASE(problems_come_in_the_order_of_the_file_then_overrides_as_given) {
  problem_list problems;
  problems.add({"--set b=1", 0, 0}, "first override");
  problems.add({"f", 3, 1}, "third line");
  problems.add({"--set a=1", 0, 0}, "second override");
  problems.add({"f", 1, 9}, "end of first line");
  problems.add({"f", 1, 2}, "begin of first line");
  BOOST_CHECK_EXCEPTION(problems.raise(), veriload::setup_error, [](const auto& e) {
    return e.what() == std::string(
                           "f:1:2: begin of first line\nf:1:9: end of first line\n"
                           "f:3:1: third line\n--set b=1: first override\n"
                           "--set a=1: second override") &&
           e.code() == veriload::exit_code::usage;
  });
}

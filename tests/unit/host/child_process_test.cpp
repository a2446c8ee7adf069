#include "core/host/child_process.hpp"

#include <boost/test/unit_test.hpp>

using veriload::host::run_child;

BOOST_AUTO_TEST_SUITE(child_process_suite)

BOOST_AUTO_TEST_CASE(captures_output_larger_than_a_pipe) {
  const auto ended = run_child(
      {"sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo 123456789; i=$((i+1)); done"}, true);
  BOOST_REQUIRE(ended.has_value());
  BOOST_TEST(ended->exit_code == 0);
  BOOST_TEST(ended->output.size() == 200'000U);
}

BOOST_AUTO_TEST_CASE(tells_the_programs_own_code_and_the_signal_that_killed_it) {
  BOOST_TEST(run_child({"sh", "-c", "exit 3"}, true)->exit_code == 3);
  BOOST_TEST(run_child({"sh", "-c", "exit 3"}, false)->exit_code == 3);
  BOOST_TEST(run_child({"sh", "-c", "kill -9 $$"}, true)->exit_code == 128 + 9);
}

BOOST_AUTO_TEST_CASE(a_silent_child_says_all_to_its_caller) {
  const auto ended =
      veriload::host::run_child_silently({"sh", "-c", "echo out; echo err >&2; exit 4"});
  BOOST_REQUIRE(ended.has_value());
  BOOST_TEST(ended->exit_code == 4);
  BOOST_TEST(ended->output == "out\nerr\n");
}

BOOST_AUTO_TEST_CASE(arguments_reach_the_program_without_a_shell_in_between) {
  BOOST_TEST(run_child({"printf", "%s|%s", "a b", "$HOME; *"}, true)->output == "a b|$HOME; *");
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_no_result) {
  BOOST_TEST(!run_child({"veriload-no-such-program"}, true).has_value());
  BOOST_TEST(!run_child({"/proc/self/no/such"}, false).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

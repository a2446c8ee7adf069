#include "core/cli/plugin_folders.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::cli;

BOOST_AUTO_TEST_SUITE(plugin_folders_suite)

BOOST_AUTO_TEST_CASE(named_folders_are_taken_as_they_are_and_in_order) {
  const auto folders = plugin_folders({"b", "/no/such"});
  BOOST_REQUIRE(folders.size() == 2U);
  BOOST_TEST(folders[0] == "b");
  BOOST_TEST(folders[1] == "/no/such");
}

BOOST_AUTO_TEST_CASE(without_names_it_is_the_folder_beside_the_program) {
  const auto folders = plugin_folders({});
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  BOOST_REQUIRE(folders.size() == 1U);
  BOOST_TEST(folders[0] == program.parent_path().parent_path() / "plugins");
}

BOOST_AUTO_TEST_SUITE_END()

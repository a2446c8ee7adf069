#include "core/host/plugin_registry.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <algorithm>

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

void add(const temporary_folder& folder, const std::string& name, const std::string& as) {
  std::filesystem::copy_file(bad_plugin(name), folder / as);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plugin_registry_suite)

BOOST_AUTO_TEST_CASE(starts_in_the_order_of_names_and_ends_the_other_way_round) {
  const temporary_folder folder;
  add(folder, "good", "b.so");
  add(folder, "second_good", "a.so");
  folder.file("readme.txt", "not looked at");
  loaded_plugins host;
  host.registry.scan(folder.path());
  host.registry.require_no_refusals();
  host.registry.start_all();
  BOOST_TEST(host.registry.all<vl_scenario_v1>(VL_COMP_SCENARIO).size() == 2U);
  BOOST_TEST(host.registry.protocol_names().empty());
  host.registry.end_all();
  BOOST_TEST(host.registry.all<vl_scenario_v1>(VL_COMP_SCENARIO).empty());
  const std::vector<std::string> expected{
      "info dev.veriload.test.second: init\n", "info dev.veriload.test.good: init\n",
      "info dev.veriload.test.good: fini\n", "info dev.veriload.test.second: fini\n"};
  BOOST_TEST(host.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_two_with_one_id_the_first_stays_and_the_second_is_told_who_has_it) {
  const temporary_folder folder;
  add(folder, "good", "a.so");
  add(folder, "same_id", "b.so");
  loaded_plugins host;
  host.registry.scan(folder.path());
  BOOST_TEST(host.registry.plugins().size() == 1U);
  BOOST_REQUIRE(host.registry.refusals().size() == 1U);
  const auto& why = host.registry.refusals()[0];
  BOOST_TEST(why.file == folder / "b.so");
  BOOST_TEST(why.field == "id");
  BOOST_TEST(why.expected.find((folder / "a.so").string()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_whole_folder_of_faults_leaves_only_what_can_run) {
  loaded_plugins host;
  host.registry.scan(bad_plugins());
  std::vector<std::string> ids;
  for (const auto& p : host.registry.plugins())
    ids.emplace_back(p->id());
  std::ranges::sort(ids);
  const std::vector<std::string> expected{"dev.veriload.test.failing", "dev.veriload.test.good",
                                          "dev.veriload.test.null_component",
                                          "dev.veriload.test.second"};
  BOOST_TEST(ids == expected, boost::test_tools::per_element());
  BOOST_TEST(host.registry.refusals().size() == 13U);
  BOOST_CHECK_EXCEPTION(host.registry.require_no_refusals(), setup_error, [](const setup_error& e) {
    const std::string_view text = e.what();
    return e.code() == exit_code::plugin && std::ranges::count(text, '\n') == 12;
  });
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_said_with_the_option_that_names_it) {
  const temporary_folder folder;
  loaded_plugins host;
  BOOST_CHECK_EXCEPTION(host.registry.scan(folder / "none"), setup_error, [](const setup_error& e) {
    return e.code() == exit_code::plugin &&
           std::string_view(e.what()).find("No such file or directory") != std::string_view::npos &&
           std::string_view(e.what()).find("--plugin-dir") != std::string_view::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_single_file_is_loaded_or_thrown_about_without_a_trace) {
  loaded_plugins host;
  BOOST_TEST(host.registry.load(bad_plugin("good")).id() == "dev.veriload.test.good");
  BOOST_CHECK_THROW(host.registry.load(bad_plugin("no_note")), setup_error);
  BOOST_CHECK_THROW(host.registry.load(bad_plugin("same_id")), setup_error);
  BOOST_TEST(host.registry.refusals().empty());
  BOOST_TEST(host.registry.plugins().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_did_start_before_one_failed_can_still_be_ended) {
  loaded_plugins host;
  host.registry.load(bad_plugin("good"));
  host.registry.load(bad_plugin("failing_init"));
  BOOST_CHECK_THROW(host.registry.start_all(), setup_error);
  host.registry.end_all();
  BOOST_TEST(host.lines.size() == 2U);
  BOOST_TEST(host.lines.back() == "info dev.veriload.test.good: fini\n");
}

BOOST_AUTO_TEST_SUITE_END()

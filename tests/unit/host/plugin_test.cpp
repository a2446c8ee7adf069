#include "core/host/plugin.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/host/loaded_plugins.hpp"

#include <cstring>

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

std::unique_ptr<plugin> taken(loaded_plugins& host, const std::string& name) {
  auto loaded = plugin::load(bad_plugin(name), host.services, host.context);
  if (const auto* why = std::get_if<refusal>(&loaded)) BOOST_FAIL(why->text());
  return std::move(std::get<std::unique_ptr<plugin>>(loaded));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plugin_suite)

BOOST_AUTO_TEST_CASE(a_good_plugin_is_started_asked_and_ended_once) {
  loaded_plugins host;
  const auto p = taken(host, "good");
  BOOST_TEST(p->id() == "dev.veriload.test.good");
  BOOST_TEST(p->provides().size() == 1U);
  BOOST_TEST(p->component<vl_scenario_v1>(VL_COMP_SCENARIO) == nullptr);
  p->start();
  p->start();
  BOOST_TEST(p->component<vl_scenario_v1>(VL_COMP_SCENARIO) != nullptr);
  BOOST_TEST(p->component<vl_scenario_v1>(VL_COMP_PROTOCOL) == nullptr);
  p->end();
  p->end();
  const std::vector<std::string> expected{"info dev.veriload.test.good: init\n",
                                          "info dev.veriload.test.good: fini\n"};
  BOOST_TEST(host.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_plugin_is_the_host_that_it_sees) {
  loaded_plugins host;
  const auto p = taken(host, "good");
  const vl_host* seen = p.get();
  BOOST_TEST(&plugin::of(seen) == p.get());
  BOOST_TEST(seen->struct_size == sizeof(vl_host));
  BOOST_TEST(seen->abi_major == VL_ABI_MAJOR);
  BOOST_TEST(text_of(seen->version) == "1.2.3");
  BOOST_TEST(seen->service(seen, VL_SVC_LOG) == static_cast<const void*>(&log_service));
  BOOST_TEST(seen->service(seen, "veriload.log/2") == nullptr);
  BOOST_TEST(seen->service(seen, nullptr) == nullptr);
}

BOOST_AUTO_TEST_CASE(each_fault_is_refused_under_its_own_name) {
  loaded_plugins host;
  const auto says = [&](const char* name, const char* field, const char* found) {
    const auto why = refusal_of(host, name);
    BOOST_TEST(why.field == field, name << ": " << why.text());
    BOOST_TEST(why.found.find(found) != std::string::npos, name << ": " << why.text());
    BOOST_TEST(why.file == bad_plugin(name));
  };
  says("no_note", "note .note.veriload", "missing");
  says("no_entry", "entry symbol", "missing");
  says("later_entry", "entry symbol", "veriload_plugin_v3");
  says("null_descriptor", "descriptor", "null");
  says("short_descriptor", "struct_size", "16");
  says("lying_note", "ABI of the descriptor", "1.0 built with minor 7");
  says("bad_id", "id", "\"Not An Id\"");
  says("null_function", "init, component or fini", "null");
  says("unknown_need", "needed service", "veriload.teleport/1");
  says("unresolved", "loading", "undefined_everywhere");
  BOOST_TEST(host.lines.empty());  // nothing of them was started
}

BOOST_AUTO_TEST_CASE(a_refusal_says_file_field_found_and_expected) {
  loaded_plugins host;
  BOOST_TEST(refusal_of(host, "bad_id").text() ==
             bad_plugin("bad_id").string() +
                 ": id is \"Not An Id\", expected 1 to 100 characters of a-z 0-9 . - _");
}

BOOST_AUTO_TEST_CASE(a_failing_init_is_told_in_the_plugins_words_even_without_an_end) {
  loaded_plugins host;
  const auto p = taken(host, "failing_init");
  BOOST_CHECK_EXCEPTION(p->start(), setup_error, [](const setup_error& e) {
    const std::string text = e.what();
    return e.code() == exit_code::plugin &&
           text.find("plugin dev.veriload.test.failing could not start: no licence found xxx") !=
               std::string::npos;
  });
  p->end();
  BOOST_TEST(host.lines.empty());  // what did not start is not ended
}

BOOST_AUTO_TEST_CASE(an_announced_component_that_is_null_stops_the_start_and_fini_still_comes) {
  loaded_plugins host;
  const auto p = taken(host, "null_component");
  BOOST_CHECK_EXCEPTION(p->start(), setup_error, [](const setup_error& e) {
    return std::string(e.what()).find("veriload.scenario/1 (announced, but null)") !=
           std::string::npos;
  });
  p->end();
  BOOST_TEST(host.lines.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

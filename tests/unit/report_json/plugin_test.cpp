#include "core/host/plugin_registry.hpp"

#include "tests/unit/host/loaded_plugins.hpp"

using namespace veriload;

BOOST_AUTO_TEST_SUITE(plugin_suite)

BOOST_AUTO_TEST_CASE(the_plugin_is_a_reporter_called_json_that_writes_a_result) {
  test::loaded_plugins host;
  host.registry.load(REPORT_JSON);
  host.registry.start_all();
  const auto reporters = host.registry.all<vl_reporter_v1>(VL_COMP_REPORTER);
  BOOST_REQUIRE(reporters.size() == 1U);
  const auto& [owner, table] = reporters[0];
  BOOST_TEST(std::string(table->name) == "json");
  BOOST_TEST(table->struct_size == sizeof(vl_reporter_v1));

  base::node result = base::node::map();
  result.add("schema_version", base::node::integer(1));
  std::string text;
  const vl_sink sink{&text, [](void* to, vl_cbuf bytes) noexcept {
                       static_cast<std::string*>(to)->append(static_cast<const char*>(bytes.ptr),
                                                             bytes.len);
                       return vl_status{VL_OK};
                     }};
  vl_error error{};
  error.struct_size = sizeof error;
  BOOST_TEST(table->finish(owner->self(), reinterpret_cast<const vl_node*>(&result), &sink,
                           &error) == VL_OK);
  BOOST_TEST(text == "{\n  \"schema_version\": 1\n}\n");

  const vl_sink closed{nullptr, [](void*, vl_cbuf) noexcept { return vl_status{VL_E_CLOSED}; }};
  BOOST_TEST(table->finish(owner->self(), reinterpret_cast<const vl_node*>(&result), &closed,
                           &error) == VL_E_CLOSED);
  BOOST_TEST(owner->component<void>(VL_COMP_PROTOCOL) == nullptr);
  host.registry.end_all();
}

BOOST_AUTO_TEST_SUITE_END()

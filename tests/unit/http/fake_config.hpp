// The configuration trees of veriload::testing under the names of the plugin's tests. Flow: used by
// settings and plugin tests.
#pragma once

#include <veriload/testing/fake_node.hpp>

namespace veriload::http_plugin::test {

using testing::fake_node;

inline const vl_config_v1& fake_config_table() { return fake_node::table(); }

}  // namespace veriload::http_plugin::test

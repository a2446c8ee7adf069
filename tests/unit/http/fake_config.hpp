// The configuration trees of veriload::testing under the names of the plugin's tests. Flow: used by
// settings and plugin tests.
#pragma once

#include <veriload/testing/fake_node.hpp>

namespace veriload::http_plugin::test {

using testing::fake_node;

/// The folder is /config, whatever host asks: these tests make their hosts themselves.
inline const vl_config_v1& fake_config_table() {
  static const vl_config_v1 table = [] {
    vl_config_v1 made = fake_node::table();
    made.folder = [](const vl_host*, vl_str* out) noexcept { *out = vl_str{"/config", 7}; };
    return made;
  }();
  return table;
}

}  // namespace veriload::http_plugin::test

// A plugin started the way the host starts it. Flow: test -> [plugin_under_test] -> plugin.
#pragma once

#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/fake_node.hpp>
#include <veriload/testing/live_user.hpp>

#include <veriload_abi.h>

#include <string>
#include <string_view>

namespace veriload::testing {

/// From init to fini. The entry of a library is `veriload_plugin_v1()`; of a plugin that is
/// compiled into the test with VL_STATIC_PLUGIN it is `veriload_plugin_v1_NAME()`.
class plugin_under_test {
 public:
  /// Throws std::runtime_error with the reason when init fails.
  plugin_under_test(fake_host& host, const vl_plugin_v1* descriptor);
  ~plugin_under_test();
  plugin_under_test(const plugin_under_test&) = delete;
  plugin_under_test& operator=(const plugin_under_test&) = delete;

  /// The table of a component. Throws std::runtime_error when the plugin has none of that id.
  template <class Table>
  const Table& component(const char* id) const {
    return *static_cast<const Table*>(find(id));
  }

  void* self() const noexcept { return self_; }
  fake_host& host() const noexcept { return host_; }

 private:
  const void* find(const char* id) const;

  fake_host& host_;
  const vl_plugin_v1* descriptor_;
  void* self_ = nullptr;
};

/// A protocol plugin on one loop: configured from `host.config`, its worker open, and the calls of
/// scenarios on this host go to it. Ends by closing all sessions and the worker; replies may be
/// released later, before the plugin ends.
///
///     fake_host host;
///     host.config = fake_node::parse(R"({"run": {"base_url": "http://sut"}, "http": {}})");
///     protocol_under_test http(host, veriload_plugin_v1_http());
class protocol_under_test {
 public:
  /// Throws std::runtime_error with the reason when a step fails.
  protocol_under_test(fake_host& host, const vl_plugin_v1* descriptor);
  ~protocol_under_test();
  protocol_under_test(const protocol_under_test&) = delete;
  protocol_under_test& operator=(const protocol_under_test&) = delete;

  const vl_protocol_v1& table() const noexcept { return table_; }
  void* self() const noexcept { return plugin_.self(); }
  void* worker() const noexcept { return worker_; }

 private:
  plugin_under_test plugin_;
  const vl_protocol_v1& table_;
  void* worker_ = nullptr;
};

/// A scenario plugin: declared, its worker open. Its user classes are made with `user_class`.
class scenario_under_test {
 public:
  /// Throws std::runtime_error with the reason when a step fails.
  scenario_under_test(fake_host& host, const vl_plugin_v1* descriptor);
  ~scenario_under_test();
  scenario_under_test(const scenario_under_test&) = delete;
  scenario_under_test& operator=(const scenario_under_test&) = delete;

  /// The declared class of that name, to make a live_user of. Throws std::runtime_error when there
  /// is none.
  const vl_user_class* user_class(std::string_view name) const;

 private:
  plugin_under_test plugin_;
  const vl_scenario_v1& table_;
  void* worker_ = nullptr;
};

}  // namespace veriload::testing

#include <veriload/testing/plugin_under_test.hpp>

#include "abi_text.hpp"

#include <stdexcept>

namespace veriload::testing {
namespace {

vl_error empty_error() {
  vl_error error{};
  error.struct_size = sizeof error;
  return error;
}

void require(vl_status status, const char* step, const vl_error& error) {
  if (status == VL_OK) return;
  throw std::runtime_error(std::string(step) + " failed with " + std::to_string(status) + ": " +
                           error.message);
}

}  // namespace

plugin_under_test::plugin_under_test(fake_host& host, const vl_plugin_v1* descriptor)
    : host_(host), descriptor_(descriptor) {
  vl_error error = empty_error();
  require(descriptor->init(host.handle(), &self_, &error), "init", error);
}

plugin_under_test::~plugin_under_test() { descriptor_->fini(self_); }

const void* plugin_under_test::find(const char* id) const {
  const void* const table = descriptor_->component(self_, id);
  if (table == nullptr) {
    throw std::runtime_error(std::string("the plugin ") + descriptor_->id + " has no " + id);
  }
  return table;
}

protocol_under_test::protocol_under_test(fake_host& host, const vl_plugin_v1* descriptor)
    : plugin_(host, descriptor), table_(plugin_.component<vl_protocol_v1>(VL_COMP_PROTOCOL)) {
  vl_error error = empty_error();
  const fake_node* const section = host.config.find(table_.name);
  const vl_node* const root = host.config.kind == VL_NODE_NULL ? nullptr : host.config.handle();
  require(table_.configure(self(), section == nullptr ? nullptr : section->handle(), root, &error),
          "configure", error);
  require(table_.worker_open(self(), host.loop.handle(), &worker_, &error), "worker_open", error);
  host.calls.forward(table_, worker_);
}

protocol_under_test::~protocol_under_test() {
  plugin_.host().calls.close_all();
  table_.worker_close(worker_);
}

scenario_under_test::scenario_under_test(fake_host& host, const vl_plugin_v1* descriptor)
    : plugin_(host, descriptor), table_(plugin_.component<vl_scenario_v1>(VL_COMP_SCENARIO)) {
  vl_error error = empty_error();
  const vl_node* const plan = host.config.kind == VL_NODE_NULL ? nullptr : host.config.handle();
  require(table_.declare(plugin_.self(), plan, &error), "declare", error);
  if (table_.worker_open == nullptr) return;
  require(table_.worker_open(plugin_.self(), host.loop.handle(), &worker_, &error), "worker_open",
          error);
}

scenario_under_test::~scenario_under_test() {
  plugin_.host().calls.close_all();
  if (table_.worker_close != nullptr) table_.worker_close(worker_);
}

const vl_user_class* scenario_under_test::user_class(std::string_view name) const {
  for (const vl_user_class* known : plugin_.host().record.classes) {
    if (view_of(known->name) == name) return known;
  }
  throw std::runtime_error("the scenario declares no user class \"" + std::string(name) + "\"");
}

}  // namespace veriload::testing

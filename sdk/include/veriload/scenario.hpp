// The one header of a scenario. Flow: scenario.cpp -> [scenario] -> schedule.
#pragma once

#include "veriload/frame_pool.hpp"
#include "veriload/plugin.hpp"
#include "veriload/user_class.hpp"

#include <string_view>
#include <vector>

namespace veriload {
inline namespace v1 {

/// What VERILOAD_SCENARIO fills. [main]
class scenario {
 public:
  explicit scenario(const scenario_context& context) noexcept : context_(&context) {}
  scenario(const scenario&) = delete;
  scenario& operator=(const scenario&) = delete;
  ~scenario() {
    for (user_class_base* known : classes_)
      delete known;
  }

  /// Declares a user class. Throws `error` when the name is taken.
  template <class User>
  [[gnu::cold]] user_class<User>& user(std::string_view name) {
    reserve_name(name);
    auto* made = new user_class<User>(name, *context_);
    classes_.push_back(made);
    return *made;
  }

  /// Hands the classes to the host.
  [[gnu::cold]] vl_status register_with(const vl_schedule_v1& schedule, vl_error* error) {
    for (user_class_base* known : classes_) {
      const vl_status status = schedule.add_user_class(context_->host, known->describe(), error);
      if (status != VL_OK) return status;
    }
    if (classes_.empty()) return error_text(error, VL_E_CONFIG, "scenario declares no user class");
    return VL_OK;
  }

 private:
  // Room first: nothing can fail after the class is made.
  [[gnu::cold]] void reserve_name(std::string_view name) {
    for (const user_class_base* known : classes_) {
      if (known->name() == name) {
        throw error("scenario", joined({"user class \"", name, "\" is declared twice"}),
                    VL_E_CONFIG);
      }
    }
    classes_.reserve(classes_.size() + 1);
  }

  const scenario_context* context_;
  std::vector<user_class_base*> classes_;  // owned
};

/// The plugin behind VERILOAD_SCENARIO. `Declare` fills a scenario.
template <void (*Declare)(scenario&)>
class scenario_plugin {
 public:
  explicit scenario_plugin(host_services host)
      : schedule_(host.get<vl_schedule_v1>()), context_(host.handle()), declared_(context_) {}

  const void* component(std::string_view id) const noexcept {
    static constexpr vl_scenario_v1 table = {sizeof(vl_scenario_v1), 0, &declare, &worker_open,
                                             &worker_close};
    return id == VL_COMP_SCENARIO ? &table : nullptr;
  }

 private:
  static vl_status declare(void* self, const vl_node*, vl_error* error) noexcept {
    auto* plugin = static_cast<scenario_plugin*>(self);
    return guard(error, [&] {
      Declare(plugin->declared_);
      return plugin->declared_.register_with(plugin->schedule_, error);
    });
  }

  static vl_status worker_open(void* self, vl_loop*, void** worker, vl_error*) noexcept {
    *worker = self;
    return VL_OK;
  }

  // The last user of this thread is gone: what its users left for the next ones is freed.
  static void worker_close(void*) noexcept {
    http_exchange::drain();
    drain_frame_pool();
  }

  const vl_schedule_v1& schedule_;
  scenario_context context_;
  scenario declared_;
};

}  // namespace v1
}  // namespace veriload

// `veriload build` gives each scenario an id of its own; by hand one scenario per process needs
// none.
#ifndef VERILOAD_SCENARIO_ID
#define VERILOAD_SCENARIO_ID "scenario"
#endif
#ifndef VERILOAD_SCENARIO_NAME
#define VERILOAD_SCENARIO_NAME scenario
#endif
#define VERILOAD_SCENARIO_PLUGIN_(name, self)                                            \
  VERILOAD_PLUGIN(name, VERILOAD_SCENARIO_ID, VERILOAD_SDK_VERSION, "NONE",              \
                  veriload::ids(VL_COMP_SCENARIO),                                       \
                  veriload::ids(VL_SVC_SCHEDULE, VL_SVC_USER, VL_SVC_LOOP, VL_SVC_CALLS, \
                                VL_SVC_METRICS, VL_SVC_LOG),                             \
                  veriload::ids(VL_SVC_EXTRACT), &veriload::plugin_entry<self>::init,    \
                  &veriload::plugin_entry<self>::component, &veriload::plugin_entry<self>::fini)

/// Defines the scenario of this library; once, outside any namespace:
///
///     VERILOAD_SCENARIO(s) { s.user<my_user>("MyUser").task("browse", &my_user::browse, 3); }
#define VERILOAD_SCENARIO(s)                                                              \
  static void veriload_declare_scenario(veriload::scenario&);                             \
  using veriload_scenario_plugin = veriload::scenario_plugin<&veriload_declare_scenario>; \
  VERILOAD_SCENARIO_PLUGIN_(VERILOAD_SCENARIO_NAME, veriload_scenario_plugin);            \
  static void veriload_declare_scenario(veriload::scenario& s)

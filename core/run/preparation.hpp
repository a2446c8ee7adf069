// Everything that can be done before the first byte of traffic. Flow: config, plugins, scenario ->
// [preparation] -> run.
#pragma once

#include "core/aggregation/name_table.hpp"
#include "core/base/host_rules.hpp"
#include "core/config/load.hpp"
#include "core/gates/rule.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin_registry.hpp"
#include "core/loop/network.hpp"
#include "core/personas/engine_source.hpp"
#include "core/run/class_mix.hpp"
#include "core/run/wanted_reports.hpp"
#include "core/scheduler/arrival_schedule.hpp"
#include "core/user/worker_context.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::run {

/// What a command was asked to prepare.
struct preparation_request {
  std::string config_file;
  std::vector<std::filesystem::path> plugin_folders;
  std::vector<std::string> sets;                ///< `section.key=value`
  std::optional<std::string> load_plan{};       ///< in place of the profile's shape
  bool needs_scenario = true;                   ///< false: a configuration without one is fine
  std::string version;                          ///< of the product
  std::int32_t log_level;                       ///< VL_LOG_*
  std::function<void(std::string_view)> log;    ///< receives whole lines; any thread
  std::function<void(const std::string&)> say;  ///< receives steps that take a moment, and warnings
};

/// A run that could start. Building it checks, in this order: plugins, configuration, personas and
/// their contacts, protocols' sections, scenario (built, loaded, has the user class), reports
/// (reporter there, path writable). Every failure throws setup_error with its documented exit code.
///
/// Ownership: everything a run needs lives here and outlives it. Thread: main; read by workers.
class preparation {
 public:
  explicit preparation(preparation_request request);
  ~preparation();
  preparation(const preparation&) = delete;
  preparation& operator=(const preparation&) = delete;

  const config::loaded_config& config() const { return config_; }
  const config::plan& plan() const { return config_.plan; }
  const personas::engine_source& personas() const { return *personas_; }
  /// Whether there is a scenario; the four below must not be asked without.
  bool has_scenario() const { return chosen_ != nullptr; }
  const host::user_class& user_class() const { return *chosen_; }
  /// Of several user classes their shares; nullptr when there is one.
  const class_mix* classes() const { return classes_ ? &*classes_ : nullptr; }
  /// nullptr when the plan is closed.
  const scheduler::arrival_schedule* arrivals() const { return arrivals_ ? &*arrivals_ : nullptr; }
  const vl_scenario_v1& scenario() const { return *scenario_; }
  const host::plugin& scenario_plugin() const { return *scenario_plugin_; }
  const std::filesystem::path& scenario_library() const { return scenario_library_; }
  const std::vector<wanted_report>& reports() const { return reports_; }
  const std::vector<gates::rule>& rules() const { return promised_; }
  const host::plugin_registry& plugins() const { return registry_; }
  const base::host_rules& allowed_hosts() const { return *rules_; }
  const loop::network_settings& network() const { return network_; }
  host::host_context& context() { return context_; }
  users::run_names names();

 private:
  void load_plugins();
  void load_config();
  void make_personas();
  void configure_protocols();
  void load_scenario();
  void make_arrivals();
  void choose_classes();
  const host::user_class& class_called(const std::string& wanted) const;

  preparation_request request_;
  host::log_lines log_;
  host::service_directory services_;
  host::host_context context_;
  host::plugin_registry registry_;
  config::loaded_config config_;
  std::vector<gates::rule> promised_;
  std::unique_ptr<base::host_rules> rules_;
  loop::network_settings network_;
  std::unique_ptr<personas::engine_source> personas_;
  host::declared_classes declared_;
  host::plugin* scenario_plugin_ = nullptr;
  const vl_scenario_v1* scenario_ = nullptr;
  const host::user_class* chosen_ = nullptr;
  std::optional<class_mix> classes_;
  std::optional<scheduler::arrival_schedule> arrivals_;
  std::filesystem::path scenario_library_;
  std::vector<wanted_report> reports_;
  aggregation::name_table endpoints_, segments_, tasks_, checks_, counters_;
};

}  // namespace veriload::run

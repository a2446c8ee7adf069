#include "core/run/preparation.hpp"

#include "core/base/nearest.hpp"
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/host/scenario_build.hpp"
#include "core/host/services.hpp"
#include "core/personas/conflicts/conflict_check.hpp"
#include "core/personas/contact_safety.hpp"
#include "core/run/network_of.hpp"
#include "core/run/promised_rules.hpp"
#include "core/run/run_shape.hpp"
#include "core/user/services.hpp"

#include <algorithm>
#include <cstring>

namespace veriload::run {
namespace {

const vl_node* outside(const base::node* n) { return reinterpret_cast<const vl_node*>(n); }

// "a, b and c" would be prettier, but a list is what one copies from.
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

std::string message_of(const vl_error& error, vl_status status) {
  if (error.message[0]) return {error.message, strnlen(error.message, sizeof error.message)};
  return "status " + std::to_string(status);
}

vl_error empty_error() {
  vl_error error{};
  error.struct_size = sizeof error;
  return error;
}

}  // namespace

preparation::preparation(preparation_request request)
    : request_(std::move(request)),
      log_(request_.log, request_.log_level),
      registry_(services_, context_) {
  context_.version = request_.version;
  context_.config_folder = config::absolute_folder(config::folder_of(request_.config_file));
  context_.log = &log_;
  context_.endpoints = &endpoints_;
  context_.counters = &counters_;
  host::add_host_services(services_);
  users::add_user_services(services_);

  load_plugins();
  load_config();
  make_arrivals();
  make_personas();
  configure_protocols();
  if (plan().scenario || request_.needs_scenario) {
    load_scenario();
    choose_classes();
  }
  reports_ = choose_reports(config_, registry_);
}

preparation::~preparation() { registry_.end_all(); }

users::run_names preparation::names() {
  return {&endpoints_, &segments_, &tasks_, &checks_, &counters_};
}

void preparation::load_plugins() {
  for (const auto& folder : request_.plugin_folders)
    registry_.scan(folder);
  // A plugin that is left out silently could change what a run does, so each refusal stops it.
  registry_.require_no_refusals();
  registry_.start_all();
}

void preparation::load_config() {
  config::load_options options;
  options.variables = config::process_environment();
  options.sets = request_.sets;
  options.load_plan = request_.load_plan;
  options.extra_sections = registry_.config_keys();
  config_ = config::load(request_.config_file, options);
  context_.config = &config_.effective;
  promised_ = promised_rules(plan());
  rules_ = std::make_unique<base::host_rules>(plan().safety.allowed_hosts);
  context_.allowed_hosts = rules_.get();
  network_ = network_of(plan().network);
  if (plan().cleanup && plan().cleanup->enabled) {
    throw setup_error(request_.config_file +
                      ": cleanup.enabled is true, but this version has no automatic "
                      "cleanup; set it to false and remove what users create in on_stop");
  }
}

void preparation::make_personas() {
  personas_ = std::make_unique<personas::engine_source>(plan().data);
  context_.personas = personas_.get();
  if (const personas::feeder* rows = personas_->rows()) {
    if (!rows->notice().empty()) request_.say(rows->notice());
    // What counts personas from here on counts those that there are.
    config_.plan.data.pool_size = static_cast<std::int64_t>(personas_->count());
  }
  personas::conflict_check(*personas_, plan().data).require_agreement();
  if (plan().safety.require_non_routable_contacts)
    personas::require_non_routable_contacts(*personas_);
}

void preparation::configure_protocols() {
  std::vector<std::string> names;
  for (const auto& protocol : registry_.all<vl_protocol_v1>(VL_COMP_PROTOCOL)) {
    const std::string name = protocol.table->name ? protocol.table->name : "";
    if (std::ranges::find(names, name) != names.end()) {
      throw setup_error(protocol.owner->file().string() + ": protocol is \"" + name +
                            "\", expected a name that no other plugin provides",
                        exit_code::plugin);
    }
    names.push_back(name);
    vl_error error = empty_error();
    const vl_status status =
        protocol.table->configure(protocol.owner->self(), outside(config_.effective.find(name)),
                                  outside(&config_.effective), &error);
    if (status != VL_OK) {
      // VL_E_CONFIG is the user's to mend; anything else is the plugin's own trouble.
      throw setup_error(message_of(error, status),
                        status == VL_E_CONFIG ? exit_code::usage : exit_code::plugin);
    }
  }
  const auto require = [&](const char* name, const char* key) {
    if (std::ranges::find(names, name) != names.end()) return;
    throw setup_error(std::string(key) + " needs a protocol plugin \"" + name +
                          "\", the loaded ones are: " + listed(names) +
                          " (see `veriload plugin list` and --plugin-dir)",
                      exit_code::plugin);
  };
  if (plan().run.base_url) require("http", "run.base_url");
  if (plan().run.database) require("sql", "run.database");
}

void preparation::load_scenario() {
  if (!plan().scenario) {
    throw setup_error(request_.config_file +
                      ": the section `scenario` is missing; a run needs scenario.path "
                      "and scenario.user_class");
  }
  const std::filesystem::path path = plan().scenario->path;
  scenario_library_ = path;
  if (path.extension() != ".so") {
    auto settings = host::default_scenario_build_settings();
    settings.say = request_.say;
    const auto built = host::build_scenario(path, settings);
    scenario_library_ = built.library;
    for (const auto& warning : built.warnings)
      request_.say(warning);
    if (!built.from_cache) request_.say("built " + path.string() + " with " + built.compiler);
  } else if (!std::filesystem::exists(path)) {
    throw setup_error("scenario " + path.string() +
                          ": no such file; scenario.path names a .cpp or a .so, "
                          "relative to the configuration",
                      exit_code::plugin);
  }
  scenario_plugin_ = &registry_.load(scenario_library_);
  scenario_plugin_->start();
  scenario_ = scenario_plugin_->component<vl_scenario_v1>(VL_COMP_SCENARIO);
  if (!scenario_ || !scenario_->declare) {
    throw setup_error(scenario_library_.string() +
                          ": component is missing, expected " VL_COMP_SCENARIO
                          " (VERILOAD_SCENARIO in the source)",
                      exit_code::plugin);
  }
  vl_error error = empty_error();
  context_.declaring = &declared_;
  const vl_status status =
      scenario_->declare(scenario_plugin_->self(), outside(&config_.effective), &error);
  context_.declaring = nullptr;
  if (status != VL_OK) {
    throw setup_error("scenario " + path.string() + ": " + message_of(error, status),
                      exit_code::plugin);
  }
}

void preparation::make_arrivals() {
  arrivals_ = arrivals_of(plan());
  config::profile_plan& profile = config_.plan.profile;
  // A trace lasts until its last arrival unless somebody says more.
  if (arrivals_ && profile.duration_seconds == 0)
    profile.duration_seconds = base::in_seconds(arrivals_->duration());
  if (profile.warmup_seconds > 0 && profile.warmup_seconds >= profile.duration_seconds) {
    throw setup_error(request_.config_file + ": profile.warmup_seconds is " +
                      base::number_text(profile.warmup_seconds) +
                      ", expected less than the trace lasts (" +
                      base::number_text(profile.duration_seconds) + " s)");
  }
}

const host::user_class& preparation::class_called(const std::string& wanted) const {
  std::vector<std::string> names;
  for (const auto& c : declared_) {
    if (c->name == wanted) return *c;
    names.push_back(c->name);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = base::nearest(wanted, views);
  throw setup_error("scenario " + plan().scenario->path + ": no user class \"" + wanted + "\"" +
                        (near.empty() ? "" : " (did you mean \"" + std::string(near) + "\"?)") +
                        ", it declares: " + listed(names),
                    exit_code::plugin);
}

void preparation::choose_classes() {
  const config::scenario_plan& scenario = *plan().scenario;
  if (scenario.users.empty()) {
    chosen_ = &class_called(scenario.user_class);
    return;
  }
  std::vector<const host::user_class*> classes;
  std::vector<double> weights;
  for (const auto& share : scenario.users) {
    classes.push_back(&class_called(share.user_class));
    weights.push_back(share.weight);
  }
  chosen_ = classes.front();
  classes_.emplace(std::move(classes), weights);
}

}  // namespace veriload::run

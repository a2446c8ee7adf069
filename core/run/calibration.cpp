#include "core/run/calibration.hpp"

#include "core/aggregation/merge.hpp"
#include "core/aggregation/name_table.hpp"
#include "core/aggregation/run_result.hpp"
#include "core/base/host_rules.hpp"
#include "core/base/setup_error.hpp"
#include "core/config/load.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin_registry.hpp"
#include "core/host/services.hpp"
#include "core/loop/network.hpp"
#include "core/loop/offload_pool.hpp"
#include "core/personas/engine_source.hpp"
#include "core/run/null_server.hpp"
#include "core/run/worker.hpp"
#include "core/user/services.hpp"

#include <cstring>
#include <memory>
#include <thread>

namespace veriload::run {
namespace {

constexpr std::uint32_t many = 32;

// A user that asks for the same thing again and again, written against the C tables as a scenario
// would be.
struct asking_user {
  vl_user* user;
  vl_session* session = nullptr;
  vl_call call{};
  vl_reply reply{};

  explicit asking_user(vl_user* by) : user(by) {
    call.struct_size = sizeof call;
    call.verb = host::view_of("GET");
    call.target = host::view_of("/");
    call.name = host::view_of("GET /");
    reply.struct_size = sizeof reply;
  }
  ~asking_user() { forget(); }
  asking_user(const asking_user&) = delete;
  asking_user& operator=(const asking_user&) = delete;

  void forget() {
    if (reply.release) reply.release(&reply);
    reply = {};
    reply.struct_size = sizeof reply;
  }
};

asking_user& of(void* state) { return *static_cast<asking_user*>(state); }

host::user_class asking_class() {
  host::user_class kind{
      nullptr, {}, "calibration", {"ask"}, scheduler::task_choice(std::vector<std::uint32_t>{1})};
  kind.table.struct_size = sizeof kind.table;
  kind.table.create = [](void*, vl_user* user, void** out, vl_error*) noexcept {
    *out = std::make_unique<asking_user>(user).release();  // destroy deletes it
    return vl_status{VL_OK};
  };
  kind.table.on_start = [](void* state, vl_op* op) noexcept {
    return users::calls_service.open(of(state).user, host::view_of("http"), nullptr,
                                     &of(state).session, op);
  };
  kind.table.run = [](void* state, uint32_t, vl_op* op) noexcept {
    of(state).forget();
    return users::calls_service.call(of(state).session, &of(state).call, &of(state).reply, op);
  };
  kind.table.destroy = [](void* state) noexcept {
    const std::unique_ptr<asking_user> gone(&of(state));
  };
  return kind;
}

// Nobody conducts a calibration: it ends by its own plan.
class no_events final : public worker_events {
 public:
  void second_done(std::uint32_t, std::uint64_t, const aggregation::interval_block&) override {}
  void winding_down(std::uint32_t, end_reason, const std::string& text) override {
    if (!text.empty()) problem = text;
  }
  void ended(std::uint32_t) override {}

  std::string problem;  // read after the worker's thread has ended
};

class calibrator {
 public:
  calibrator(const std::vector<std::filesystem::path>& plugin_folders, const std::string& version)
      : log_([](std::string_view) {}, VL_LOG_ERROR), personas_(pool()), kind_(asking_class()) {
    context_.version = version;
    context_.config_folder = config::absolute_folder({});
    context_.log = &log_;
    context_.allowed_hosts = &allowed_;
    context_.personas = &personas_;
    context_.endpoints = &endpoints_;
    context_.counters = &counters_;
    host::add_host_services(services_);
    users::add_user_services(services_);
    for (const auto& folder : plugin_folders)
      registry_.scan(folder);
    registry_.start_all();
    for (const auto& one : registry_.all<vl_protocol_v1>(VL_COMP_PROTOCOL)) {
      if (one.table->name && std::strcmp(one.table->name, "http") == 0) http_.push_back(one);
    }
    if (http_.empty()) {
      throw setup_error(
          "there is no HTTP plugin to calibrate with (see `veriload plugin list` and "
          "--plugin-dir)",
          exit_code::plugin);
    }
    configure();
    scenario_.struct_size = sizeof scenario_;
  }
  ~calibrator() { registry_.end_all(); }
  calibrator(const calibrator&) = delete;
  calibrator& operator=(const calibrator&) = delete;

  calibrated_load measure(std::uint32_t users, base::ns length);

  calibration result;

 private:
  static config::data_plan pool() {
    config::data_plan plan;
    plan.pool_size = many;
    plan.locales.push_back({"en_US", 1.0});
    plan.source = "verisim";
    return plan;
  }

  void configure() {
    effective_.add("run", base::node::map())
        .add("base_url", base::node::string("http://127.0.0.1:" + std::to_string(server_.port())));
    context_.config = &effective_;
    vl_error error{};
    error.struct_size = sizeof error;
    const auto& http = http_.front();
    const vl_status status = http.table->configure(
        http.owner->self(), nullptr, reinterpret_cast<const vl_node*>(&effective_), &error);
    if (status != VL_OK)
      throw setup_error(std::string("the HTTP plugin: ") + error.message, exit_code::plugin);
  }

  null_server server_;
  host::log_lines log_;
  host::host_context context_;
  host::service_directory services_;
  host::plugin_registry registry_{services_, context_};
  std::vector<host::plugin_registry::found<vl_protocol_v1>> http_;
  base::node effective_ = base::node::map();
  base::host_rules allowed_{std::vector<std::string>{"127.0.0.1"}};
  loop::network_settings network_;
  loop::offload_pool offload_;
  personas::engine_source personas_;
  aggregation::name_table endpoints_, segments_, tasks_, checks_, counters_;
  host::user_class kind_;
  vl_scenario_v1 scenario_{};
};

calibrated_load calibrator::measure(std::uint32_t users, base::ns length) {
// What is not named is 0 or empty, as a calibration wants it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
  run_shape shape{.profile = scheduler::load_profile::soak(users, length)};
#pragma GCC diagnostic pop
  shape.spawn_rate = 1e6;
  shape.tick = 10 * base::millisecond;
  shape.longest = base::never / 2;
  shape.drain = base::second;
  shape.workers = 1;
  shape.pool_size = personas_.count();
  shape.on_exhaust = config::exhaust_mode::wrap;
  shape.seed = 1;
  shape.user_class = &kind_;
  shape.scenario = &scenario_;
  shape.protocols = http_;
  shape.personas = &personas_;
  shape.allowed_hosts = &allowed_;
  shape.network = &network_;
  shape.offload = &offload_;
  shape.names = {&endpoints_, &segments_, &tasks_, &checks_, &counters_};

  no_events events;
  worker one(shape, 0, events);
  const base::ns start = base::monotonic_now();
  std::thread thread([&] { one.run(start); });
  thread.join();
  const base::ns took = base::monotonic_now() - start;
  if (!events.problem.empty()) throw setup_error(events.problem, exit_code::plugin);

  const aggregation::recorder* recorder = &one.recorder();
  const auto merged =
      aggregation::merge({&recorder, 1}, {endpoints_, segments_, checks_, counters_});
  calibrated_load out;
  out.users = users;
  out.length = took;
  out.requests = merged.total.requests;
  out.failures = merged.total.failures;
  out.response = summary_of(merged.total.response);
  out.service = summary_of(merged.total.service);
  const auto cpu = static_cast<double>(one.probe().usage().value_or(thread_usage{}).cpu);
  out.cpu_share = cpu / static_cast<double>(took);
  if (out.requests > 0) out.cpu_per_request = cpu / static_cast<double>(out.requests);
  result.timer_lateness = summary_of(one.probe().waits());
  if (!merged.errors.empty()) result.error = merged.errors.front().example;
  return out;
}

}  // namespace

calibration calibrate(const std::vector<std::filesystem::path>& plugin_folders,
                      const std::string& version, base::ns length) {
  calibrator measuring(plugin_folders, version);
  measuring.measure(many, length / 10);
  measuring.result.many_users = measuring.measure(many, length * 9 / 20);
  // Last, so that the timers that are told of are those of a loop with little to do.
  measuring.result.one_user = measuring.measure(1, length * 9 / 20);
  return measuring.result;
}

}  // namespace veriload::run

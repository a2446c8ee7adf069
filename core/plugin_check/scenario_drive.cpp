// A scenario through its life: declare, then one user of each class through all its hooks and
// tasks, with calls that a scripted protocol answers.
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/watch.hpp"

#include <veriload/testing/fake_calls.hpp>
#include <veriload/testing/fake_node.hpp>
#include <veriload/testing/fake_user.hpp>

#include <string>

namespace veriload::plugin_check {
namespace {

// A task may think for long; then the user is cancelled, and that must end it soon.
constexpr vl_ns patience = 3600 * second;
constexpr vl_ns drain_time = 30 * second;
constexpr vl_ns cancel_limit = 5 * second;  // a moment for what must be closed first

class scenario_life {
 public:
  scenario_life(drive& on, const vl_scenario_v1& table) : on_(on), table_(table) {}

  void go() {
    if (!worker_opened()) return;
    on_.host().fake.calls.open_later = on_.under().reorders;
    const auto classes = on_.host().fake.record.classes;
    for (const vl_user_class* one : classes) {
      if (!on_.stuck()) live_one_user(*one);
    }
    if (on_.stuck()) return;
    {
      const in_stage looping(stage::loop);
      on_.host().fake.calls.close_all();
      if (table_.worker_close != nullptr) table_.worker_close(worker_);
    }
    on_.tell_complaints("scenario");
    on_.told.driven.emplace_back("scenario");
  }

 private:
  bool worker_opened() {
    if (table_.worker_open == nullptr) return true;
    const in_stage looping(stage::loop);
    bounded_error error("scenario.worker_open");
    const vl_status status =
        table_.worker_open(on_.self, on_.host().fake.loop.handle(), &worker_, error.get());
    if (status != VL_OK) on_.skip("scenario", error.text());
    return status == VL_OK;
  }

  void live_one_user(const vl_user_class& of) {
    const std::string name(of.name.ptr, of.name.len);
    user_ = &on_.host().new_user();
    void* state = nullptr;
    {
      const in_stage looping(stage::loop);
      on_.under().doing("create of " + name);
      bounded_error error("create of " + name);
      if (of.create(of.self, user_->handle(), &state, error.get()) != VL_OK) {
        on_.skip("user class " + name, error.text());
        return;
      }
    }
    vl_status started = VL_OK;
    if (of.on_start != nullptr)
      started = hook("on_start of " + name, [&](vl_op* op) { return of.on_start(state, op); });
    for (std::uint32_t i = 0; i < of.n_tasks && started >= 0 && !over(); ++i)
      hook("task " + std::to_string(i) + " of " + name,
           [&](vl_op* op) { return of.run(state, i, op); });
    if (of.on_stop != nullptr && !on_.stuck())
      hook("on_stop of " + name, [&](vl_op* op) { return of.on_stop(state, op); });
    if (on_.stuck()) return;
    const in_stage looping(stage::loop);
    on_.host().fake.calls.close_all();
    on_.under().doing("destroy of " + name);
    of.destroy(state);
    on_.host().retire(user_->handle());
  }

  bool over() const { return on_.stuck() || user_->stopping || user_->stop_asked; }

  // Asked to stop, or cancelled at once: then the end must come within the time that users have.
  vl_status hook(const std::string& what, const std::function<vl_status(vl_op*)>& begin) {
    tracked_op& op = on_.new_op(what);
    on_.under().doing(what);
    checked_host& host = on_.host();
    testing::fake_loop& loop = host.fake.loop;
    bool asked = false;
    const bool interrupts = on_.under().interrupt_at >= 0 && !loop.interrupted();
    if (interrupts) {
      loop.after_steps(on_.under().interrupt_at, [&] {
        asked = true;
        if (on_.under().stops) user_->wind_down();
      });
    }
    const in_stage looping(stage::loop);
    const auto done = [&] { return op.done(); };
    if (op.start(begin) == VL_PENDING) {
      host.run_until([&] { return op.done() || asked; }, patience, interrupts);
      if (asked && on_.under().stops && !op.done()) host.run_until(done, drain_time);
      if (!op.done()) {
        // As the host does after the drain time; also to a task that has thought for an hour.
        op.during([&] { user_->cancel(); });
        on_.run_on(op, cancel_limit);
      }
    }
    if (interrupts) loop.on_interrupt({});
    return op.status();
  }

  drive& on_;
  const vl_scenario_v1& table_;
  testing::fake_user* user_ = nullptr;
  void* worker_ = nullptr;
};

}  // namespace

bool prepare_scenario(drive& on, const vl_scenario_v1& table) {
  const in_stage declaring(stage::declare);
  on.under().doing("scenario.declare");
  static const testing::fake_node plan = testing::fake_node::map({});
  bounded_error error("scenario.declare");
  const vl_status status = table.declare(on.self, plan.handle(), error.get());
  if (status != VL_OK) on.skip("scenario", error.text());
  return status == VL_OK;
}

void drive_scenario(drive& on, const vl_scenario_v1& table) { scenario_life(on, table).go(); }

}  // namespace veriload::plugin_check

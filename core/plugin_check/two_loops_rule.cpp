// Rule T02: two loops with two users each, at the same time, watched by ThreadSanitizer.
#include "core/plugin_check/rules.hpp"

#ifdef __SANITIZE_THREAD__

#include "core/base/setup_error.hpp"
#include "core/plugin_check/lives.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/watch.hpp"

#include <atomic>
#include <thread>

namespace {

std::atomic<bool> race_seen{false};

}  // namespace

// Called by ThreadSanitizer with each report; its text is on standard error then.
extern "C" void __tsan_on_report(void*) { race_seen = true; }

namespace veriload::plugin_check {
namespace {

// One plugin, started once, as two loops of a run see it.
class shared_plugin {
 public:
  shared_plugin(const vl_plugin_v1& plugin, const conditions& under)
      : plugin_(plugin), first_(plugin, under), second_(plugin, under) {
    const in_stage starting(stage::main);
    bounded_error error("init");
    if (plugin.init(first_.host().handle(), &first_.self, error.get()) != VL_OK)
      throw setup_error("init fails: " + error.text());
    second_.self = first_.self;
    protocol_ = static_cast<const vl_protocol_v1*>(first_.component(VL_COMP_PROTOCOL));
    if (protocol_ && !prepare_protocol(first_, *protocol_)) protocol_ = nullptr;
    fixture_ = static_cast<const vl_fixture_v1*>(first_.component(VL_COMP_FIXTURE));
    scenario_ = static_cast<const vl_scenario_v1*>(first_.component(VL_COMP_SCENARIO));
    if (scenario_ && !prepare_scenario(first_, *scenario_)) scenario_ = nullptr;
    second_.host().fake.record.classes = first_.host().fake.record.classes;
  }

  void run_both_loops() {
    std::jthread other([this] { live(second_); });
    live(first_);
  }

  void end() {
    const in_stage ending(stage::main);
    if (!first_.stuck() && !second_.stuck()) plugin_.fini(first_.self);
  }

  const life& told() const { return first_.told; }

 private:
  void live(drive& on) const {
    if (protocol_) drive_protocol(on, *protocol_);
    if (fixture_ && !on.stuck()) drive_fixture(on, *fixture_);
    if (scenario_ && !on.stuck()) drive_scenario(on, *scenario_);
  }

  const vl_plugin_v1& plugin_;
  drive first_, second_;
  const vl_protocol_v1* protocol_ = nullptr;
  const vl_fixture_v1* fixture_ = nullptr;
  const vl_scenario_v1* scenario_ = nullptr;
};

}  // namespace

verdict check_two_loops(const subject& on) {
  conditions under = with(on, "A01");
  under.doing = [](std::string_view) {};  // two threads would tell at once
  shared_plugin plugin(descriptor_of(on.file()), under);
  on.doing("two loops at once");
  plugin.run_both_loops();
  plugin.end();
  if (race_seen)
    return broken("two loops race", "no data race", "lock what loops share, or keep it per worker");
  return concluded(plugin.told(), "T02", "");
}

}  // namespace veriload::plugin_check

#else

namespace veriload::plugin_check {

verdict check_two_loops(const subject&) {
  return not_run("needs a TSan build of veriload: -DVERILOAD_SANITIZE=thread");
}

}  // namespace veriload::plugin_check

#endif

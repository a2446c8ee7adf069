#include "core/plugin_check/drive.hpp"

#include "core/base/setup_error.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/peers.hpp"
#include "core/plugin_check/slots.hpp"
#include "core/plugin_check/watch.hpp"

#include <string_view>
#include <utility>

namespace veriload::plugin_check {

namespace {

// Completion comes on a later turn; what has to be closed before that takes no longer.
constexpr vl_ns cancel_limit = second;

}  // namespace

drive::drive(const vl_plugin_v1& plugin, const conditions& under)
    : plugin_(plugin), under_(under), host_(std::make_unique<checked_host>()) {
  testing::fake_loop& loop = host_->fake.loop;
  loop.fail_at(under.fail_at);
  if (under.reorders) loop.reorder(under.seed);
  loop.delay(under.delay);
  set_peers(host_->fake.network, under);
}

// Who is stuck may still write to its ops and call its host.
drive::~drive() {
  for (const auto& op : ops_)
    op->verify();
  if (!stuck_) return;
  for (auto& op : ops_)
    static_cast<void>(op.release());
  static_cast<void>(host_.release());
}

const void* drive::component(const char* id) {
  if (!provides(plugin_, id)) return nullptr;
  const in_stage starting(stage::main);
  const void* const table = plugin_.component(self, id);
  return table != nullptr && missing_slots(id, table).empty() ? table : nullptr;
}

tracked_op& drive::new_op(std::string what) {
  ops_.push_back(std::make_unique<tracked_op>(std::move(what)));
  return *ops_.back();
}

vl_status drive::run(tracked_op& op, vl_ns limit, const std::function<vl_status(vl_op*)>& begin,
                     const std::function<bool()>& interrupt) {
  under_.doing(op.what());
  const in_stage looping(stage::loop);
  testing::fake_loop& loop = host_->fake.loop;
  bool canceled = false;
  const bool interrupts = interrupt && under_.interrupt_at >= 0 && !loop.interrupted();
  if (interrupts) {
    loop.after_steps(under_.interrupt_at, [&] {
      if (!op.done()) canceled = interrupt();
    });
  }
  if (op.start(begin) == VL_PENDING) {
    host_->run_until([&] { return op.done() || canceled; }, limit, interrupts);
    if (!op.done()) run_on(op, canceled ? cancel_limit : 0);
  }
  if (interrupts) loop.on_interrupt({});
  return op.status();
}

// Under which conditions something was seen.
std::string drive::circumstances() const {
  std::string how = std::string("peer: ") + name_of(under_.peers);
  if (under_.fail_at >= 0) how += ", host operation " + std::to_string(under_.fail_at) + " failed";
  if (host_->fake.loop.interrupted())
    how += std::string(under_.stops ? ", stopped" : ", cancelled") + " after turn " +
           std::to_string(under_.interrupt_at);
  return how;
}

void drive::run_on(tracked_op& op, vl_ns limit) {
  const in_stage looping(stage::loop);
  if (host_->run_until([&] { return op.done(); }, limit)) return;
  stuck_ = true;
  const std::string end =
      limit != 0 ? "an end within " + std::to_string(limit / second) + " s" : "an end in time";
  found_broken(under_.blame,
               op.what() + " never completed, expected " + end + " (" + circumstances() + ")");
}

void drive::skip(std::string_view component, std::string_view why) {
  told.skipped.push_back(std::string(component) + ": " +
                         (why.empty() ? "refused without a reason" : std::string(why)));
}

void drive::tell_complaints(std::string_view component) {
  const auto all = host_->fake.complaints();
  for (std::size_t i = complaints_told_; i < all.size(); ++i)
    found_broken(under_.blame, std::string(component) + ": " + all[i] +
                                   ", expected nothing left and no rule broken (" +
                                   circumstances() + ")");
  complaints_told_ = all.size();
}

life live_through(const vl_plugin_v1& descriptor, const conditions& under) {
  drive on(descriptor, under);
  {
    const in_stage starting(stage::main);
    under.doing("init");
    bounded_error error("init");
    const vl_status status = descriptor.init(on.host().handle(), &on.self, error.get());
    if (status != VL_OK)
      throw setup_error("init answers " + std::to_string(status) + ": " + error.text());
  }
  if (const void* table = on.component(VL_COMP_IMPORTER))
    drive_importer(on, *static_cast<const vl_importer_v1*>(table));
  if (const void* table = on.component(VL_COMP_PROTOCOL)) {
    const auto& protocol = *static_cast<const vl_protocol_v1*>(table);
    if (prepare_protocol(on, protocol)) drive_protocol(on, protocol);
  }
  if (const void* table = on.component(VL_COMP_FIXTURE); table && !on.stuck())
    drive_fixture(on, *static_cast<const vl_fixture_v1*>(table));
  if (const void* table = on.component(VL_COMP_SCENARIO); table && !on.stuck()) {
    const auto& scenario = *static_cast<const vl_scenario_v1*>(table);
    if (prepare_scenario(on, scenario)) drive_scenario(on, scenario);
  }
  if (const void* table = on.component(VL_COMP_REPORTER); table && !on.stuck())
    drive_reporter(on, *static_cast<const vl_reporter_v1*>(table));
  if (!on.stuck()) {
    const in_stage ending(stage::main);
    under.doing("fini");
    descriptor.fini(on.self);
  }
  const testing::fake_loop& loop = on.host().fake.loop;
  on.told.operations = loop.operations();
  on.told.failed = loop.failed();
  on.told.interrupted = loop.interrupted();
  return on.told;
}

}  // namespace veriload::plugin_check

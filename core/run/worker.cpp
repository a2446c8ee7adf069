#include "core/run/worker.hpp"

#include "core/host/plugin.hpp"

#include <algorithm>
#include <cstring>

namespace veriload::run {
namespace {

// What on_stop gets after its user was cancelled, before that is cut off too.
constexpr base::ns farewell = 5 * base::second;
// What the loop gets to finish what was cut off; whoever is still there then is left behind and
// counted.
constexpr base::ns last_wait = base::second;

template <class Timer>
void own(Timer& timer, worker* owner) {
  timer.owner = owner;
}

}  // namespace

worker::worker(const run_shape& shape, std::uint32_t index, worker_events& events)
    : shape_(&shape),
      events_(&events),
      index_(index),
      loop_({.allowed = shape.allowed_hosts,
             .pool = shape.offload,
             .network = shape.network,
             .index = index}),
      context_{},
      personas_(shape.pool_size, shape.on_exhaust, index, shape.workers),
      budget_(shape.spawn_rate, std::max(shape.tick, base::millisecond), index, shape.workers) {
  own(tick_timer_, this);
  own(second_timer_, this);
  own(drain_timer_, this);
  own(warmup_timer_, this);

  context_.loop = &loop_;
  context_.recorder = &recorder_;
  context_.names = shape.names;
  context_.personas = shape.personas;
  context_.seed = shape.seed;
  context_.one_pass = shape.one_pass;
  context_.iterations = shape.iterations;
  if (shape.total_iterations != UINT64_MAX)
    context_.iterations_left = scheduler::share_of(shape.total_iterations, index, shape.workers);
  context_.think_time = shape.think_time;
  context_.pacing = shape.pacing;
  if (shape.max_rps > 0) context_.limit.emplace(shape.max_rps, shape.workers);
  context_.scenario_loop = {&loop_, shape.scenario_plugin};
  for (const auto& protocol : shape.protocols) {
    context_.protocols.push_back(
        {protocol.owner, protocol.table, protocol.table->name, {&loop_, protocol.owner}, nullptr});
  }
  context_.worker = this;
  context_.user_ended = [](void* self, users::virtual_user& user) noexcept {
    static_cast<worker*>(self)->user_ended(user);
  };

  stop_op_.user = this;
  stop_op_.complete = [](vl_op* op, vl_result) noexcept {
    static_cast<worker*>(op->user)->begin_drain(end_reason::asked);
  };
  for (vl_op& op : cancel_ops_) {
    op.user = this;
    op.complete = [](vl_op* self, vl_result) noexcept {
      auto& w = *static_cast<worker*>(self->user);
      w.begin_drain(end_reason::asked);
      w.on_drain_over();
    };
  }
}

worker::~worker() = default;

void worker::ask_to_stop() noexcept {
  if (!stop_posted_.exchange(true)) loop_.post(stop_op_);
}

void worker::ask_to_cancel() noexcept {
  const std::uint32_t n = cancels_posted_.fetch_add(1);
  if (n < std::size(cancel_ops_)) loop_.post(cancel_ops_[n]);
}

void worker::run(base::ns start) {
  start_ = start;
  next_second_ = start + base::second;
  if (open_plugins()) {
    if (shape_->warmup > 0) {
      recorder_.begin_warmup(start + shape_->warmup);
      loop_.arm(warmup_timer_, start + shape_->warmup);
    }
    open_arrivals();
    loop_.arm(tick_timer_, start);
    loop_.arm(second_timer_, next_second_);
    probe_.begin(start);
    loop_.run();
    probe_.end();
  }
  close_plugins();
  if (abandoned_ == 0) loop_.end();
  events_->ended(index_);
}

// On this thread, because worker_open is a [loop] function.
bool worker::open_plugins() {
  vl_error error{};
  error.struct_size = sizeof error;
  const auto failed = [&](const host::plugin& plugin, vl_status status) {
    events_->winding_down(
        index_, end_reason::could_not_start,
        "plugin " + std::string(plugin.id()) + ": " +
            (error.message[0] ? std::string(error.message) : "status " + std::to_string(status)));
    return false;
  };
  for (auto& p : context_.protocols) {
    const vl_status status = p.table->worker_open(p.owner->self(), &p.loop, &p.worker, &error);
    if (status != VL_OK) {
      const host::plugin& owner = *p.owner;
      context_.protocols.resize(static_cast<std::size_t>(&p - context_.protocols.data()));
      return failed(owner, status);
    }
  }
  if (shape_->scenario->worker_open) {
    const vl_status status = shape_->scenario->worker_open(
        shape_->scenario_plugin->self(), &context_.scenario_loop, &scenario_worker_, &error);
    if (status != VL_OK) return failed(*shape_->scenario_plugin, status);
    scenario_open_ = true;
  }
  return true;
}

void worker::close_plugins() noexcept {
  // A user that did not end still holds sessions and a coroutine: its memory is left to the
  // process.
  if (abandoned_ > 0) return;
  if (scenario_open_ && shape_->scenario->worker_close)
    shape_->scenario->worker_close(scenario_worker_);
  for (auto& p : context_.protocols)
    p.table->worker_close(p.worker);
}

void worker::on_tick() {
  const base::ns elapsed = loop_.now() - start_;
  if (draining_) return;
  if (context_.iterations_left == 0) end_when_empty();
  if (draining_) return;
  if (shape_->one_pass) {
    if (!one_pass_started_) {
      one_pass_started_ = true;
      start_users(scheduler::share_of(shape_->profile.peak(), index_, shape_->workers));
      end_when_empty();
    } else if (elapsed >= shape_->longest) {
      begin_drain(end_reason::plan_done);
    }
    loop_.arm(tick_timer_, start_ + shape_->longest);
    return;
  }
  if (elapsed >= shape_->end()) {
    begin_drain(end_reason::plan_done);
    return;
  }
  if (shape_->arrivals) {
    loop_.arm(tick_timer_, start_ + shape_->end());
    return;
  }
  follow_plan(elapsed);
  if (draining_) return;
  // From the start, never from this look: a late tick does not move the next one.
  const base::ns next_tick = (elapsed / shape_->tick + 1) * shape_->tick;
  loop_.arm(tick_timer_,
            start_ + std::min({next_tick, shape_->profile.next_knot(elapsed), shape_->longest}));
}

void worker::on_second() {
  const base::ns now = loop_.now();
  // A stalled loop closes the seconds it missed at once, so that second k is always second k.
  while (next_second_ <= now) {
    const auto second = static_cast<std::uint64_t>((next_second_ - start_) / base::second) - 1;
    events_->second_done(index_, second, recorder_.take_interval());
    next_second_ += base::second;
  }
  loop_.arm(second_timer_, next_second_);
  count_due(now - start_);
  take_arrivals();
}

void worker::begin_drain(end_reason reason) {
  if (draining_) return;
  draining_ = true;
  loop_.disarm(tick_timer_);
  close_arrivals();
  events_->winding_down(index_, reason, {});
  for (users::virtual_user* u = newest_; u; u = u->next)
    wind_down(*u);
  loop_.arm(drain_timer_, loop_.now() + shape_->drain);
  end_when_empty();
}

void worker::on_drain_over() {
  ++cancels_;
  if (cancels_ <= 2) {
    cancel_all();
    loop_.arm(drain_timer_, loop_.now() + (cancels_ == 1 ? farewell : last_wait));
    return;
  }
  abandoned_ = active_;
  loop_.stop();
}

void worker::end_when_empty() {
  if (active_ > 0) return;
  const bool nothing_to_come =
      (shape_->one_pass && one_pass_started_) || context_.iterations_left == 0;
  if (!draining_ && !nothing_to_come) return;
  if (!draining_) {
    draining_ = true;
    close_arrivals();
    events_->winding_down(index_, end_reason::plan_done, {});
  }
  loop_.disarm(tick_timer_);
  loop_.disarm(drain_timer_);
  // What was measured since the last whole second.
  const auto second = static_cast<std::uint64_t>((next_second_ - start_) / base::second) - 1;
  events_->second_done(index_, second, recorder_.take_interval());
  loop_.disarm(second_timer_);
  loop_.disarm(warmup_timer_);
  loop_.stop();
}

}  // namespace veriload::run

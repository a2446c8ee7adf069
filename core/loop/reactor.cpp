#include "core/loop/reactor.hpp"

#include "core/base/assert.hpp"
#include "core/base/setup_error.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace veriload::loop {
namespace {

// The tag of the inbox; streams have their address, watches an odd number.
constexpr std::uint64_t inbox_tag = 0;

thread_local const reactor* running_here = nullptr;

/// Says which loop the thread runs, also when one loop is run from inside another.
class running_mark {
 public:
  explicit running_mark(const reactor* loop) noexcept
      : before_(std::exchange(running_here, loop)) {}
  ~running_mark() { running_here = before_; }
  running_mark(const running_mark&) = delete;
  running_mark& operator=(const running_mark&) = delete;

 private:
  const reactor* before_;
};

resolver_settings names_settings(const reactor_settings& settings) {
  resolver_settings out;
  out.lookup = settings.lookup;
  out.found_ttl = settings.dns_ttl;
  out.network = settings.network;
  return out;
}

}  // namespace

reactor::reactor(const reactor_settings& settings)
    : wheel_(base::monotonic_now()),
      watches_(ledger_, io_),
      offloads_(ledger_, inbox_, settings.pool),
      names_(offloads_, names_settings(settings)),
      streams_(ledger_, wheel_, io_, clock_),
      next_source_(settings.index),
      dials_({ledger_, wheel_, streams_, names_, tls_, settings.allowed, settings.network,
              next_source_}) {
  if (const int error = io_.add(inbox_.wake_descriptor(), EPOLLIN | EPOLLET, inbox_tag);
      error != 0) {
    throw setup_error("a worker cannot watch its eventfd: " +
                      std::generic_category().message(error));
  }
}

reactor::~reactor() { end(); }

bool reactor::is_current() const noexcept { return running_here == this; }

void reactor::run() noexcept {
  VL_ASSERT(!ended_, "a loop that has ended has completed everything");
  const running_mark mark(this);
  do {
    turn();
  } while (!stop_wanted_.exchange(false, std::memory_order_acquire));
}

void reactor::stop() noexcept {
  stop_wanted_.store(true, std::memory_order_release);
  inbox_.wake();
}

void reactor::turn() noexcept {
  ++turns_;
  const auto events = io_.wait(patience());
  fire_due();
  for (const epoll_event& event : events)
    dispatch(event);
  streams_.run_backlog();
  take_in(inbox_.take_all());
  ledger_.run_ready(ready_per_turn);
  streams_.end_of_turn();
}

/// How long the next wait may block.
ns reactor::patience() noexcept {
  if (ledger_.any_ready() || streams_.any_backlog() || stop_wanted_.load(std::memory_order_relaxed))
    return 0;
  ns next = wheel_.next_deadline();
  if (pulse_ != nullptr) next = std::min(next, pulse_->at);
  const ns now = base::monotonic_now();
  turn_ended(now);
  idle_since_.store(now, std::memory_order_relaxed);
  return next == base::never ? base::never : std::max<ns>(next - now, 0);
}

void reactor::turn_ended(ns now) noexcept {
  const ns length = now - turn_began();
  if (length < stall_from || turn_began() == 0) [[likely]]
    return;
  ++stalls_;
  longest_stall_ = std::max(longest_stall_, length);
}

ns reactor::busy_for(ns now) const noexcept {
  const ns began = turn_began();
  const bool idle = idle_since_.load(std::memory_order_relaxed) >= began;
  return idle ? 0 : std::max<ns>(now - began, 0);
}

void reactor::fire_due() noexcept {
  const ns now = clock_.read();
  // A turn that left work behind was not followed by a wait, which would have taken note of it.
  if (idle_since_.load(std::memory_order_relaxed) < turn_began()) turn_ended(now);
  turn_began_.store(now, std::memory_order_relaxed);
  if (pulse_ != nullptr && pulse_->at <= now) {
    pulse_->at = base::never;
    pulse_->beat(*pulse_);
  }
  wheel_.advance(now);
}

void reactor::dispatch(const epoll_event& event) noexcept {
  const std::uint64_t tag = event.data.u64;
  if (fd_watches::is_watch(tag)) {
    watches_.dispatch(tag, event.events);
  } else if (tag != inbox_tag) {
    streams_.dispatch(*reinterpret_cast<stream*>(tag), event.events);
  }
}

void reactor::take_in(vl_op* oldest) noexcept {
  while (oldest != nullptr) {
    vl_op& op = *oldest;
    oldest = state_of<linked_op>(op).next;
    if (ledger_.kind_of(op) == op_kind::offloaded) {
      offloads_.came_home();
      ledger_.make_ready(op);
    } else {
      ledger_.arrived(op);
    }
  }
}

vl_status reactor::post(vl_op& op) noexcept {
  const bool at_home = is_current();
  if (at_home && ended_) return VL_E_SHUTDOWN;
  emplace_state<linked_op>(op);
  ledger_.seal(op, op_kind::posted);
  if (at_home) {
    ledger_.arrived(op);
    return VL_PENDING;
  }
  if (inbox_.push(op)) return VL_PENDING;
  state_of<op_state>(op).seal = 0;
  return VL_E_SHUTDOWN;
}

vl_status reactor::sleep_until(ns when, vl_op& op) noexcept {
  if (ended_) return VL_E_SHUTDOWN;
  if (when <= base::monotonic_now()) {
    ledger_.complete_later(op, {VL_OK, 0, 0});
    return VL_PENDING;
  }
  sleeping_op& state = ledger_.begin<sleeping_op>(op, op_kind::sleeping, ledger_);
  wheel_.arm(state, when);
  return VL_PENDING;
}

vl_status reactor::fd_ready(int fd, std::uint32_t events, vl_op& op) noexcept {
  return ended_ ? VL_E_SHUTDOWN : watches_.start(fd, events, op);
}

vl_status reactor::offload(vl_work& work, vl_op& op) noexcept {
  return ended_ ? VL_E_SHUTDOWN : offloads_.start(work, op);
}

vl_status reactor::dial(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept {
  return ended_ ? VL_E_SHUTDOWN : dials_.start(dial, out, op);
}

vl_status reactor::cancel(vl_op& op) noexcept {
  if (!ledger_.holds(op)) return VL_E_INVALID;
  switch (ledger_.kind_of(op)) {
    case op_kind::posted:
    case op_kind::ready:
      // The result is on its way and wins.
      return VL_OK;
    case op_kind::sleeping:
      wheel_.disarm(state_of<sleeping_op>(op));
      ledger_.complete_later(op, {VL_E_CANCELED, 0, 0});
      return VL_OK;
    case op_kind::watching:
      watches_.cancel(op);
      return VL_OK;
    case op_kind::offloaded:
      offloads_.cancel(op);
      return VL_OK;
    case op_kind::dialing:
    case op_kind::writing:
    case op_kind::finishing:
      break;
  }
  return VL_E_INVALID;
}

vl_status reactor::cancel_dial(vl_op& op) noexcept {
  if (!ledger_.holds(op)) return VL_E_INVALID;
  if (ledger_.kind_of(op) == op_kind::ready) return VL_OK;
  if (ledger_.kind_of(op) != op_kind::dialing) return VL_E_INVALID;
  dials_.cancel(op);
  return VL_OK;
}

void reactor::end_sleeps() noexcept {
  // Timers without an op are their owners': they are only disarmed.
  while (timer* t = wheel_.take_any()) {
    sleeping_op* const sleeper = sleeping_op::from(*t);
    if (sleeper != nullptr) ledger_.complete_later(op_of(*sleeper), {VL_E_SHUTDOWN, 0, 0});
  }
}

void reactor::end() noexcept {
  if (std::exchange(ended_, true)) return;
  VL_ASSERT(!is_current(), "a loop ends after its run has returned, not inside a callback");
  const running_mark mark(this);
  dials_.end();
  streams_.end();
  watches_.end();
  end_sleeps();
  offloads_.withdraw_all();
  // What completes here may still cancel and close, but starts nothing new: this comes to an end.
  while (offloads_.away() != 0 || ledger_.any_ready()) {
    if (!ledger_.any_ready()) io_.wait(base::never);
    take_in(inbox_.take_all());
    ledger_.run_ready(ready_per_turn);
  }
  offloads_.leave();
  take_in(inbox_.close());
  while (ledger_.any_ready())
    ledger_.run_ready(ready_per_turn);
  streams_.end_of_turn();
}

reactor_counters reactor::counters() const noexcept {
  return {io_.waits(), turns_, streams_.open_streams(), ledger_.pending(), stalls_, longest_stall_};
}

}  // namespace veriload::loop

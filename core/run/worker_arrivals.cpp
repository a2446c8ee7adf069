// Arrivals of an open plan on a worker: begun at their instant, late when nobody is free, or
// skipped.
//
// What has not begun is not queued: the cursor stays where it is, and goes on when a user is free.
#include "core/run/worker.hpp"

#include <sys/prctl.h>

#include <algorithm>
#include <utility>

namespace veriload::run {
namespace {

// A start that is this much behind its instant is late: a loop that is merely busy is not.
constexpr base::ns late_from = 10 * base::millisecond;

}  // namespace

void worker::open_arrivals() {
  // The kernel may wake a thread 50 us late unless told otherwise.
  if (shape_->arrivals || shape_->pacing) ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  if (!shape_->arrivals) return;
  next_arrival_.emplace(*shape_->arrivals, index_, shape_->workers);
  next_due_.emplace(*shape_->arrivals, index_, shape_->workers);
  if (shape_->each_iteration) {
    context_.user_idle = [](void* self, users::virtual_user& user) noexcept {
      static_cast<worker*>(self)->user_idle(user);
    };
  }
  arrival_pulse_.owner = this;
  arrival_pulse_.beat = [](loop::pulse& beating) noexcept {
    static_cast<arrival_pulse&>(beating).owner->take_arrivals();
  };
  loop_.set_pulse(&arrival_pulse_);
  if (next_arrival_->at() != base::never) arrival_pulse_.at = start_ + next_arrival_->at();
}

void worker::take_arrivals() {
  if (!next_arrival_ || draining_) return;
  if (context_.iterations_left == 0) {
    release_idle();
    return;
  }
  const base::ns now = loop_.now();
  while (next_arrival_->at() < shape_->end()) {
    const base::ns planned = start_ + next_arrival_->at();
    if (planned > now) {
      arrival_pulse_.at = planned;
      return;
    }
    const base::ns lateness = now - planned;
    if (lateness > shape_->max_lateness) {
      ++arrival_counts_.skipped;
    } else if (begin_arrival(planned)) {
      ++arrival_counts_.started;
      if (lateness > late_from) ++arrival_counts_.late;
      arrival_counts_.lateness.record(lateness);
    } else {
      return;  // whoever is free next comes back here
    }
    next_arrival_->next();
  }
}

bool worker::begin_arrival(base::ns planned) {
  while (!idle_.empty()) {
    users::virtual_user& user = *idle_.back();
    idle_.pop_back();
    if (user.stopping()) continue;
    user.begin_iteration(planned);
    return true;
  }
  const std::uint64_t most = scheduler::share_of(shape_->most_users, index_, shape_->workers);
  return active_ < most && start_user(planned);
}

void worker::user_idle(users::virtual_user& user) {
  idle_.push_back(&user);
  take_arrivals();
}

// No iteration is left for those who wait for one.
void worker::release_idle() {
  for (users::virtual_user* user : std::exchange(idle_, {}))
    wind_down(*user);
}

void worker::count_due(base::ns elapsed) {
  if (!next_due_ || draining_) return;
  arrival_counts_.span = std::min(elapsed, shape_->end());
  for (; next_due_->at() < arrival_counts_.span; next_due_->next())
    ++arrival_counts_.planned;
}

void worker::close_arrivals() {
  if (!next_due_) return;
  arrival_pulse_.at = base::never;
  idle_.clear();  // they are asked to stop like everybody
  arrival_counts_.span = std::clamp<base::ns>(loop_.now() - start_, 0, shape_->end());
  for (; next_due_->at() < arrival_counts_.span; next_due_->next())
    ++arrival_counts_.planned;
  // Those that nobody has begun.
  arrival_counts_.planned = std::max(arrival_counts_.planned, arrival_counts_.started);
  arrival_counts_.skipped = arrival_counts_.planned - arrival_counts_.started;
  next_arrival_.reset();
  next_due_.reset();
}

}  // namespace veriload::run

#include "core/run/worker_probe.hpp"

#include "core/run/kernel_text.hpp"
#include "core/run/small_file.hpp"

#include <pthread.h>
#include <unistd.h>

#include <string>

namespace veriload::run {
namespace {

// Beats that a single wait may swallow and still be counted one by one: 200 s.
constexpr int most_swallowed = 10'000;

base::ns read_clock(clockid_t clock) noexcept {
  timespec t{};
  if (::clock_gettime(clock, &t) != 0) return 0;
  return base::ns{t.tv_sec} * base::second + t.tv_nsec;
}

thread_usage read_usage(clockid_t clock, pid_t thread) {
  const std::string folder = "/proc/self/task/" + std::to_string(thread);
  return {read_clock(clock), run_delay_in(small_file(folder + "/schedstat")).value_or(0),
          involuntary_switches_in(small_file(folder + "/status")).value_or(0)};
}

}  // namespace

worker_probe::worker_probe(loop::reactor& loop) noexcept : loop_(&loop) {}

void worker_probe::begin(base::ns start) {
  ::pthread_getcpuclockid(::pthread_self(), &clock_);
  thread_ = ::gettid();
  state_.store(state::running, std::memory_order_release);
  due_ = start + period;
  loop_->arm(timer_, due_);
}

void worker_probe::end() {
  loop_->disarm(timer_);
  last_ = read_usage(clock_, thread_);
  state_.store(state::ended, std::memory_order_release);
}

std::optional<thread_usage> worker_probe::usage() const {
  if (state_.load(std::memory_order_acquire) == state::before) return std::nullopt;
  if (state_.load(std::memory_order_acquire) == state::running) {
    const thread_usage now = read_usage(clock_, thread_);
    // A thread that ended meanwhile left nothing to read, but its last figures.
    if (state_.load(std::memory_order_acquire) == state::running) return now;
  }
  return last_;
}

worker_probe::seen worker_probe::take() noexcept {
  return {longest_.exchange(0, std::memory_order_relaxed),
          stalls_.exchange(0, std::memory_order_relaxed),
          stalled_.exchange(0, std::memory_order_relaxed),
          connections_.load(std::memory_order_relaxed)};
}

void worker_probe::on_beat() noexcept {
  const base::ns now = loop_->now();
  const base::ns late = now - due_;
  if (late >= stall_from) {
    stalls_.fetch_add(1, std::memory_order_relaxed);
    stalled_.fetch_add(late, std::memory_order_relaxed);
  }
  base::ns longest = longest_.load(std::memory_order_relaxed);
  while (late > longest &&
         !longest_.compare_exchange_weak(longest, late, std::memory_order_relaxed)) {
  }
  for (int i = 0; due_ <= now; due_ += period, ++i) {
    if (i < most_swallowed) waits_.record(now - due_);
  }
  connections_.store(loop_->counters().open_streams, std::memory_order_relaxed);
  loop_->arm(timer_, due_);
}

}  // namespace veriload::run

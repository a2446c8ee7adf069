// Watches how one worker's thread and loop fare. Flow: worker -> [probe] -> health sampler.
#pragma once

#include "core/aggregation/histogram.hpp"
#include "core/base/clock.hpp"
#include "core/loop/reactor.hpp"

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <ctime>
#include <optional>

namespace veriload::run {

/// What a thread has had since it began.
struct thread_usage {
  base::ns cpu = 0;
  base::ns run_delay = 0;  ///< able to run, without a core; 0 where the kernel does not count it
  std::uint64_t involuntary_switches = 0;
};

/// A heartbeat on a worker's loop, and the marks by which another thread finds the worker's own.
///
/// The heartbeat is due every 20 ms by an absolute schedule. How late each beat comes is how long
/// anything else that was due at that instant waited too: for its turn on a busy loop, for a core,
/// or for a stopped process. Beats that a long wait swallowed are counted with the waits that they
/// would have had, else one stop of a second would count as little as one of 20 ms. Lateness below
/// one millisecond is that of the timing wheel. Costs 50 wake-ups a second, nothing per request.
class worker_probe {
 public:
  static constexpr base::ns period = 20 * base::millisecond;
  /// A wait that long is a stall: it shows in every percentile of a short run.
  static constexpr base::ns stall_from = 100 * base::millisecond;

  /// `loop` outlives the probe.
  explicit worker_probe(loop::reactor& loop) noexcept;

  /// The first beat is due 20 ms after `start`. Thread: the loop's, like `end`.
  void begin(base::ns start);

  /// No beat after this; the last figures of the thread are kept.
  void end();

  /// Nothing before `begin`; after `end` its figures. Thread: any.
  std::optional<thread_usage> usage() const;

  /// What was seen since the last call.
  struct seen {
    base::ns longest_wait = 0;
    std::uint64_t stalls = 0;
    base::ns stalled = 0;
    std::uint64_t connections = 0;  ///< open at the last beat
  };

  /// Thread: any one.
  seen take() noexcept;

  /// How late the beats were. Thread: the loop's, and whoever comes after `end`.
  const aggregation::histogram& waits() const noexcept { return waits_; }

 private:
  enum class state : std::uint8_t { before, running, ended };

  struct beat_timer : loop::timer {
    explicit beat_timer(worker_probe& probe) noexcept
        : timer([](timer& t) noexcept { static_cast<beat_timer&>(t).owner->on_beat(); }),
          owner(&probe) {}
    worker_probe* owner;
  };

  void on_beat() noexcept;

  loop::reactor* loop_;
  beat_timer timer_{*this};
  base::ns due_ = 0;
  aggregation::histogram waits_;
  thread_usage last_;  // valid once ended
  clockid_t clock_{};  // of the thread's CPU; this and the next are valid while running
  pid_t thread_ = 0;
  std::atomic<state> state_{state::before};
  std::atomic<base::ns> longest_{0};
  std::atomic<std::uint64_t> stalls_{0};
  std::atomic<base::ns> stalled_{0};
  std::atomic<std::uint64_t> connections_{0};
};

}  // namespace veriload::run

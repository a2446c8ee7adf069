// What a worker tells the thread that conducts the run. Flow: worker -> [events] -> conductor.
#pragma once

#include <cstdint>
#include <string>

namespace veriload::aggregation {
struct interval_block;
}

namespace veriload::run {

/// Why a worker began to wind down.
enum class end_reason : std::uint8_t {
  plan_done,        ///< the profile or max_duration_seconds ended
  asked,            ///< the conductor asked
  personas_gone,    ///< data.on_exhaust is error and every persona was used
  could_not_start,  ///< a plugin refused to open on this worker; the text says why
};

/// Called on workers' threads, several at a time: implementations lock.
class worker_events {
 public:
  virtual ~worker_events() = default;

  /// Once per second: what the worker measured in second `second` of the run. The callee takes what
  /// it needs before it returns.
  virtual void second_done(std::uint32_t worker, std::uint64_t second,
                           const aggregation::interval_block& measured) = 0;

  /// The worker winds down; `text` is for people and may be empty.
  virtual void winding_down(std::uint32_t worker, end_reason reason, const std::string& text) = 0;

  /// The worker has no user left; its `run` returns next.
  virtual void ended(std::uint32_t worker) = 0;
};

}  // namespace veriload::run

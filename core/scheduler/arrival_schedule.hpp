// When arrivals come: instants of an open plan, all computed from its start. Flow: plan ->
// [arrival schedule] -> worker.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/random.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::scheduler {

/// The rate moves in a straight line from that of the stage before to `rate_end`.
struct rate_stage {
  double rate_end;  ///< arrivals per second, 0 to a million, exact to a millionth
  base::ns length;  ///< 0: a jump
};

/// The instants of all arrivals of a run, since its start.
///
/// With a rate, arrival k comes when the area under the rate has reached k (constant), or the sum
/// of k+1 exponential draws of mean 1 (Poisson, of a rate that may change: the time of a unit
/// process is stretched by the rate). With a trace each instant is given. Nothing depends on when
/// anybody looks, nor on the arrival before having been on time; integers only, so that every
/// worker and machine computes the same.
///
/// Thread: immutable after construction, read from any thread. Memory: that of the stages, or eight
/// bytes per arrival of a trace.
class arrival_schedule {
 public:
  /// The stages last longer than 0 in all.
  static arrival_schedule constant(double first_rate, std::span<const rate_stage> stages);
  static arrival_schedule poisson(double first_rate, std::span<const rate_stage> stages,
                                  std::uint64_t seed);

  /// `offsets` ascending, from 0; at least one.
  static arrival_schedule trace(std::vector<base::ns> offsets);

  /// When the last stage ends; of a trace just behind its last arrival.
  base::ns duration() const noexcept { return duration_; }

  /// Arrivals that the plan wants by `elapsed`: of a Poisson process the expected number.
  double wanted_by(base::ns elapsed) const noexcept;

 private:
  friend class arrival_cursor;
  __extension__ using wide = unsigned __int128;  // areas: arrivals times 10^15

  struct stage {
    base::ns begin;
    base::ns length;
    std::uint64_t from;  // millionths of an arrival per second
    std::uint64_t to;
    wide area_before;
    wide area_end;
  };

  arrival_schedule() = default;
  void add_stages(double first_rate, std::span<const rate_stage> stages);
  base::ns instant_of(wide position) const noexcept;
  wide area_by(base::ns elapsed) const noexcept;

  std::vector<stage> stages_;
  std::vector<base::ns> trace_;
  base::ns duration_ = 0;
  std::uint64_t seed_ = 0;
  bool poisson_ = false;
};

/// Walks over the arrivals of one worker: those whose number modulo `workers` is its own.
///
/// The parts of all workers are disjoint and together the whole. Of a Poisson schedule each worker
/// draws the gaps of all (10 ns each), so that the schedule does not depend on their number.
///
/// Thread: owned by one. `schedule` outlives it.
class arrival_cursor {
 public:
  arrival_cursor(const arrival_schedule& schedule, std::uint32_t worker, std::uint32_t workers);

  /// When the current arrival comes, since the start of the run; base::never behind the last.
  base::ns at() const noexcept { return at_; }

  /// Goes on to the worker's next arrival.
  void next() noexcept;

 private:
  void move(std::uint32_t steps) noexcept;

  const arrival_schedule* schedule_;
  std::uint32_t workers_;
  std::uint64_t number_ = 0;             // of the current arrival in the whole run
  arrival_schedule::wide position_ = 0;  // of a Poisson schedule: the sum of draws, in 1/2^32
  base::random_stream random_;
  base::ns at_ = 0;
};

}  // namespace veriload::scheduler

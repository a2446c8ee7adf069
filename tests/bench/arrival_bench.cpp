// How punctual arrivals are on one thread, and what they cost, without any protocol. Flow: by hand.
//
//   arrival_bench RATE SECONDS    arrivals per second at even distances; prints how late their
//                                 instants were taken up and which share of a core that took
//
// The loop sleeps until each instant: nothing spins. What is late is the kernel's wake-up, or
// somebody else on the core.
#include "core/aggregation/histogram.hpp"
#include "core/loop/reactor.hpp"
#include "core/scheduler/arrival_schedule.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace veriload;

namespace {

struct arrivals : loop::pulse {
  arrivals(loop::reactor& on, const scheduler::arrival_schedule& schedule)
      : loop(on), next(schedule, 0, 1) {
    beat = [](loop::pulse& self) noexcept { static_cast<arrivals&>(self).take(); };
    at = start;
  }

  void take() {
    while (next.at() != base::never && start + next.at() <= loop.now()) {
      lateness.record(loop.now() - start - next.at());
      next.next();
    }
    if (next.at() == base::never) return loop.stop();
    at = start + next.at();
  }

  loop::reactor& loop;
  scheduler::arrival_cursor next;
  base::ns start = base::monotonic_now() + 10 * base::millisecond;
  aggregation::histogram lateness;
};

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

int main(int count, char** words) {
  const double rate = count == 3 ? std::atof(words[1]) : 0;
  const double seconds = count == 3 ? std::atof(words[2]) : 0;
  if (!(rate > 0 && rate <= 1e6 && seconds > 0 && seconds <= 3600)) {
    std::fprintf(stderr, "usage: arrival_bench RATE SECONDS\n");
    return 2;
  }
  ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  const std::array stages{scheduler::rate_stage{rate, base::from_seconds(seconds)}};
  const auto schedule = scheduler::arrival_schedule::constant(rate, stages);
  loop::reactor loop({});
  arrivals all(loop, schedule);
  loop.set_pulse(&all);
  const double before = cpu_seconds();
  loop.run();
  const double used = cpu_seconds() - before;
  loop.set_pulse(nullptr);
  const auto us = [&](double percent) {
    return static_cast<double>(all.lateness.percentile(percent)) / 1e3;
  };
  std::printf("%llu arrivals, lateness p50 %.0f us, p99 %.0f us, max %.0f us, %.2f of a core\n",
              static_cast<unsigned long long>(all.lateness.count()), us(50), us(99), us(100),
              used / seconds);
  return 0;
}

// An op that remembers how it completed, and the ways to run a loop inside a test. Flow: test ->
// loop.
#pragma once

#include "core/loop/reactor.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

namespace veriload::loop::test {

/// Counts its completions: once and only once is what most tests ask for.
struct recorded_op : vl_op {
  recorded_op() : vl_op{} {
    complete = [](vl_op* op, vl_result r) noexcept {
      auto& self = static_cast<recorded_op&>(*op);
      ++self.completions;
      self.result = r;
      if (self.then) self.then();
    };
  }
  recorded_op(const recorded_op&) = delete;

  bool done() const { return completions != 0; }

  int completions = 0;
  vl_result result{};
  std::function<void()> then;
};

/// One turn that does not wait.
inline void turn(reactor& loop) {
  loop.stop();
  loop.run();
}

/// Runs the loop as in production, waits included, until `condition` holds; ten seconds are a
/// failure.
template <class Condition>
void run_until(reactor& loop, Condition condition) {
  struct ticker : timer {
    explicit ticker(reactor& of)
        : timer([](timer& t) noexcept { static_cast<ticker&>(t).loop.stop(); }), loop(of) {}
    reactor& loop;
  } tick(loop);
  const ns limit = base::monotonic_now() + 10 * base::second;
  while (!condition()) {
    BOOST_REQUIRE(base::monotonic_now() < limit);
    loop.arm(tick, base::monotonic_now());
    loop.run();
    loop.disarm(tick);
  }
}

}  // namespace veriload::loop::test

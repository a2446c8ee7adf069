#include "core/run/worker_probe.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace veriload;
using namespace veriload::run;
using base::millisecond;

namespace {

void burn(base::ns length) {
  const base::ns end = base::monotonic_now() + length;
  while (base::monotonic_now() < end) {
  }
}

// Runs a loop with a probe for `length`; after 50 ms it is busy with one thing for `blocked`.
struct probed_loop {
  explicit probed_loop(base::ns length, base::ns blocked) {
    std::thread([&] {
      struct ender : loop::timer {
        explicit ender(loop::reactor& of)
            : timer([](timer& t) noexcept { static_cast<ender&>(t).owner->stop(); }), owner(&of) {}
        loop::reactor* owner;
      } end(reactor);
      struct blocker : loop::timer {
        explicit blocker(base::ns of)
            : timer([](timer& t) noexcept { burn(static_cast<blocker&>(t).length); }), length(of) {}
        base::ns length;
      } block(blocked);
      const base::ns start = base::monotonic_now();
      probe.begin(start);
      reactor.arm(end, start + length);
      if (blocked > 0) reactor.arm(block, start + 50 * millisecond);
      reactor.run();
      probe.end();
    }).join();
  }

  loop::reactor reactor{{}};
  worker_probe probe{reactor};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(worker_probe_suite)

BOOST_AUTO_TEST_CASE(a_loop_that_is_held_up_comes_late_to_its_heartbeat) {
  probed_loop held(600 * millisecond, 300 * millisecond);
  const worker_probe::seen seen = held.probe.take();
  BOOST_TEST(seen.stalls >= 1U);
  BOOST_TEST(seen.longest_wait >= 270 * millisecond);
  BOOST_TEST(seen.stalled >= 270 * millisecond);
  // Every beat that the wait swallowed counts with its own part of it: some 14 of about 29.
  BOOST_TEST(held.probe.waits().count() >= 20U);
  BOOST_TEST(held.probe.waits().percentile(90) >= 100 * millisecond);
  BOOST_TEST(held.probe.take().stalls == 0U);
}

BOOST_AUTO_TEST_CASE(the_figures_of_the_thread_outlive_it) {
  const probed_loop held(400 * millisecond, 200 * millisecond);
  const auto usage = held.probe.usage();
  BOOST_REQUIRE(usage.has_value());
  BOOST_TEST(usage->cpu > 20 * millisecond);
  BOOST_TEST(usage->cpu < 400 * millisecond);
}

BOOST_AUTO_TEST_CASE(a_thread_that_has_not_begun_has_no_figures) {
  loop::reactor reactor{{}};
  const worker_probe probe(reactor);
  BOOST_TEST(!probe.usage().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

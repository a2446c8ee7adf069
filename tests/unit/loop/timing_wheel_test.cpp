#include "core/loop/timing_wheel.hpp"

#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>
#include <functional>
#include <map>
#include <vector>

using namespace veriload;
using namespace veriload::loop;
using base::millisecond;
using base::second;

namespace {

constexpr ns hour = 3600 * second;

struct probe : timer {
  explicit probe(std::function<void(probe&)> on_fire = nullptr)
      : timer([](timer& t) noexcept {
          auto& self = static_cast<probe&>(t);
          ++self.fired;
          if (self.then) self.then(self);
        }),
        then(std::move(on_fire)) {}
  int fired = 0;
  std::function<void(probe&)> then;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(timing_wheel_suite)

BOOST_AUTO_TEST_CASE(fires_at_the_deadline_rounded_up_to_a_millisecond_and_not_before) {
  timing_wheel wheel(0);
  probe p;
  wheel.arm(p, 5 * millisecond + 1);
  BOOST_TEST(wheel.next_deadline() == 6 * millisecond);
  wheel.advance(6 * millisecond - 1);
  BOOST_TEST(p.fired == 0);
  wheel.advance(6 * millisecond);
  BOOST_TEST(p.fired == 1);
  BOOST_TEST(!p.armed());
  BOOST_TEST(wheel.next_deadline() == base::never);
}

BOOST_AUTO_TEST_CASE(fires_a_deadline_on_the_millisecond_without_rounding) {
  timing_wheel wheel(0);
  probe p;
  wheel.arm(p, 5 * millisecond);
  wheel.advance(5 * millisecond);
  BOOST_TEST(p.fired == 1);
}

BOOST_AUTO_TEST_CASE(fires_a_past_deadline_at_the_next_millisecond) {
  timing_wheel wheel(10 * second);
  probe p;
  wheel.arm(p, 1 * second);
  wheel.advance(10 * second);
  BOOST_TEST(p.fired == 0);
  BOOST_TEST(wheel.next_deadline() == 10 * second + millisecond);
  wheel.advance(10 * second + millisecond);
  BOOST_TEST(p.fired == 1);
}

BOOST_AUTO_TEST_CASE(forgets_a_disarmed_timer_and_moves_an_armed_one) {
  timing_wheel wheel(0);
  probe gone, moved;
  wheel.arm(gone, 5 * millisecond);
  wheel.arm(moved, 5 * millisecond);
  wheel.disarm(gone);
  wheel.disarm(gone);
  wheel.arm(moved, 9 * millisecond);
  BOOST_TEST(wheel.armed() == 1);
  wheel.advance(8 * millisecond);
  BOOST_TEST(gone.fired + moved.fired == 0);
  wheel.advance(9 * millisecond);
  BOOST_TEST(moved.fired == 1);
  BOOST_TEST(wheel.armed() == 0);
}

BOOST_AUTO_TEST_CASE(keeps_deadlines_hours_and_days_away) {
  timing_wheel wheel(123 * millisecond);
  probe hours, days, never;
  wheel.arm(hours, 3 * hour + 7 * millisecond);
  wheel.arm(days, 49 * hour + 3 * millisecond);
  wheel.arm(never, base::never);
  ns now = 123 * millisecond;
  while (days.fired == 0) {
    const ns next = wheel.next_deadline();
    BOOST_REQUIRE(next > now);
    BOOST_REQUIRE(next <= 49 * hour + 3 * millisecond);
    wheel.advance(next - 1);
    BOOST_REQUIRE(hours.fired == (next - 1 >= 3 * hour + 7 * millisecond ? 1 : 0));
    wheel.advance(now = next);
  }
  BOOST_TEST(now == 49 * hour + 3 * millisecond);
  BOOST_TEST(hours.fired == 1);
  BOOST_TEST(never.fired == 0);
  BOOST_TEST(never.armed());
  BOOST_TEST(wheel.take_any() == &never);
}

BOOST_AUTO_TEST_CASE(one_advance_over_hours_fires_everything_that_came_due) {
  timing_wheel wheel(0);
  std::deque<probe> probes;
  for (int i = 0; i < 2000; ++i)
    wheel.arm(probes.emplace_back(), (i * 13 + 1) * second);
  BOOST_TEST(wheel.advance(13000 * second) == 1000);
  BOOST_TEST(wheel.advance(26001 * second) == 1000);
}

BOOST_AUTO_TEST_CASE(a_timer_armed_while_firing_waits_for_the_next_advance) {
  timing_wheel wheel(0);
  probe again([&](probe& self) { wheel.arm(self, 0); });
  wheel.arm(again, millisecond);
  // A long stall: every missed millisecond must not fire it anew.
  wheel.advance(20 * second);
  BOOST_TEST(again.fired == 1);
  BOOST_TEST(wheel.next_deadline() == 20 * second + millisecond);
  wheel.advance(20 * second + millisecond);
  BOOST_TEST(again.fired == 2);
}

BOOST_AUTO_TEST_CASE(firing_may_disarm_its_neighbours) {
  timing_wheel wheel(0);
  std::deque<probe> all;
  for (int i = 0; i < 8; ++i) {
    all.emplace_back([&](probe& self) {
      for (probe& other : all) {
        if (&other != &self) wheel.disarm(other);
      }
    });
    wheel.arm(all.back(), 3 * millisecond);
  }
  BOOST_TEST(wheel.advance(10 * millisecond) == 1);
  BOOST_TEST(wheel.armed() == 0);
  BOOST_TEST(wheel.next_deadline() == base::never);
}

BOOST_AUTO_TEST_CASE(firing_may_move_a_neighbour_to_the_same_slot_of_a_later_round) {
  timing_wheel wheel(0);
  probe other;
  probe first([&](probe&) { wheel.arm(other, (3 + 4096) * millisecond); });
  wheel.arm(other, 4 * millisecond);
  wheel.arm(first, 3 * millisecond);
  wheel.advance(4 * millisecond);
  BOOST_TEST(other.fired == 0);
  wheel.advance((2 + 4096) * millisecond);
  BOOST_TEST(other.fired == 0);
  wheel.advance((3 + 4096) * millisecond);
  BOOST_TEST(other.fired == 1);
}

BOOST_AUTO_TEST_CASE(take_any_empties_both_rings) {
  timing_wheel wheel(0);
  std::deque<probe> all;
  for (int i = 0; i < 300; ++i)
    wheel.arm(all.emplace_back(), i * 77 * second);
  int taken = 0;
  while (wheel.take_any() != nullptr)
    ++taken;
  BOOST_TEST(taken == 300);
  BOOST_TEST(wheel.next_deadline() == base::never);
}

// Thousands of timers armed, moved and disarmed at random against an ordered map; the clock walks,
// jumps and follows next_deadline().
BOOST_AUTO_TEST_CASE(agrees_with_an_ordered_map_on_random_timers) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    base::random_stream random(seed, 0);
    ns now = static_cast<ns>(random.below(1000 * second));
    timing_wheel wheel(now);
    std::multimap<ns, probe*> oracle;
    std::deque<probe> probes(3000);
    std::map<probe*, std::multimap<ns, probe*>::iterator> where;
    std::vector<probe*> fired;
    for (probe& p : probes)
      p.then = [&](probe& self) { fired.push_back(&self); };

    const ns reach[] = {10 * millisecond, 5 * second, 20 * second, 2 * hour, 30 * hour};
    for (int round = 0; round < 4000; ++round) {
      probe& p = probes[random.below(probes.size())];
      if (const auto known = where.find(&p); known != where.end()) {
        oracle.erase(known->second);
        where.erase(known);
      }
      if (random.below(4) == 0) {
        wheel.disarm(p);
      } else {
        const ns deadline =
            now + static_cast<ns>(random.below(static_cast<std::uint64_t>(reach[random.below(5)])));
        wheel.arm(p, deadline);
        where[&p] = oracle.emplace(deadline, &p);
      }
      if (random.below(3) != 0) continue;

      const ns next = wheel.next_deadline();
      if (random.below(2) == 0 && next != base::never) {
        now = std::max(now, next);
      } else {
        now += static_cast<ns>(random.below(static_cast<std::uint64_t>(reach[random.below(4)])));
      }
      fired.clear();
      wheel.advance(now);
      for (probe* one : fired) {
        const auto known = where.find(one);
        BOOST_REQUIRE(known != where.end());
        BOOST_REQUIRE(known->second->first <= now);
        oracle.erase(known->second);
        where.erase(known);
      }
      // What is left is not due for a whole millisecond yet, and the wheel wakes in time for it.
      if (!oracle.empty()) {
        BOOST_REQUIRE(oracle.begin()->first + millisecond > now);
        BOOST_REQUIRE(wheel.next_deadline() <= std::max(oracle.begin()->first, now) + millisecond);
      }
      BOOST_REQUIRE(wheel.armed() == oracle.size());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

// Workers under plans with arrivals, limits of iterations, and a warm-up.
#include "core/run/worker.hpp"
#include "tests/unit/run/crew.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using namespace veriload;
using namespace veriload::run;
using namespace veriload::run::test;
using base::millisecond;
using scheduler::arrival_schedule;
using scheduler::load_profile;

namespace {

// Arrivals at even distances for `length`; the plan ends with them.
struct arrivals {
  arrivals(crew& of, double rate, base::ns length, std::uint64_t users)
      : stages{scheduler::rate_stage{rate, length}},
        schedule(arrival_schedule::constant(rate, stages)) {
    of.shape.arrivals = &schedule;
    of.shape.profile = load_profile::soak(users, length);
    of.shape.most_users = users;
  }
  std::array<scheduler::rate_stage, 1> stages;
  arrival_schedule schedule;
};

aggregation::arrival_counts counts_of(crew& c) {
  aggregation::arrival_counts sum;
  for (std::size_t i = 0; i < c.shape.workers; ++i)
    sum.merge(c.at(i).arrivals());
  return sum;
}

std::uint64_t iterations_of(crew& c) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < c.shape.workers; ++i)
    sum += c.at(i).recorder().iterations();
  return sum;
}

void all_ended(const crew& c) {
  BOOST_TEST(c.ended_workers.size() == c.shape.workers);
  for (const auto& [number, life] : c.lives)
    BOOST_TEST(life.gone > 0, "user " << number << " is still there");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(worker_arrivals_suite)

BOOST_AUTO_TEST_CASE(each_arrival_is_a_user_that_comes_at_its_instant_and_leaves) {
  for (const std::uint32_t workers : {1U, 2U}) {
    crew c;
    const arrivals plan(c, 100, 300 * millisecond, 50);
    c.shape.workers = workers;
    c.shape.iterations = 1;
    c.run();
    all_ended(c);
    BOOST_TEST(c.lives.size() == 30U);
    for (const auto& [number, life] : c.lives)
      BOOST_TEST(life.began - c.start >= static_cast<base::ns>(number) * 10 * millisecond);
    const auto counts = counts_of(c);
    BOOST_TEST(counts.planned == 30U);
    BOOST_TEST(counts.started == 30U);
    BOOST_TEST(counts.skipped == 0U);
    BOOST_TEST(counts.lateness.count() == 30U);
    BOOST_TEST(counts.span == 300 * millisecond);
    BOOST_TEST(iterations_of(c) == 30U);
  }
}

BOOST_AUTO_TEST_CASE(arrivals_that_find_nobody_free_until_the_end_are_skipped_and_counted) {
  crew c;
  const arrivals plan(c, 100, 200 * millisecond, 3);
  c.style = task_style::until_stopped;
  c.run();
  all_ended(c);
  BOOST_TEST(c.lives.size() == 3U);
  const auto counts = counts_of(c);
  BOOST_TEST(counts.planned == 20U);
  BOOST_TEST(counts.started == 3U);
  BOOST_TEST(counts.skipped == 17U);
}

BOOST_AUTO_TEST_CASE(arrivals_that_wait_for_a_free_user_are_begun_late_in_their_order) {
  crew c;
  const arrivals plan(c, 1'000, 100 * millisecond, 1);  // a user takes 2 ms or more
  c.shape.iterations = 1;
  c.run();
  all_ended(c);
  const auto counts = counts_of(c);
  BOOST_TEST(counts.planned == 100U);
  BOOST_TEST(counts.started == c.lives.size());
  BOOST_TEST(counts.started + counts.skipped == counts.planned);
  BOOST_TEST(counts.started <= 50U);
  BOOST_TEST(counts.started >= 5U);
  BOOST_TEST(counts.late > 0U);
  BOOST_TEST(counts.lateness.max() > 20 * millisecond);
  BOOST_TEST(c.peak() == 1U);
}

BOOST_AUTO_TEST_CASE(arrivals_past_the_longest_lateness_are_skipped_and_the_rest_is_not_later) {
  crew c;
  const arrivals plan(c, 1'000, 300 * millisecond, 1);
  c.shape.iterations = 1;
  c.shape.max_lateness = 20 * millisecond;
  c.run();
  all_ended(c);
  const auto counts = counts_of(c);
  BOOST_TEST(counts.planned == 300U);
  BOOST_TEST(counts.started + counts.skipped == 300U);
  BOOST_TEST(counts.skipped > 100U);
  BOOST_TEST(counts.lateness.max() <= 20 * millisecond);
}

BOOST_AUTO_TEST_CASE(an_arrival_that_is_an_iteration_takes_a_user_that_waits) {
  crew c;
  const arrivals plan(c, 20, 500 * millisecond, 10);
  c.shape.each_iteration = true;
  c.run();
  all_ended(c);
  BOOST_TEST(iterations_of(c) == 10U);
  BOOST_TEST(counts_of(c).started == 10U);
  BOOST_TEST(c.lives.size() < 10U);  // 2 ms of work every 50 ms: one is enough on a quiet machine
}

BOOST_AUTO_TEST_CASE(as_many_users_are_started_as_iterations_overlap_and_no_more_than_the_cap) {
  crew c;
  const arrivals plan(c, 100, 200 * millisecond, 4);
  c.shape.each_iteration = true;
  c.style = task_style::until_stopped;
  c.run();
  all_ended(c);
  BOOST_TEST(c.lives.size() == 4U);
  BOOST_TEST(counts_of(c).started == 4U);
  BOOST_TEST(counts_of(c).skipped == 16U);
}

BOOST_AUTO_TEST_CASE(a_user_that_leaves_after_its_iterations_is_replaced_when_one_is_needed) {
  crew c;
  const arrivals plan(c, 50, 300 * millisecond, 5);
  c.shape.each_iteration = true;
  c.shape.iterations = 1;
  c.run();
  all_ended(c);
  BOOST_TEST(c.lives.size() == 15U);
  BOOST_TEST(iterations_of(c) == 15U);
}

BOOST_AUTO_TEST_CASE(asked_to_stop_arrivals_end_and_what_came_due_is_told) {
  crew c;
  const arrivals plan(c, 100, 3'600 * base::second, 10);
  c.shape.iterations = 1;
  c.asks_at_number = 5;
  c.run();
  all_ended(c);
  const auto counts = counts_of(c);
  BOOST_TEST(counts.started == c.lives.size());
  BOOST_TEST(counts.planned >= counts.started);
  BOOST_TEST(counts.planned < 100U);
}

BOOST_AUTO_TEST_CASE(arrivals_without_a_persona_left_end_the_run) {
  crew c;
  const arrivals plan(c, 200, 3'600 * base::second, 10);
  c.shape.iterations = 1;
  c.shape.pool_size = 4;
  c.shape.on_exhaust = config::exhaust_mode::error;
  c.run();
  all_ended(c);
  BOOST_TEST(c.lives.size() == 4U);
  BOOST_TEST((c.reasons.front() == end_reason::personas_gone));
  BOOST_TEST(c.reasons.size() == 1U);
  BOOST_TEST(c.ended_workers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_limit_of_iterations_is_met_exactly_and_ends_the_run) {
  for (const std::uint64_t total : {0U, 1U, 50U, 101U}) {
    crew c;
    c.shape.workers = 2;
    c.shape.profile = load_profile::soak(6, 3'600 * base::second);
    c.shape.tick = 10 * millisecond;
    c.shape.total_iterations = total;
    c.run();
    all_ended(c);
    BOOST_TEST(iterations_of(c) == total);
    for (const end_reason reason : c.reasons)
      BOOST_TEST((reason == end_reason::plan_done));
  }
}

BOOST_AUTO_TEST_CASE(a_limit_of_iterations_ends_open_plans_too) {
  for (const bool each_iteration : {false, true}) {
    crew c;
    const arrivals plan(c, 200, 3'600 * base::second, 4);
    c.shape.workers = 2;
    c.shape.each_iteration = each_iteration;
    c.shape.total_iterations = 21;
    c.run();
    all_ended(c);
    BOOST_TEST(iterations_of(c) == 21U);
  }
}

BOOST_AUTO_TEST_CASE(users_that_have_done_their_iterations_are_replaced_in_a_closed_plan) {
  crew c;
  c.shape.profile = load_profile::soak(2, 200 * millisecond);
  c.shape.tick = 5 * millisecond;
  c.shape.iterations = 3;
  c.run();
  all_ended(c);
  BOOST_TEST(c.lives.size() > 2U);
  BOOST_TEST(c.peak() <= 2U);
}

BOOST_AUTO_TEST_CASE(one_pass_with_iterations_is_that_many_for_each_user) {
  crew c;
  c.shape.one_pass = true;
  c.shape.tick = 0;
  c.shape.profile = load_profile::soak(4, 3'600 * base::second);
  c.shape.iterations = 3;
  c.run();
  all_ended(c);
  BOOST_TEST(c.lives.size() == 4U);
  BOOST_TEST(iterations_of(c) == 12U);
}

BOOST_AUTO_TEST_CASE(iterations_of_the_warmup_are_kept_apart) {
  crew c;
  c.shape.profile = load_profile::soak(2, 300 * millisecond);
  c.shape.warmup = 150 * millisecond;
  c.run();
  all_ended(c);
  BOOST_REQUIRE(c.at(0).recorder().warmup());
  BOOST_TEST(c.at(0).recorder().warmup()->iterations() > 0U);
  BOOST_TEST(c.at(0).recorder().iterations() > 0U);
}

BOOST_AUTO_TEST_SUITE_END()

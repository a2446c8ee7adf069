#include "core/run/health_sampler.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::run;
using base::millisecond;
using base::second;

namespace {

machine_reading reading(base::ns cpu) {
  machine_reading out;
  out.process_cpu = cpu;
  out.descriptors = 12;
  out.resident_bytes = 4'096;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(health_sampler_suite)

BOOST_AUTO_TEST_CASE(a_row_is_what_happened_between_two_readings) {
  machine_reading first = reading(5 * second);
  first.limit = {second, 100, 10};
  first.ticks = {1'000, 10, 2'000};
  health_sampler sampler(100 * second, 2, first);
  machine_reading then = reading(6 * second);
  then.limit = {second + 300 * millisecond, 110, 15};
  then.ticks = {1'120, 30, 2'200};
  then.time_wait = 7;
  sampler.add(101 * second, then,
              {{thread_usage{900 * millisecond, 50 * millisecond, 4},
                {120 * millisecond, 1, 120 * millisecond, 3}},
               {std::nullopt, {}}});
  BOOST_REQUIRE(sampler.rows().size() == 1U);
  const aggregation::health_row row = sampler.rows()[0];
  BOOST_TEST(row.from == 0);
  BOOST_TEST(row.to == second);
  BOOST_TEST(row.process_cpu == 1.0);
  BOOST_TEST(row.machine_busy == 0.6);
  BOOST_TEST(row.stolen == 0.1);
  BOOST_TEST(row.throttled == 0.3);
  BOOST_TEST(row.time_wait == 7U);
  BOOST_TEST(row.descriptors == 12U);
  BOOST_TEST(row.resident_bytes == 4'096U);
  BOOST_TEST(row.connections == 3U);
  BOOST_TEST(row.stalls == 1U);
  BOOST_TEST(row.stalled == 120 * millisecond);
  BOOST_TEST(row.longest_wait == 120 * millisecond);
  BOOST_TEST(row.involuntary_switches == 4U);
  BOOST_REQUIRE(row.workers.size() == 2U);
  BOOST_TEST(row.workers[0].cpu == 0.9);
  BOOST_TEST(row.workers[0].run_delay == 0.05);
  BOOST_TEST(row.workers[1].cpu == 0.0);
}

BOOST_AUTO_TEST_CASE(a_limit_that_held_many_cores_at_once_counts_by_its_periods) {
  health_sampler sampler(0, 0, machine_reading());
  machine_reading then;
  then.limit = {16 * second, 10, 1};
  sampler.add(second, then, {});
  BOOST_TEST(sampler.rows()[0].throttled == 0.1);
}

BOOST_AUTO_TEST_CASE(what_is_too_short_for_a_row_waits_for_the_next_one) {
  health_sampler sampler(0, 1, reading(0));
  sampler.add(100 * millisecond, reading(millisecond),
              {{thread_usage{millisecond, 0, 1}, {200 * millisecond, 1, 200 * millisecond, 9}}});
  BOOST_TEST(sampler.rows().empty());
  sampler.add(500 * millisecond, reading(250 * millisecond),
              {{thread_usage{50 * millisecond, 0, 3}, {0, 0, 0, 8}}});
  BOOST_REQUIRE(sampler.rows().size() == 1U);
  const aggregation::health_row row = sampler.rows()[0];
  BOOST_TEST(row.from == 0);
  BOOST_TEST(row.to == 500 * millisecond);
  BOOST_TEST(row.process_cpu == 0.5);
  BOOST_TEST(row.workers[0].cpu == 0.1);
  BOOST_TEST(row.involuntary_switches == 3U);
  BOOST_TEST(row.stalls == 1U);
  BOOST_TEST(row.longest_wait == 200 * millisecond);
  BOOST_TEST(row.connections == 8U);
}

BOOST_AUTO_TEST_CASE(counters_that_go_back_make_no_negative_share) {
  health_sampler sampler(0, 1, reading(second));
  sampler.add(second, reading(0), {{thread_usage{}, {}}});
  BOOST_TEST(sampler.rows()[0].process_cpu == 0.0);
  BOOST_TEST(sampler.rows()[0].workers[0].cpu == 0.0);
}

BOOST_AUTO_TEST_CASE(a_real_reading_knows_this_process) {
  const machine_reading real = machine_reader().read();
  BOOST_TEST(real.process_cpu > 0);
  BOOST_TEST(real.descriptors >= 3U);
  BOOST_TEST(real.resident_bytes > 100'000U);
  BOOST_TEST(real.ticks.all > 0U);
  BOOST_TEST(local_ports() > 0U);
  BOOST_TEST(descriptor_limit() > 0U);
}

BOOST_AUTO_TEST_SUITE_END()

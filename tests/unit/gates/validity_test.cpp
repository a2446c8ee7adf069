#include "core/gates/validity.hpp"

#include "core/aggregation/run_result.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using aggregation::health_row;
using aggregation::judgement;
using aggregation::run_result;
using aggregation::validity;
using base::millisecond;
using base::second;

namespace {

// Ten seconds of two calm workers, with 1,000 responses of 20 ms.
run_result calm_run() {
  run_result run;
  run.health.descriptor_limit = 1'000;
  run.health.ports = 10'000;
  for (int i = 0; i < 10; ++i) {
    health_row row;
    row.from = i * second;
    row.to = (i + 1) * second;
    row.descriptors = 40;
    row.workers = {{0.3, 0.01, millisecond}, {0.2, 0.01, millisecond}};
    run.health.rows.push_back(row);
  }
  for (int i = 0; i < 1'000; ++i) {
    run.health.waits.record(i % 100 == 0 ? 2 * millisecond : millisecond / 2);
    run.total.response.record(20 * millisecond);
  }
  run.total.requests = 1'000;
  return run;
}

// The one reason there is.
const aggregation::validity_reason& only(const judgement& of) {
  BOOST_REQUIRE(of.reasons.size() == 1U);
  BOOST_TEST(of.reasons[0].weight == of.verdict);
  return of.reasons[0];
}

void judged(const run_result& run, validity verdict, const std::string& rule,
            const std::string& words) {
  const judgement found = gates::judge_generator(run);
  BOOST_TEST(name_of(found.verdict) == std::string(name_of(verdict)));
  BOOST_TEST(only(found).rule == rule);
  BOOST_TEST_INFO(only(found).text);
  BOOST_TEST(only(found).text.find(words) != std::string::npos);
}

template <class Change>
run_result with(Change change) {
  run_result run = calm_run();
  for (health_row& row : run.health.rows)
    change(row);
  return run;
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(validity)

BOOST_AUTO_TEST_CASE(a_calm_run_is_valid) {
  const judgement found = gates::judge_generator(calm_run());
  BOOST_TEST(found.verdict == validity::valid);
  BOOST_TEST(found.reasons.empty());
}

BOOST_AUTO_TEST_CASE(a_run_of_which_nothing_is_known_is_valid_for_want_of_evidence) {
  BOOST_TEST(gates::judge_generator(run_result()).verdict == validity::valid);
}

BOOST_AUTO_TEST_CASE(a_busy_worker_in_a_third_of_the_run_is_a_hint) {
  int seen = 0;
  const auto busy = [&](int seconds) {
    seen = 0;
    return with([&, seconds](health_row& row) {
      if (seen++ < seconds) row.workers[1].cpu = 0.85;
    });
  };
  BOOST_TEST(gates::judge_generator(busy(3)).reasons.empty());
  judged(busy(4), validity::suspect, "cpu",
         "worker 1 used more than 80 % of its core in 4.0 of 10.0 s");
}

BOOST_AUTO_TEST_CASE(a_worker_without_a_core_is_a_hint) {
  judged(with([](health_row& row) { row.workers[0].run_delay = 0.23; }), validity::suspect,
         "run_queue", "worker 0 was ready to run but had no core for 23 %");
}

BOOST_AUTO_TEST_CASE(a_cpu_limit_is_a_hint_and_from_five_percent_on_a_proof) {
  BOOST_TEST(
      gates::judge_generator(with([](health_row& row) { row.throttled = 0.005; })).reasons.empty());
  judged(with([](health_row& row) { row.throttled = 0.02; }), validity::suspect, "throttled",
         "held the generator still for 2.0 %");
  run_result held = with([](health_row& row) { row.throttled = 0.3; });
  held.health.cpu_limit = 0.5;
  judged(held, validity::invalid, "throttled", "the CPU limit of 0.5 cores");
}

BOOST_AUTO_TEST_CASE(one_stall_is_a_hint_and_one_percent_of_the_run_a_proof) {
  run_result run = calm_run();
  run.health.rows[3].stalls = 1;
  run.health.rows[3].stalled = run.health.rows[3].longest_wait = 120 * millisecond;
  judged(run, validity::suspect, "stalls", "1 times for 100 ms or more, the longest for 120 ms");
  run.health.rows[3].stalled = run.health.rows[3].longest_wait = 300 * millisecond;
  judged(run, validity::invalid, "stalls", "the longest for 300 ms");
}

BOOST_AUTO_TEST_CASE(loops_that_come_late_are_judged_against_the_response_times) {
  run_result run = calm_run();
  for (int i = 0; i < 3'000; ++i)
    run.health.waits.record(4 * millisecond);
  judged(run, validity::suspect, "late_loops", "waited 4.0 ms in the median");
  for (int i = 0; i < 30'000; ++i)
    run.health.waits.record(8 * millisecond);
  judged(run, validity::invalid, "late_loops", "waited 8.0 ms in the median, the bound is 5.0 ms");
  // A heartbeat later than the typical answer: answers cannot have waited that long.
  run_result quick = calm_run();
  quick.total.response.clear();
  for (int i = 0; i < 1'000; ++i) {
    quick.total.response.record(millisecond / 5);
    quick.health.waits.record(8 * millisecond);
    quick.health.waits.record(8 * millisecond);
  }
  judged(quick, validity::suspect, "late_loops", "waited 8.0 ms in the median, the bound is 1.5");
  // The same lateness does not matter where an answer takes a second.
  for (int i = 0; i < 100'000; ++i)
    run.total.response.record(second);
  BOOST_TEST(gates::judge_generator(run).reasons.empty());
}

BOOST_AUTO_TEST_CASE(a_late_tail_is_a_hint) {
  run_result run = calm_run();
  for (int i = 0; i < 30; ++i)
    run.health.waits.record(40 * millisecond);
  judged(run, validity::suspect, "late_loops", "waited 40.0 ms in the 99th percentile");
}

BOOST_AUTO_TEST_CASE(too_few_beats_say_nothing) {
  run_result run = calm_run();
  run.health.waits.clear();
  for (int i = 0; i < 24; ++i)
    run.health.waits.record(50 * millisecond);
  BOOST_TEST(gates::judge_generator(run).reasons.empty());
}

BOOST_AUTO_TEST_CASE(only_a_plan_of_arrivals_can_be_late_for_its_schedule) {
  run_result run = calm_run();
  for (int i = 0; i < 1'000; ++i)
    run.total.lag.record(i < 20 ? 3 * millisecond : 100'000);
  BOOST_TEST(gates::judge_generator(run).reasons.empty());
  run.run.load_model = "open";
  judged(run, validity::suspect, "lag", "left 3.0 ms after their planned instant in the 99th");
  for (int i = 0; i < 1'100; ++i)
    run.total.lag.record(12 * millisecond);
  judged(run, validity::invalid, "lag", "left 12.0 ms");
}

BOOST_AUTO_TEST_CASE(requests_that_this_machine_refused_are_not_the_targets_failures) {
  run_result run = calm_run();
  run.total.requests = 100'000;
  run.errors.push_back({"GET /", aggregation::error_class::machine, 99, 50, "no port left"});
  judged(run, validity::suspect, "own_failures", "(no port left)");
  run.errors[0].count = 200;
  judged(run, validity::invalid, "own_failures", "200 requests");
  run.errors[0].kind = aggregation::error_class::refused;
  BOOST_TEST(gates::judge_generator(run).reasons.empty());
}

BOOST_AUTO_TEST_CASE(samples_out_of_order_speak_against_a_plugin) {
  run_result run = calm_run();
  run.disordered = 5;
  judged(run, validity::suspect, "disordered", "5 samples");
  run.disordered = 20;
  judged(run, validity::invalid, "disordered", "20 samples");
}

BOOST_AUTO_TEST_CASE(descriptors_and_ports_near_their_limit_are_a_hint) {
  judged(with([](health_row& row) { row.descriptors = 900; }), validity::suspect, "descriptors",
         "900 of 1000 descriptors");
  judged(with([](health_row& row) {
           row.connections = 5'000;
           row.time_wait = 4'500;
         }),
         validity::suspect, "ports", "9500 connections");
}

BOOST_AUTO_TEST_CASE(time_that_the_hypervisor_took_is_a_hint) {
  judged(with([](health_row& row) { row.stolen = 0.08; }), validity::suspect, "stolen", "gave 8 %");
}

BOOST_AUTO_TEST_CASE(the_weightiest_reason_comes_first_and_decides) {
  const judgement found = gates::judge_generator(with([](health_row& row) {
    row.stolen = 0.08;
    row.workers[0].run_delay = 0.5;
    row.throttled = 0.2;
  }));
  BOOST_TEST(found.verdict == validity::invalid);
  BOOST_REQUIRE(found.reasons.size() == 3U);
  BOOST_TEST(found.reasons[0].rule == "throttled");
}

#include "core/gates/live_watch.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/gates/rule_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

using namespace veriload;
using aggregation::interval_block;
using gates::live_watch;
using gates::rule;

namespace {

std::vector<rule> rules(const std::vector<std::string>& texts) {
  std::vector<rule> out;
  for (const std::string& text : texts)
    out.push_back(gates::parse_rule(text, {{}, false, "rule"}));
  return out;
}

// Seconds of two endpoints, "A" and "B".
class scene {
 public:
  explicit scene(const std::vector<std::string>& texts)
      : rules_(rules(texts)), watch_((names_.intern("A"), names_.intern("B"), rules_), names_) {}

  void request(std::uint32_t endpoint, base::ns response, bool failed = false,
               std::uint64_t times = 1) {
    if (second_.endpoints.size() <= endpoint) second_.endpoints.resize(endpoint + 1);
    auto& to = second_.endpoints[endpoint];
    for (; times > 0; --times) {
      ++to.requests;
      if (failed) ++to.failures;
      (failed ? to.failed_response : to.response).record(response);
      if (!failed) to.service.record(response / 2);
      to.lag.record(0);
    }
  }

  // Ends the second; the text of the rule that ends the run, or nothing.
  std::string end(base::ns load_end = base::never) {
    const rule* broken = watch_.add(second_, ++seconds_ * base::second, load_end);
    second_.clear();
    return broken ? broken->text : "";
  }

  gates::watch_outcome outcome(std::size_t i = 0) const { return watch_.outcomes().at(i); }

 private:
  aggregation::name_table names_;
  std::vector<rule> rules_;
  live_watch watch_;
  interval_block second_;
  std::int64_t seconds_ = 0;
};

constexpr base::ns ms = base::millisecond;

}  // namespace

BOOST_AUTO_TEST_CASE(a_row_of_bad_seconds_ends_the_run_and_a_shorter_one_does_not) {
  scene run({"p95(response) < 100ms for 3s abort"});
  for (const int length : {200, 200, 50, 200, 200}) {
    run.request(0, length * ms);
    BOOST_TEST(run.end() == "");
  }
  run.request(0, 150 * ms);
  BOOST_TEST(run.end() == "p95(response) < 100ms for 3s abort");
  BOOST_TEST(run.outcome().ended_run);
  BOOST_TEST(run.outcome().ended_at == 6 * base::second);
  BOOST_TEST(run.outcome().measured_seconds == 6u);
  BOOST_TEST(run.outcome().held == 150e6, boost::test_tools::tolerance(0.001));
  run.request(0, 200 * ms);
  BOOST_TEST(run.end() == "");  // once is enough
}

BOOST_AUTO_TEST_CASE(a_second_without_a_request_neither_counts_nor_ends_a_row) {
  scene run({"p95(response) < 100ms for 2s", "rate >= 1/s for 2s"});
  run.request(0, 200 * ms);
  run.end();
  run.end();
  run.request(0, 200 * ms);
  run.end();
  BOOST_TEST(run.outcome(0).measured_seconds == 2u);
  BOOST_TEST(run.outcome(0).held == 200e6, boost::test_tools::tolerance(0.001));
  BOOST_TEST(!run.outcome(0).ended_run);  // it does not say abort
  // Of a rate it is a zero.
  BOOST_TEST(run.outcome(1).measured_seconds == 3u);
  BOOST_TEST(run.outcome(1).held == 1.0);
}

BOOST_AUTO_TEST_CASE(seconds_in_which_users_wind_down_do_not_count) {
  scene run({"rate >= 5/s for 1s abort"});
  run.request(0, ms, false, 5);
  BOOST_TEST(run.end(base::second) == "");
  run.request(0, ms, false, 4);
  BOOST_TEST(run.end(1'999 * ms) == "");
  BOOST_TEST(run.outcome().measured_seconds == 1u);
}

BOOST_AUTO_TEST_CASE(rules_of_an_endpoint_see_it_alone) {
  scene run({"error_rate of \"B\" < 10% for 1s abort", "error_rate < 60% for 1s"});
  run.request(0, ms, true, 10);
  run.request(1, ms, false, 10);
  BOOST_TEST(run.end() == "");
  BOOST_TEST(run.outcome(1).held == 0.5);
  run.request(1, ms, true);
  BOOST_TEST(run.end() == "error_rate of \"B\" < 10% for 1s abort");
}

BOOST_AUTO_TEST_CASE(an_error_rate_ends_the_run_only_when_it_is_no_chance) {
  scene run({"error_rate < 1% abort"});
  run.request(0, ms, true);
  run.request(0, ms, false, 9);
  BOOST_TEST(run.end() == "");  // 10 %, of ten
  run.request(0, ms, true, 10);
  run.request(0, ms, false, 90);
  BOOST_TEST(run.end() == "error_rate < 1% abort");
}

BOOST_AUTO_TEST_CASE(looking_again_and_again_rarely_ends_a_run_that_is_at_its_limit) {
  std::mt19937_64 chance(5);
  std::binomial_distribution<std::uint64_t> failed(100, 0.01);
  int ended = 0;
  for (int trial = 0; trial < 100; ++trial) {
    scene run({"error_rate <= 1% abort"});
    for (int second = 0; second < 100 && !run.outcome().ended_run; ++second) {
      const std::uint64_t failures = failed(chance);
      run.request(0, ms, true, failures);
      run.request(0, ms, false, 100 - failures);
      run.end();
    }
    ended += run.outcome().ended_run;
  }
  BOOST_TEST(ended <= 4);  // about one is expected
}

BOOST_AUTO_TEST_CASE(a_percentile_ends_the_run_when_even_its_lower_bound_is_too_high) {
  scene run({"p50(response) < 100ms abort"});
  run.request(0, 150 * ms, false, 5);
  BOOST_TEST(run.end() == "");
  run.request(0, 150 * ms, false, 50);
  BOOST_TEST(run.end() == "p50(response) < 100ms abort");
  // Fast failures do not help.
  scene failing({"p50(response) < 100ms abort"});
  failing.request(0, 150 * ms, false, 50);
  failing.request(0, ms, true, 500);
  BOOST_TEST(failing.end() != "");
}

BOOST_AUTO_TEST_CASE(what_is_crossed_is_crossed_but_not_before_its_time) {
  scene run(
      {"failures < 3 abort after 4s", "max(service) < 1s", "max(service) < 1s abort after 3s"});
  run.request(0, 3 * base::second);
  BOOST_TEST(run.end() == "");
  run.request(0, ms, true, 3);
  BOOST_TEST(run.end() == "");
  BOOST_TEST(run.end() == "max(service) < 1s abort after 3s");  // it was in the first second
  BOOST_TEST(run.end() == "");  // another rule, but the run ends already
  scene late({"failures < 3 abort after 4s"});
  late.request(0, ms, true, 3);
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(late.end() == "");
  BOOST_TEST(late.end() == "failures < 3 abort after 4s");
}

BOOST_AUTO_TEST_CASE(rules_that_need_no_watch_have_empty_outcomes_in_their_places) {
  scene run({"count >= 1", "count <= 0 abort"});
  run.request(1, ms);
  BOOST_TEST(run.end() == "count <= 0 abort");
  BOOST_TEST(!run.outcome(0).ended_run);
  BOOST_TEST(run.outcome(1).ended_run);
}

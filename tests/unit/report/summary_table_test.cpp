#include "core/report/summary_table.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/gates/judge.hpp"
#include "core/gates/slo.hpp"
#include "core/report/text_table.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>

using namespace veriload;
using aggregation::run_result;
using report::summary_table;

namespace {

run_result shop() {
  run_result run;
  run.run.profile = "soak";
  run.run.duration = 2 * base::second;
  run.run.end_reason = "profile ended";
  run.users = {2, 2, 0, 2};
  run.endpoints.resize(2);
  run.endpoints[0].name = "GET /items";
  run.endpoints[1].name = "POST /orders";
  for (int i = 0; i < 4; ++i)
    run.endpoints[0].stats.response.record(18 * base::millisecond);
  run.endpoints[0].stats.requests = 4;
  run.endpoints[1].stats.requests = 1;
  run.endpoints[1].stats.failures = 1;
  run.endpoints[1].stats.failed_response.record(240 * base::millisecond);
  for (const auto& one : run.endpoints)
    run.total.merge(one.stats);
  run.errors.push_back({"POST /orders", aggregation::error_class::status, 503, 1, "busy\x1b[2J"});
  return run;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string line_with(const std::string& text, const std::string& part) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (holds(line, part)) return line;
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_endpoint_has_a_row_and_the_sum_is_below) {
  const std::string text = summary_table(shop(), {});
  const auto squeezed = [&](const std::string& part) {
    std::string out;
    for (const char c : line_with(text, part)) {
      if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
    }
    return out;
  };
  BOOST_TEST(squeezed("GET /items") == "GET /items 4 0 2.0 18.0 ms 18.0 ms 18.0 ms 18.0 ms");
  BOOST_TEST(squeezed("  all ") == "all 5 1 (20.0 %) 2.5 18.0 ms 240 ms 240 ms 240 ms");
  BOOST_TEST(line_with(text, "VeriLoad") == "VeriLoad \u00b7 soak \u00b7 2.00 s \u00b7 2 users");
}

BOOST_AUTO_TEST_CASE(the_load_model_its_arrivals_and_the_warmup_are_told) {
  run_result run = shop();
  run.run.load_model = "open";
  run.run.warmup = base::second;
  run.warmup.emplace().total.requests = 7;
  auto& arrivals = run.arrivals.emplace();
  arrivals.planned = 100;
  arrivals.started = 90;
  arrivals.skipped = 10;
  arrivals.span = 2 * base::second;
  const std::string text = summary_table(run, {});
  BOOST_TEST(holds(line_with(text, "VeriLoad"), "open (iterations arrive by plan)"));
  BOOST_TEST(holds(text, "100 planned (50.0/s) \u00b7 90 started (45.0/s) \u00b7 10 skipped"));
  BOOST_TEST(holds(text, "no user was free: raise run.users"));
  BOOST_TEST(holds(text, "1.00 s \u00b7 7 requests, in no other figure"));
  BOOST_TEST(!holds(summary_table(shop(), {}), "arrivals"));
}

BOOST_AUTO_TEST_CASE(errors_are_told_with_an_example_that_cannot_change_the_terminal) {
  const std::string text = summary_table(shop(), {});
  BOOST_TEST(holds(text, "1 of 5 requests failed (20.0 %)"));
  BOOST_TEST(line_with(text, "status 503") == "  1  status 503  POST /orders  busy?[2J");
  BOOST_TEST(!holds(text, "\x1b"));
}

BOOST_AUTO_TEST_CASE(rules_stand_beside_what_was_observed) {
  run_result run = shop();
  run.verdicts = gates::judge(
      gates::rules_of({gates::limits{250.0, 0.01}, {{"GET /gone", gates::limits{1.0, {}}}}}), run);
  const std::string text = summary_table(run, {});
  BOOST_TEST(holds(text, "SLO  2 of 3 broken"));
  BOOST_TEST(line_with(text, "p95_ms") ==
             "  \u2713 kept    global p95_ms                240 ms  limit 250 ms");
  BOOST_TEST(holds(line_with(text, "error_rate"), "\u2717"));
  BOOST_TEST(holds(line_with(text, "GET /gone"), "no data, needs at least 1"));
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal) {
  run_result run = shop();
  run.endpoints[0].name = "GET /" + std::string(300, 'x');
  run.errors[0].endpoint = run.endpoints[0].name;
  run.errors[0].example = std::string(240, 'y');
  run.task_failures.push_back({std::string(200, 't'), std::string(240, 'm'), 7});
  run.checks.push_back({std::string(240, 'c'), {1, 1}});
  run.counters.push_back({std::string(240, 'n'), "EUR", 1});
  run.series.resize(500);
  for (auto& row : run.series)
    row.requests = 5;
  run.verdicts =
      gates::judge(gates::rules_of({{}, {{run.endpoints[0].name, gates::limits{1.0, {}}}}}), run);
  for (const unsigned width : {80u, 100u, 200u}) {
    std::istringstream lines(summary_table(run, {width, false}));
    for (std::string line; std::getline(lines, line);) {
      BOOST_TEST(report::columns_of(line) <= width, "at width " << width << ": " << line);
    }
  }
}

BOOST_AUTO_TEST_CASE(long_lists_end_with_what_is_not_shown) {
  run_result run = shop();
  run.errors.clear();
  for (int code = 500; code < 515; ++code) {
    run.errors.push_back({"x", aggregation::error_class::status, code, 2, "e"});
  }
  BOOST_TEST(holds(summary_table(run, {}), "and 10 more of 5 causes"));
  run.other_errors = 4;
  BOOST_TEST(holds(summary_table(run, {}), "and 14 more\n"));
  for (int i = 0; i < 50; ++i) {
    run.endpoints.emplace_back();
    run.endpoints.back().name = "rare " + std::to_string(i);
    run.endpoints.back().stats.requests = 1;
  }
  const std::string text = summary_table(run, {});
  BOOST_TEST(holds(text, "12 endpoints with fewer requests are not shown"));
  BOOST_TEST(holds(text, "GET /items"));
}

BOOST_AUTO_TEST_CASE(a_run_without_requests_says_so) {
  run_result run;
  run.run.interrupted = true;
  const std::string text = summary_table(run, {});
  BOOST_TEST(holds(text, "Requests  none was made"));
  BOOST_TEST(holds(text, "interrupted: by a signal"));
  BOOST_TEST(!holds(text, "Errors"));
}

BOOST_AUTO_TEST_CASE(colour_adds_codes_and_changes_nothing_else) {
  const std::string plain = summary_table(shop(), {});
  std::string coloured = summary_table(shop(), {100, true});
  BOOST_TEST(holds(coloured, "\x1b[31m"));
  for (std::size_t at; (at = coloured.find("\x1b[")) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  BOOST_TEST(coloured == plain);
}

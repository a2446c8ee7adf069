#include "core/cli/live_text.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

using namespace veriload;
using namespace veriload::cli;
using base::millisecond;
using base::second;

namespace {

struct running {
  aggregation::snapshot last;
  bool draining = false;
  base::ns planned = 60 * second;
  std::uint64_t failures = 3;

  running() {
    last.from = 11 * second;
    last.to = 12 * second;
    last.requests = 1'234;
    last.users = 200;
    for (int i = 1; i <= 100; ++i)
      last.response.record(i * millisecond);
  }

  run::live_view view() const {
    return {12 * second, planned, draining, last, 12'345, failures, 4 * millisecond};
  }
};

std::vector<std::string> lines_in(const std::string& block) {
  std::vector<std::string> out;
  std::istringstream in(block);
  for (std::string line; std::getline(in, line);)
    out.push_back(line);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_line_says_everything_for_a_log) {
  BOOST_TEST(live_line(running().view()) ==
             "running  00:12 of 01:00   00:48 left   200 users   1,234 req/s   12,345 requests   "
             "3 failed (0.02 %)   p50 50.0 ms   p95 95.0 ms   p99 99.0 ms   late 4.00 ms");
}

BOOST_AUTO_TEST_CASE(a_run_that_stops_has_no_time_left) {
  running now;
  now.draining = true;
  BOOST_TEST(live_line(now.view()).starts_with("stopping  00:12 of 01:00   200 users"));
  now.planned = 0;
  BOOST_TEST(live_line(now.view()).starts_with("stopping  00:12   200 users"));
}

BOOST_AUTO_TEST_CASE(a_second_without_answers_has_no_percentiles) {
  running now;
  now.last.response.clear();
  BOOST_TEST(live_line(now.view()).find("p50") == std::string::npos);
  BOOST_TEST(live_line(now.view()).ends_with("late 4.00 ms"));
}

BOOST_AUTO_TEST_CASE(a_block_fits_the_terminal_however_small_it_is) {
  running now;
  for (int i = 0; i < 9; ++i) {
    now.last.rows.push_back({"GET /a/rather/long/path/that/does/not/fit/anywhere", 10U + i, 1, 10.0,
                             second, second, second, second});
  }
  for (const std::size_t columns : {1U, 20U, 79U, 200U}) {
    for (const std::size_t most : {1U, 2U, 3U, 5U, 50U}) {
      const auto lines = lines_in(live_block(now.view(), {columns, most, false}));
      BOOST_TEST(!lines.empty());
      BOOST_TEST(lines.size() <= std::min<std::size_t>(most, 7));
      for (const std::string& line : lines)
        BOOST_TEST(static_cast<std::size_t>(std::ranges::count_if(line, [](char c) {
                     return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
                   })) <= columns);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_busiest_endpoints_come_first_and_cannot_move_the_cursor) {
  running now;
  now.last.rows.push_back({"GET /rare", 1, 0, 1.0, 0, millisecond, 0, 0});
  now.last.rows.push_back({"GET /\x1b[2Joften", 90, 2, 90.0, 0, 7 * millisecond, 0, 0});
  const auto lines = lines_in(live_block(now.view(), {100, 20, false}));
  BOOST_REQUIRE(lines.size() == 5U);
  BOOST_TEST(lines[3] == "  GET /?[2Joften     90.0/s   p95 7.00 ms   2 failed");
  BOOST_TEST(lines[4] == "  GET /rare           1.0/s   p95 1.00 ms");
}

BOOST_AUTO_TEST_CASE(a_narrower_terminal_has_wrapped_what_was_drawn) {
  const std::string block = "\x1b[1m" + std::string(50, 'x') + "\x1b[0m\nshort\n\n";
  BOOST_TEST(lines_of(block, 80) == 3U);
  BOOST_TEST(lines_of(block, 50) == 3U);
  BOOST_TEST(lines_of(block, 49) == 4U);
  BOOST_TEST(lines_of(block, 10) == 7U);
}

#include "core/run/snapshot_feed.hpp"

#include "core/host/services.hpp"
#include "tests/unit/host/loaded_plugins.hpp"

#include <string>

using namespace veriload;
using namespace veriload::run;

namespace {

std::string seen;

vl_status note_rows(void*, const vl_snapshot* snapshot) noexcept {
  seen += std::to_string(snapshot->from) + "-" + std::to_string(snapshot->to) + " " +
          std::to_string(snapshot->users) + " users";
  const char* next = static_cast<const char*>(snapshot->rows);
  for (uint32_t i = 0; i < snapshot->n_rows; ++i, next += snapshot->row_stride) {
    const auto& row = *reinterpret_cast<const vl_row*>(next);
    seen += "; " + std::string(host::text_of(row.name)) + " " + std::to_string(row.requests) + "/" +
            std::to_string(row.failures) + " p95 " + std::to_string(row.p95);
  }
  seen += "\n";
  return VL_OK;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(snapshot_feed_suite)

BOOST_AUTO_TEST_CASE(every_reporter_that_wants_it_sees_the_second_row_by_row) {
  test::loaded_plugins plugins;
  const auto& owner = plugins.registry.load(test::bad_plugin("good"));
  vl_reporter_v1 wants{}, does_not{};
  wants.snapshot = note_rows;
  aggregation::snapshot second{};
  second.from = 1;
  second.to = 2;
  second.users = 3;
  second.rows.resize(2);
  second.rows[0].name = "GET /";
  second.rows[0].requests = 10;
  second.rows[0].p95 = 77;
  second.rows[1].name = "login";
  second.rows[1].failures = 4;
  seen.clear();
  feed_snapshot(
      {{&owner, &does_not, "a", "a"}, {&owner, &wants, "b", "b"}, {&owner, &wants, "c", "c"}},
      second);
  const std::string once = "1-2 3 users; GET / 10/0 p95 77; login 0/4 p95 0\n";
  BOOST_TEST(seen == once + once);
}

BOOST_AUTO_TEST_CASE(a_second_without_requests_has_no_rows) {
  test::loaded_plugins plugins;
  const auto& owner = plugins.registry.load(test::bad_plugin("good"));
  vl_reporter_v1 wants{};
  wants.snapshot = note_rows;
  seen.clear();
  feed_snapshot({{&owner, &wants, "a", "a"}}, aggregation::snapshot{});
  BOOST_TEST(seen == "0-0 0 users\n");
}

BOOST_AUTO_TEST_SUITE_END()

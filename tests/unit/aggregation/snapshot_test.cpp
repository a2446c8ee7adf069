#include "core/aggregation/snapshot.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using namespace veriload::aggregation;
using namespace veriload::base;

namespace {

void record(recorder& into, std::uint32_t endpoint, ns response, bool failed = false) {
  sample one;
  one.planned = one.sent = second;
  one.done = second + response;
  one.endpoint = endpoint;
  one.bytes_out = 1;
  one.bytes_in = 10;
  if (failed) one.failure = error_class::timeout;
  into.record(one);
}

}  // namespace

BOOST_AUTO_TEST_CASE(workers_are_merged_per_endpoint_and_in_total) {
  name_table names;
  const auto items = names.intern("GET /items");
  names.intern("never used");
  const auto orders = names.intern("POST /orders");
  recorder one;
  recorder two;
  one.user_started();
  two.user_started();
  for (int i = 0; i < 90; ++i)
    record(one, items, 10 * millisecond);
  for (int i = 0; i < 10; ++i)
    record(two, items, 500 * millisecond);
  record(two, orders, second, true);

  const std::array blocks{&one.take_interval(), &two.take_interval()};
  const snapshot seen = merge_intervals(blocks, names, 4 * second, 6 * second);
  BOOST_TEST(seen.requests == 101);
  BOOST_TEST(seen.failures == 1);
  BOOST_TEST(seen.bytes_in == 1'010);
  BOOST_TEST(seen.bytes_out == 101);
  BOOST_TEST(seen.users == 2);
  BOOST_TEST(seen.response.max() == second);
  BOOST_REQUIRE(seen.rows.size() == 2);
  BOOST_TEST(seen.rows[0].name == "GET /items");
  BOOST_TEST(seen.rows[0].rate == 50.0);
  BOOST_TEST(seen.rows[0].p50 / millisecond == 10);
  BOOST_TEST(seen.rows[0].p95 / millisecond == 500);
  BOOST_TEST(seen.rows[1].name == "POST /orders");
  BOOST_TEST(seen.rows[1].failures == 1);
}

BOOST_AUTO_TEST_CASE(a_quiet_window_has_no_rows) {
  const name_table names;
  recorder idle;
  const std::array blocks{&idle.take_interval()};
  const snapshot seen = merge_intervals(blocks, names, 0, second);
  BOOST_TEST(seen.requests == 0);
  BOOST_TEST(seen.rows.empty());
}

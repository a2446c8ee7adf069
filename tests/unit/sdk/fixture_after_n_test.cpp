// Calls of a fixture that fail or are cancelled at any point.
#include "tests/unit/sdk/slow_fixture.hpp"

#include <veriload/testing/after_n.hpp>
#include <veriload/testing/fixture_under_test.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::sdk_test;
using namespace veriload::testing;

BOOST_AUTO_TEST_SUITE(fixtures_after_n)

namespace {

// Three calls of one connection at once: every op completes once, whatever happens and whenever.
struct three_calls {
  explicit three_calls(fake_host& on)
      : host(on), plugin(host_services(on.handle())), fixture(on, table, &plugin) {
    ops[0].start([&](vl_op* o) { return table.remove(fixture.connection(), calls[0].get(), o); });
    ops[1].start(
        [&](vl_op* o) { return table.create(fixture.connection(), calls[1].get(), &row, o); });
    ops[2].start(
        [&](vl_op* o) { return table.find(fixture.connection(), calls[2].get(), &sink, o); });
  }
  ~three_calls() {
    host.run_until_idle();
    if (row.release != nullptr) row.release(&row);
    for (const watched_op& op : ops) {
      BOOST_TEST(op.done());
      BOOST_TEST(op.completions <= 1);
      BOOST_TEST(op.broken() == "");
    }
  }

  fake_host& host;
  plugin_of<slow_connection> plugin;
  const vl_fixture_v1 table = fixture_table<plugin_of<slow_connection>>("slow");
  fixture_under_test fixture;
  row_call calls[3]{row_call("people"), row_call("people", {{"id", 1}}), row_call("people")};
  vl_record row{sizeof(vl_record), 0, nullptr, nullptr, 0, 0, nullptr, nullptr};
  const vl_record_sink sink{nullptr,
                            [](void*, const vl_record*) noexcept { return vl_status{VL_OK}; }};
  watched_op ops[3];
};

}  // namespace

BOOST_AUTO_TEST_CASE(calls_end_after_any_failure) {
  const long operations = for_each_failure([](fake_host& host) { three_calls three(host); });
  BOOST_TEST(operations > 5);
}

BOOST_AUTO_TEST_CASE(calls_end_after_a_cancel_at_any_step) {
  const long steps = for_each_step([](fake_host& host) {
    three_calls three(host);
    host.loop.on_interrupt([&] {
      for (watched_op& op : three.ops)
        op.during([&] { three.table.cancel(three.fixture.connection(), &op); });
    });
    host.run_until_idle();
  });
  BOOST_TEST(steps > 5);
}

BOOST_AUTO_TEST_SUITE_END()

#include <veriload/fixture.hpp>

#include <veriload/op.hpp>
#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace veriload;
using namespace veriload::testing;

namespace {

// Answers as a server would: each call takes ten milliseconds.
class slow_connection final : public fixture_connection {
 public:
  slow_connection(const vl_loop_v1& loops, vl_loop* loop) : loops_(loops), loop_(loop) {}

  task<> describe(std::string, field_list fields) override {
    co_await pause();
    fields.add("id", "integer", VL_VALUE_INT, VL_FIELD_KEY, "people.id");
  }
  task<fixture_row> create(std::string, field_values values) override {
    co_await pause();
    if (values.empty()) throw error("slow", "no value was given", VL_E_STATUS);
    field_values identity;
    identity.push_back(values.front());
    co_return fixture_row(std::move(identity), std::move(values));
  }
  task<bool> remove(std::string, field_values) override {
    co_await pause();
    co_return true;
  }
  task<bool> exists(std::string, field_values) override { co_return true; }

 private:
  task<> pause() {
    const vl_ns until = loops_.now(loop_) + 10'000'000;
    co_await op_awaiter([&](vl_op* op) { return loops_.sleep_until(loop_, until, op); });
  }

  const vl_loop_v1& loops_;
  vl_loop* loop_;
};

class slow_plugin {
 public:
  explicit slow_plugin(host_services host) : host_(host) {}
  const host_services& host() const { return host_; }
  std::unique_ptr<fixture_connection> connect(vl_loop* loop, node_view) {
    return std::make_unique<slow_connection>(host_.get<vl_loop_v1>(), loop);
  }

 private:
  host_services host_;
};

struct scene {
  fake_host host;
  slow_plugin plugin{host_services(host.handle())};
  const vl_fixture_v1 table = fixture_table<slow_plugin>("slow");
  void* connection = nullptr;

  scene() { table.open(&plugin, host.loop.handle(), nullptr, &connection, nullptr); }
  ~scene() {
    if (connection != nullptr) table.close(connection, nullptr);
    BOOST_TEST(host.complaints() == std::vector<std::string>(), boost::test_tools::per_element());
  }
  vl_status remove(vl_op* op) {
    return table.remove(connection, to_str("people"), nullptr, 0, sizeof(vl_value), op);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fixtures, scene)

BOOST_AUTO_TEST_CASE(a_call_that_waits_completes_with_its_value) {
  watched_op op;
  BOOST_TEST(op.start([&](vl_op* o) { return remove(o); }) == VL_PENDING);
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_OK);
  BOOST_TEST(op.result->value == 1U);
  BOOST_TEST(op.broken() == "");
}

BOOST_AUTO_TEST_CASE(a_call_that_does_not_wait_completes_from_the_loop_too) {
  watched_op op;
  op.start([&](vl_op* o) {
    return table.exists(connection, to_str("people"), nullptr, 0, sizeof(vl_value), o);
  });
  BOOST_TEST(op.pending());
  host.run_until_idle();
  BOOST_TEST(op.result->value == 1U);
  BOOST_TEST(op.broken() == "");
}

BOOST_AUTO_TEST_CASE(calls_may_overlap_and_the_connection_stays_until_they_end) {
  watched_op first, second;
  first.start([&](vl_op* o) { return remove(o); });
  second.start([&](vl_op* o) { return remove(o); });
  BOOST_TEST(table.close(connection, nullptr) == VL_E_MISUSE);
  // Closing in the completion of the last call is fine.
  second.then = [&] {
    BOOST_TEST(table.close(std::exchange(connection, nullptr), nullptr) == VL_OK);
  };
  host.run_until_idle();
  BOOST_TEST(first.status() == VL_OK);
  BOOST_TEST(second.status() == VL_OK);
  BOOST_TEST(connection == nullptr);
}

BOOST_AUTO_TEST_CASE(a_row_comes_back_with_memory_of_its_own) {
  watched_op op;
  vl_record row{};
  row.struct_size = sizeof row;
  {
    std::string name = "email", text = "ada@example.test";
    const vl_value given = {to_str(name), to_str(text), 0, 0, VL_VALUE_STR, 0};
    op.start([&](vl_op* o) {
      return table.create(connection, to_str("people"), &given, 1, sizeof given, &row, o);
    });
    name.assign("xxxxx");  // the array is the host's again once the call has returned
  }
  host.run_until_idle();
  BOOST_REQUIRE(op.status() == VL_OK);
  BOOST_REQUIRE(row.n_values == 1U);
  BOOST_TEST(to_view(row.values[0].name) == "email");
  BOOST_TEST(to_view(row.identity[0].text) == "ada@example.test");
  row.release(&row);
}

BOOST_AUTO_TEST_CASE(a_failure_is_its_status_and_a_line_of_the_log) {
  watched_op op;
  vl_record row{};
  row.struct_size = sizeof row;
  op.start([&](vl_op* o) {
    return table.create(connection, to_str("people"), nullptr, 0, sizeof(vl_value), &row, o);
  });
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_STATUS);
  BOOST_TEST(row.release == nullptr);
  BOOST_REQUIRE(host.record.log_lines.size() == 1U);
  BOOST_TEST(host.record.log_lines[0] == "30 no value was given");
}

BOOST_AUTO_TEST_CASE(values_shorter_than_the_first_abi_are_refused) {
  watched_op op;
  const vl_value given{};
  op.start([&](vl_op* o) { return table.remove(connection, to_str("people"), &given, 1, 8, o); });
  BOOST_TEST(op.status() == VL_E_INVALID);
}

BOOST_AUTO_TEST_SUITE_END()

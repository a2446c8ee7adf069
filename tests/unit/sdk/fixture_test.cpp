#include <veriload/fixture.hpp>

#include "tests/unit/sdk/slow_fixture.hpp"

#include <veriload/testing/fixture_under_test.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace veriload;
using namespace veriload::sdk_test;
using namespace veriload::testing;

namespace {

// Creates all or none.
class batch_connection final : public fixture_connection {
 public:
  task<> describe(fixture_request, field_list) override { co_return; }
  task<fixture_row> create(fixture_request) override {
    throw error("batch", "answers nothing", VL_E_TIMEOUT);  // at once, and yet it may be there
    co_return fixture_row({}, {});
  }
  task<bool> remove(fixture_request) override { co_return false; }
  task<bool> exists(fixture_request) override { co_return false; }
  task<std::vector<fixture_row>> create_many(std::vector<fixture_request> wanted) override {
    std::vector<fixture_row> rows;
    for (const fixture_request& one : wanted) {
      field_values identity;
      identity.emplace_back("key", std::string(one.key()));
      if (one.key() != "left out") rows.emplace_back(std::move(identity), field_values());
    }
    co_return rows;
  }
};

struct scene {
  ~scene() {
    BOOST_TEST(host.complaints() == std::vector<std::string>(), boost::test_tools::per_element());
  }

  fake_host host;
  plugin_of<slow_connection> plugin{host_services(host.handle())};
  const vl_fixture_v1 table = fixture_table<plugin_of<slow_connection>>("slow", "| key |");
  fixture_under_test slow{host, table, &plugin};

  // Starts a remove and leaves it pending.
  vl_status remove(row_call& call, vl_op* op) {
    return table.remove(slow.connection(), call.get(), op);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fixtures, scene)

BOOST_AUTO_TEST_CASE(a_call_that_waits_completes_with_its_value) {
  const row_answer removed = slow.remove(row_call("people"));
  BOOST_TEST(removed.status == VL_OK);
  BOOST_TEST(removed.value == 1U);
  BOOST_TEST(host.loop.time >= 10'000'000);
}

BOOST_AUTO_TEST_CASE(a_call_that_does_not_wait_completes_from_the_loop_too) {
  watched_op op;
  row_call call("people");
  op.start([&](vl_op* o) { return table.exists(slow.connection(), call.get(), o); });
  BOOST_TEST(op.pending());
  host.run_until_idle();
  BOOST_TEST(op.result->value == 1U);
  BOOST_TEST(op.broken() == "");
}

BOOST_AUTO_TEST_CASE(calls_may_overlap_and_the_connection_stays_until_they_end) {
  watched_op first, second;
  row_call one("people"), two("people");
  first.start([&](vl_op* o) { return remove(one, o); });
  second.start([&](vl_op* o) { return remove(two, o); });
  BOOST_TEST(table.close(slow.connection(), nullptr) == VL_E_MISUSE);
  host.run_until_idle();
  BOOST_TEST(first.status() == VL_OK);
  BOOST_TEST(second.status() == VL_OK);
}

BOOST_AUTO_TEST_CASE(one_of_two_calls_is_cancelled_and_the_other_goes_on) {
  watched_op first, second;
  row_call one("people"), two("people");
  first.start([&](vl_op* o) { return remove(one, o); });
  second.start([&](vl_op* o) { return remove(two, o); });
  BOOST_TEST(first.during([&] { return table.cancel(slow.connection(), &first); }) == VL_OK);
  BOOST_TEST(first.during([&] { return table.cancel(slow.connection(), &first); }) == VL_OK);
  host.settle();
  BOOST_TEST(first.status() == VL_E_CANCELED);
  BOOST_TEST(one.reason() == "the call was canceled");
  BOOST_TEST(second.pending());
  BOOST_TEST(table.cancel(slow.connection(), &first) == VL_E_INVALID);
  host.run_until_idle();
  BOOST_TEST(second.status() == VL_OK);
}

BOOST_AUTO_TEST_CASE(a_row_comes_back_with_memory_of_its_own) {
  const row_answer made = slow.create(row_call("people", {{"email", "ada@example.test"}}, "k-7"));
  BOOST_TEST(made.status == VL_OK);
  BOOST_TEST(made.value == 0U);
  BOOST_REQUIRE(made.values.size() == 1U);
  BOOST_TEST(made.values[0].name == "email");
  BOOST_TEST(made.identity[0].text == "ada@example.test");
  BOOST_TEST(slow_connection::seen == "test-run/p-0001/k-7");
}

BOOST_AUTO_TEST_CASE(a_failure_is_its_status_and_a_reason_for_who_asked_else_for_the_log) {
  row_call call("people");
  const row_answer made = slow.create(std::move(call));
  BOOST_TEST(made.status == VL_E_INVALID);
  BOOST_TEST(made.reason == "no value was given");
  BOOST_TEST(host.record.log_lines.empty());
  vl_fixture_call silent = *call.get();
  silent.error = nullptr;
  vl_record row{};
  row.struct_size = sizeof row;
  watched_op op;
  op.start([&](vl_op* o) { return table.create(slow.connection(), &silent, &row, o); });
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_INVALID);
  BOOST_TEST(row.release == nullptr);
  BOOST_REQUIRE(host.record.log_lines.size() == 1U);
  BOOST_TEST(host.record.log_lines[0] == "30 no value was given");
}

BOOST_AUTO_TEST_CASE(a_failed_create_says_whether_it_is_certain) {
  const auto made = [&](const char* how) {
    row_call call("people", {{"email", "a"}});
    call.options = {{"fails", how}};
    return slow.create(std::move(call));
  };
  BOOST_TEST(made("before").status == VL_E_STATUS);
  BOOST_TEST(made("refused").status == VL_E_STATUS);
  BOOST_TEST(made("refused").value == VL_FIXTURE_NOT_CREATED);
  BOOST_TEST(made("lost").status == VL_E_CLOSED);
  BOOST_TEST(made("lost").value == 0U);
  BOOST_TEST(made("lost").reason == "no answer");
}

// An answer at once would say that there is no row.
BOOST_AUTO_TEST_CASE(a_create_that_fails_at_once_and_is_not_certain_completes_later) {
  plugin_of<batch_connection> batches{host_services(host.handle())};
  const vl_fixture_v1 known = fixture_table<plugin_of<batch_connection>>("batch");
  const fixture_under_test fixture(host, known, &batches);
  row_call call("people");
  vl_record row{};
  row.struct_size = sizeof row;
  watched_op op;
  BOOST_TEST(op.start([&](vl_op* o) {
    return known.create(fixture.connection(), call.get(), &row, o);
  }) == VL_PENDING);
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_TIMEOUT);
  BOOST_TEST(op.result->value == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_shorter_than_the_first_abi_is_refused) {
  watched_op op;
  row_call call("people", {{"id", 1}});
  vl_fixture_call given = *call.get();
  given.stride = 8;
  op.start([&](vl_op* o) { return table.remove(slow.connection(), &given, o); });
  BOOST_TEST(op.status() == VL_E_INVALID);
  given = *call.get();
  given.struct_size = offsetof(vl_fixture_call, error);
  op.start([&](vl_op* o) { return table.remove(slow.connection(), &given, o); });
  BOOST_TEST(op.status() == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(a_model_is_described_with_all_that_is_known_of_its_fields) {
  std::vector<std::string> told;
  const vl_field_sink sink{
      &told, [](void* ctx, const vl_field* f) noexcept -> vl_status {
        std::string text(to_view(f->name));
        text += " " + std::string(to_view(f->format)) + " " + std::string(to_view(f->reference));
        for (std::uint32_t i = 0; i < f->n_choices; ++i)
          text += " " + std::string(to_view(f->choices[i]));
        for (const std::uint32_t n : {f->flags, f->max_length, f->precision, f->scale})
          text += " " + std::to_string(n);
        static_cast<std::vector<std::string>*>(ctx)->push_back(text);
        return VL_OK;
      }};
  watched_op op;
  row_call call("orders");
  op.start([&](vl_op* o) { return table.describe(slow.connection(), call.get(), &sink, o); });
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_OK);
  const std::vector<std::string> expected = {"state   open paid 1 9 0 0", "price decimal  0 0 8 2",
                                             "user  users.id 0 0 0 0"};
  BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_search_ends_when_the_host_has_enough_and_never_without_a_run) {
  const row_answer all = slow.find(row_call("people"));
  BOOST_TEST(all.value == 8U);
  BOOST_TEST(all.found.size() == 8U);
  row_call anybody("people");
  anybody.run_id.clear();
  BOOST_TEST(slow.find(std::move(anybody)).status == VL_E_INVALID);
  int taken = 0;
  const vl_record_sink two{&taken, [](void* ctx, const vl_record*) noexcept -> vl_status {
                             return ++*static_cast<int*>(ctx) == 2 ? VL_EOF : VL_OK;
                           }};
  watched_op op;
  row_call call("people");
  op.start([&](vl_op* o) { return table.find(slow.connection(), call.get(), &two, o); });
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_OK);
  BOOST_TEST(op.result->value == 2U);
}

BOOST_AUTO_TEST_CASE(a_batch_gives_every_row_or_none) {
  plugin_of<batch_connection> batches{host_services(host.handle())};
  const vl_fixture_v1 known = fixture_table<plugin_of<batch_connection>>("batch");
  const fixture_under_test fixture(host, known, &batches);
  for (const char* last : {"two", "left out"}) {
    row_call one("people", {}, "one"), two("people", {}, last);
    const std::array calls{*one.get(), *two.get()};
    std::array<vl_record, 2> rows{};
    for (vl_record& row : rows)
      row.struct_size = sizeof row;
    watched_op op;
    op.start([&](vl_op* o) {
      return known.create_many(fixture.connection(), calls.data(), 2, sizeof calls[0], rows.data(),
                               sizeof rows[0], o);
    });
    host.run_until_idle();
    const bool whole = std::string_view(last) == "two";
    BOOST_TEST((op.status() == VL_OK) == whole);
    for (vl_record& row : rows) {
      BOOST_TEST((row.release != nullptr) == whole);
      if (row.release != nullptr) row.release(&row);
    }
    if (!whole) BOOST_TEST(one.reason() == "create_many gave 1 rows, expected 2");
  }
  watched_op op;
  BOOST_TEST(op.start([&](vl_op* o) {
    return known.create_many(fixture.connection(), nullptr, 0, 0, nullptr, 0, o);
  }) == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(what_a_connection_leaves_out_is_not_supported) {
  row_call call("people", {{"id", 1}}, "one");
  vl_record row{};
  row.struct_size = sizeof row;
  watched_op op;
  op.start([&](vl_op* o) {
    return table.create_many(slow.connection(), call.get(), 1, sizeof(vl_fixture_call), &row,
                             sizeof row, o);
  });
  BOOST_TEST(op.status() == VL_E_UNSUPPORTED);  // at once: nothing was created
  plugin_of<batch_connection> batches{host_services(host.handle())};
  const vl_fixture_v1 known = fixture_table<plugin_of<batch_connection>>("batch");
  const fixture_under_test fixture(host, known, &batches);
  BOOST_TEST(fixture.find(row_call("people")).status == VL_E_UNSUPPORTED);
}

BOOST_AUTO_TEST_CASE(wrong_settings_are_refused_before_a_run_and_at_the_latest_when_it_opens) {
  const fake_node wrong = fake_node::parse(R"({"port": 0})", "a.yaml");
  BOOST_CHECK_EXCEPTION(fixture_under_test(host, table, &plugin, &wrong), std::runtime_error,
                        [](const std::runtime_error& e) {
                          return std::string(e.what()) ==
                                 "check failed: a.yaml:1:10: expected a port above 0";
                        });
  const fake_node late = fake_node::parse(R"({"wrong": 1})", "a.yaml");
  BOOST_CHECK_EXCEPTION(fixture_under_test(host, table, &plugin, &late), std::runtime_error,
                        [](const std::runtime_error& e) {
                          return std::string(e.what()).find("a.yaml:1:11: unknown key") !=
                                 std::string::npos;
                        });
  BOOST_TEST(table.reference == "| key |");
}

BOOST_AUTO_TEST_SUITE_END()

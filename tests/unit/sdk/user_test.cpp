#include <veriload/user.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace veriload;
using namespace veriload::testing;
using namespace std::chrono_literals;

namespace {

/// A user whose members a test calls from outside any task.
class plain_user : public user {
 public:
  std::string seen_in_constructor{persona().at("contact.email")};
  task<> nothing() { co_return; }
  task<> nap() {
    co_await sleep(0.5);
    co_await sleep_for(250ms);
    co_await sleep(-1);
  }
  task<> endless_nap() { co_await sleep(1e10); }
};

struct fixture {
  fake_host host;
  scenario_context context{host.handle()};
  user_class<plain_user> known{"plain", context};
  live_user live{host, known.task("nothing", &plain_user::nothing)
                           .task("nap", &plain_user::nap)
                           .task("endless_nap", &plain_user::endless_nap)
                           .describe()};
  plain_user& me = static_cast<plain_user&>(*static_cast<user*>(live.state()));
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(users, fixture)

BOOST_AUTO_TEST_CASE(is_usable_from_its_constructor_on) {
  BOOST_TEST(me.seen_in_constructor == "ann@example.test");
}

BOOST_AUTO_TEST_CASE(cannot_be_made_by_hand) {
  BOOST_CHECK_EXCEPTION(plain_user(), error,
                        [](const error& e) { return e.status() == VL_E_MISUSE; });
}

BOOST_AUTO_TEST_CASE(payload_resolves_each_path_and_keeps_the_order) {
  const json made = me.payload("external_id", "persona_id", "email", "contact.email");
  BOOST_TEST(made.dump() == R"({"external_id":"p-17","email":"ann@example.test"})");
  BOOST_TEST(me.payload().dump() == "{}");
}

BOOST_AUTO_TEST_CASE(an_unknown_path_is_an_error_with_the_nearest_known) {
  BOOST_CHECK_EXCEPTION(me.payload("email", "contact.emial"), error, [](const error& e) {
    return e.kind() == "persona" &&
           e.what() == std::string(
                           "unknown persona path \"contact.emial\": did you mean "
                           "contact.email?");
  });
}

BOOST_AUTO_TEST_CASE(a_record_is_json_and_the_same_as_text) {
  host.records["order"] = R"({"id":"o-{number}","total_amount_minor":1999})";
  const json order = me.record("order", 7);
  BOOST_TEST(order.get("id").as_string() == "o-7");
  BOOST_TEST(order.get("total_amount_minor").as_int() == 1999);
  BOOST_TEST(me.record_text("order", 8) == R"({"id":"o-8","total_amount_minor":1999})");
}

BOOST_AUTO_TEST_CASE(an_unknown_record_is_an_error_with_the_hosts_reason) {
  BOOST_CHECK_EXCEPTION(me.record("oder", 0), error, [](const error& e) {
    return e.kind() == "record" && e.status() == VL_E_INVALID &&
           e.what() == std::string("no \"oder\" in fake_host::records");
  });
}

BOOST_AUTO_TEST_CASE(a_host_that_is_older_than_records_refuses_them) {
  fake_host older;
  older.cut(VL_SVC_USER, offsetof(vl_user_v1, record));
  const scenario_context bare{older.handle()};
  const user_link link{older.user.handle(), &bare, nullptr};
  BOOST_CHECK_EXCEPTION(persona_record(link, "order", 0), error, [](const error& e) {
    return e.status() == VL_E_UNSUPPORTED &&
           e.what() == std::string("\"order\": this host has no records");
  });
}

BOOST_AUTO_TEST_CASE(a_field_is_looked_up_once_and_a_failed_look_up_is_not_kept) {
  const int before = host.field_lookups;
  for (int i = 0; i < 5; ++i)
    BOOST_TEST(me.persona().at("persona_id") == "p-17");
  BOOST_TEST(host.field_lookups == before + 1);
  for (int i = 0; i < 2; ++i)
    BOOST_CHECK_THROW(me.persona().at("nope"), error);
  BOOST_TEST(host.field_lookups == before + 3);
}

BOOST_AUTO_TEST_CASE(knows_its_number_segment_and_whether_it_stops) {
  host.user.number = 7;
  BOOST_TEST(me.user_index() == 7u);
  BOOST_TEST(me.persona_segment() == "en_US:Computing");
  BOOST_TEST(!me.stopping());
  host.user.stopping = true;
  BOOST_TEST(me.stopping());
  me.stop();
  BOOST_TEST(host.user.stop_asked);
}

BOOST_AUTO_TEST_CASE(sleeps_to_the_nanosecond_of_the_plan) {
  const vl_ns before = host.loop.time;
  BOOST_TEST(live.run(1) == VL_OK);
  BOOST_TEST(host.loop.time - before == 750'000'000);
}

BOOST_AUTO_TEST_CASE(a_cancelled_sleep_ends_the_task_as_cancelled) {
  watched_op op;
  BOOST_TEST(live.start(op, 1) == VL_PENDING);
  host.user.cancel();
  host.run_until_idle();
  BOOST_TEST(op.result->status == VL_E_CANCELED);
  BOOST_TEST(host.user.failures.at(0).first == "canceled");
  BOOST_TEST(host.user.failures.at(0).second == "sleep: canceled");
}

BOOST_AUTO_TEST_CASE(a_sleep_past_all_measure_is_refused) {
  BOOST_TEST(live.run(2) == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(random_numbers_are_the_hosts) {
  host.user.random_numbers = {42, 0, std::uint64_t(1) << 63, UINT64_MAX};
  BOOST_TEST(me.random() == 42u);
  BOOST_TEST(me.uniform(2, 4) == 2.0);
  BOOST_TEST(me.uniform(2, 4) == 3.0);
  BOOST_TEST(me.uniform(2, 4) < 4.0);
}

BOOST_AUTO_TEST_CASE(random_below_draws_again_instead_of_being_skewed) {
  // 2^64 mod 10 is 6: the values 0 to 5 would come up once too often.
  host.user.random_numbers = {3, 5, 17};
  BOOST_TEST(me.random_below(10) == 7u);
  host.user.random_numbers = {5};
  BOOST_TEST(me.random_below(1) == 0u);
  BOOST_CHECK_THROW(me.random_below(0), error);
}

BOOST_AUTO_TEST_CASE(checks_are_counted_and_passed_on) {
  BOOST_TEST(me.check(true, "login"));
  BOOST_TEST(!me.check(false, "login"));
  BOOST_TEST((host.record.checks["login"] == std::pair<int, int>(1, 1)));
}

BOOST_AUTO_TEST_CASE(counters_add_up_by_name_and_unit) {
  me.count("items", 3, "pieces");
  me.count("items", 4, "pieces");
  me.count("items");
  BOOST_TEST(host.record.counters["items pieces"] == 7.0);
  BOOST_TEST(host.record.counters["items "] == 1.0);
}

BOOST_AUTO_TEST_CASE(lines_carry_their_level_and_pairs) {
  const std::string order = "A-1";
  me.log_info("paid", "order", order, "currency", "EUR");
  me.log_warning("slow");
  me.log_error("gone");
  me.log(log_level::debug, "not kept");
  BOOST_TEST(host.record.log_lines ==
                 (std::vector<std::string>{"20 paid order=A-1 currency=EUR", "30 slow", "40 gone"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

#include <veriload/http_response.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

class reading_user : public user {
 public:
  void (*look)(const http_response&) = nullptr;
  std::string kept_text;
  int error_code = -1;

  task<> get() {
    auto reply = co_await http().get("/cart?id=1");
    if (look != nullptr) look(reply);
  }
  task<> move_around() {
    auto first = co_await http().get("/1");
    auto second = co_await http().get("/2");
    first = std::move(second);
    http_response third = std::move(first);
    kept_text = third.text();
  }
  task<> caught() {
    try {
      auto reply = co_await http().get("/x");
      reply.raise_for_status();
    } catch (const http_error& e) {
      error_code = e.status_code();
    }
  }
  task<> twice_json() {
    auto reply = co_await http().get("/x");
    const json* first = &reply.json();
    error_code = &reply.json() == first && first->at("a").as_int() == 1 ? 0 : 1;
  }
};

struct fixture {
  fake_host host;
  scenario_context context{host.handle()};
  user_class<reading_user> known{"u", context};
  std::string text;
  int error_code = 0;

  ~fixture() {
    BOOST_TEST(host.calls.live_replies == 0);
    http_exchange::drain();
  }
  vl_status run(task<> (reading_user::*body)(), void (*look)(const http_response&) = nullptr) {
    known.task("body", body);
    live_user live(host, known.describe());
    auto* me = static_cast<reading_user*>(static_cast<user*>(live.state()));
    me->look = look;
    const vl_status status = live.run();
    text = me->kept_text;
    error_code = me->error_code;
    return status;
  }
  scripted_reply& answer() {
    host.calls.replies.emplace_back();
    return host.calls.replies.back();
  }
  std::string reason() const {
    return host.user.failures.empty() ? "" : host.user.failures.back().second;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_responses, fixture)

BOOST_AUTO_TEST_CASE(shows_status_headers_and_body) {
  scripted_reply& reply = answer();
  reply.code = 201;
  reply.body = "hello";
  reply.headers = {{"Location", "/orders/7"}, {"X-A", "1"}, {"x-a", "2"}};
  BOOST_TEST(run(&reading_user::get, [](const http_response& r) {
               BOOST_TEST(r.status() == 201);
               BOOST_TEST(r.ok());
               BOOST_TEST(r.text() == "hello");
               BOOST_TEST(r.header("location") == "/orders/7");
               BOOST_TEST(r.header("X-a") == "1");
               BOOST_TEST(r.header("none").empty());
               std::string all;
               for (const http_header h : r.headers())
                 all.append(h.name).append(h.value);
               BOOST_TEST(all == "Location/orders/7X-A1x-a2");
               BOOST_TEST(r.headers().size() == 3u);
             }) == VL_OK);
}

BOOST_AUTO_TEST_CASE(shows_how_long_the_phases_took_and_what_was_moved) {
  BOOST_TEST(run(&reading_user::get, [](const http_response& r) {
               const http_timings t = r.timings();
               BOOST_TEST(t.dns == 0);
               BOOST_TEST(t.connect == 30);
               BOOST_TEST(t.first_byte == 400);
               BOOST_TEST(t.total == 500);
               BOOST_TEST(r.reused());
               BOOST_TEST(r.bytes_sent() == 90u);
               BOOST_TEST(r.bytes_received() == 120u);
             }) == VL_OK);
}

BOOST_AUTO_TEST_CASE(raises_from_400_on_and_names_the_request_without_its_query) {
  answer().code = 399;
  BOOST_TEST(run(&reading_user::get, [](const http_response& r) { r.raise_for_status(); }) ==
             VL_OK);
}

BOOST_AUTO_TEST_CASE(a_failing_answer_is_data_until_it_is_raised) {
  answer().code = 404;
  answer().code = 404;
  BOOST_TEST(run(&reading_user::get, [](const http_response& r) {
               BOOST_TEST(!r.ok());
               BOOST_CHECK_EXCEPTION(r.raise_for_status(), http_error, [](const http_error& e) {
                 return e.what() == std::string("GET /cart answered 404") &&
                        e.status_code() == 404 && e.status() == VL_E_STATUS;
               });
             }) == VL_OK);
}

BOOST_AUTO_TEST_CASE(no_answer_throws_from_the_await_with_the_reason) {
  scripted_reply& reply = answer();
  reply.status = VL_E_CONNECT;
  reply.code = 0;
  reply.error = "connection refused";
  BOOST_TEST(run(&reading_user::get) == VL_E_CONNECT);
  BOOST_TEST(host.user.failures.at(0).first == "http");
  BOOST_TEST(reason() == "GET /cart: connection refused");
}

BOOST_AUTO_TEST_CASE(a_failure_without_words_is_named_by_its_class) {
  scripted_reply& reply = answer();
  reply.status = VL_E_TIMEOUT;
  reply.later = false;
  BOOST_TEST(run(&reading_user::get) == VL_E_TIMEOUT);
  BOOST_TEST(reason() == "GET /cart: timeout");
}

BOOST_AUTO_TEST_CASE(a_scenario_may_catch_either_failure) {
  answer().code = 500;
  BOOST_TEST(run(&reading_user::caught) == VL_OK);
  BOOST_TEST(error_code == 500);
}

BOOST_AUTO_TEST_CASE(a_cancelled_call_is_cancelled_not_failed) {
  answer().never = true;
  known.task("body", &reading_user::get);
  live_user live(host, known.describe());
  watched_op op;
  BOOST_TEST(live.start(op) == VL_PENDING);
  host.run_until_idle();
  BOOST_TEST(!op.result.has_value());
  host.user.cancel();
  host.run_until_idle();
  BOOST_TEST(op.result->status == VL_E_CANCELED);
  BOOST_TEST(host.user.failures.at(0).first == "canceled");
}

BOOST_AUTO_TEST_CASE(json_is_parsed_once) {
  answer().body = R"({"a":1})";
  BOOST_TEST(run(&reading_user::twice_json) == VL_OK);
  BOOST_TEST(error_code == 0);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_json_says_where) {
  answer().body = "<html>";
  BOOST_TEST(run(&reading_user::get, [](const http_response& r) { (void)r.json(); }) ==
             VL_E_PROTOCOL);
  BOOST_TEST(reason() == "byte 0: value expected, found '<'");
}

BOOST_AUTO_TEST_CASE(moving_keeps_one_owner_of_the_reply) {
  answer().body = "one";
  answer().body = "two";
  BOOST_TEST(run(&reading_user::move_around) == VL_OK);
  BOOST_TEST(text == "two");
}

BOOST_AUTO_TEST_SUITE_END()

// The plugin while something goes wrong after N: a host operation fails, calls are cancelled, the
// session is closed. Each journey runs for all N, until one is clean.
#include "tests/unit/http/journey.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::http_plugin::test;

namespace {

constexpr vl_ns second = 1'000'000'000;
}  // namespace

BOOST_AUTO_TEST_SUITE(after_n)

BOOST_AUTO_TEST_CASE(a_dial_a_write_and_an_answer_in_pieces) {
  BOOST_TEST(survives("{}", [](journey& on) { on.call("PUT", "/pieces", "0123456789"); }) >= 3);
}

BOOST_AUTO_TEST_CASE(a_kept_connection_is_used_by_one_call_after_the_other) {
  BOOST_TEST(survives("{}", [](journey& on) {
               on.call("GET", "/ok", "", [&on] {
                 on.call("POST", "/ok", "body", [&on] { on.call("GET", "/close"); });
               });
             }) >= 4);
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_died_is_replaced) {
  survives("{}", [](journey& on) {
    on.call("GET", "/ok", "", [&on] {
      if (on.host.network.streams() > 0) on.host.network.stream(0).reset();
      on.call("GET", "/ok", "", [&on] { on.call("GET", "/ok"); });
    });
  });
}

BOOST_AUTO_TEST_CASE(calls_wait_for_a_free_connection) {
  BOOST_TEST(survives(R"({"max_connections_per_user": 1})", [](journey& on) {
               for (int i = 0; i < 4; ++i)
                 on.call(i % 2 == 0 ? "GET" : "POST", i == 2 ? "/close" : "/ok", "x");
             }) >= 4);
}

BOOST_AUTO_TEST_CASE(overlapping_calls_go_over_several_connections) {
  survives(R"({"max_connections_per_user": 3})", [](journey& on) {
    on.all_succeed = false;
    for (const char* path : {"/ok", "/close", "/reset", "/busy", "/pieces"})
      on.call("GET", path);
  });
}

BOOST_AUTO_TEST_CASE(another_host_takes_the_place_of_an_idle_connection) {
  survives(R"({"max_connections_per_user": 1})", [](journey& on) {
    on.call("GET", "/ok", "", [&on] { on.call("GET", "http://other/ok"); });
  });
}

BOOST_AUTO_TEST_CASE(silence_ends_by_the_timeouts) {
  survives(R"({"max_connections_per_user": 1, "read_timeout_seconds": 3})", [](journey& on) {
    on.all_succeed = false;
    on.call("GET", "/silent");
    on.call("GET", "/silent", "", {}, 2 * second);
    on.call("GET", "/ok", "", {}, 20 * second);
  });
}

BOOST_AUTO_TEST_CASE(a_dial_that_hangs_ends_by_its_deadline) {
  survives("{}", [](journey& on) {
    on.all_succeed = false;
    on.host.network.dial_hangs = true;
    on.call("GET", "/ok");
    on.call("GET", "/ok", "", {}, second);
  });
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_go_out_ends_by_its_deadline) {
  survives("{}", [](journey& on) {
    on.all_succeed = false;
    on.host.network.writes_stall = true;
    on.host.network.write_at_once = 5;
    on.call("POST", "/ok", "body");
  });
}

BOOST_AUTO_TEST_CASE(a_completion_may_close_the_session) {
  survives(R"({"max_connections_per_user": 2})", [](journey& on) {
    on.all_succeed = false;
    on.call("GET", "/ok", "", [&on] { on.close(); });
    on.call("GET", "/silent");
    on.call("GET", "/ok");
  });
}

BOOST_AUTO_TEST_CASE(users_share_connections_and_wait_for_them) {
  BOOST_TEST(survives(R"({"pool": "worker", "max_connections_per_host": 1})", [](journey& on) {
               on.shares = true;
               for (int i = 0; i < 5; ++i) {
                 on.which = i % 2;
                 on.call(i % 3 == 0 ? "POST" : "GET", i == 2 ? "/close" : "/ok", "x");
               }
             }) >= 5);
}

BOOST_AUTO_TEST_CASE(shared_connections_are_lost_and_replaced) {
  survives(R"({"pool": "worker", "max_connections_per_host": 2, "max_connections_per_user": 1,
               "idle_timeout_seconds": 3})",
           [](journey& on) {
             on.all_succeed = false;
             on.shares = true;
             on.call("GET", "/ok", "", [&on] {
               if (on.host.network.streams() > 0) on.host.network.stream(0).reset();
               on.which = 1;
               on.call("GET", "/ok", "", [&on] { on.call("GET", "/moved"); });
             });
             on.which = 1;
             for (const char* path : {"/reset", "/busy", "/pieces", "/away"})
               on.call("GET", path);
             on.which = 0;
             on.call("GET", "/silent", "", {}, 2 * second);
             on.call("GET", "/ok", "", {}, second);
           });
}

BOOST_AUTO_TEST_CASE(a_user_has_a_limit_for_each_host) {
  survives(R"({"max_connections_per_host": 1, "idle_timeout_seconds": 1})", [](journey& on) {
    on.call("GET", "/ok");
    on.call("GET", "/pieces", "", [&on] { on.call("GET", "http://other/ok"); });
    on.call("GET", "http://other/close");
    on.call("GET", "/away");
  });
}

BOOST_AUTO_TEST_SUITE_END()

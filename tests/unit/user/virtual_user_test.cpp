#include "core/user/virtual_user.hpp"

#include "core/host/services.hpp"
#include "tests/unit/user/scene.hpp"

#include <cstring>

using namespace veriload;
using namespace veriload::users;
using namespace veriload::users::test;
using base::millisecond;
using host::view_of;

namespace {

using names = std::vector<std::string>;

vl_status end_after_this(scene& s, vl_status status = VL_OK) {
  user_service.stop(s.handle());
  return status;
}

// A hook that is pending until the test completes the op that it leaves in `kept`.
auto kept_in(vl_op*& kept) {
  return [&kept](vl_op* op) {
    kept = op;
    return vl_status{VL_PENDING};
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(virtual_user_suite)

BOOST_AUTO_TEST_CASE(a_life_with_immediate_steps_has_its_order) {
  scene s;
  s.on_start = [&](vl_op*) {
    s.session();
    return VL_OK;
  };
  s.run = [&](vl_op*) { return s.runs < 3 ? vl_status{VL_OK} : end_after_this(s); };
  s.live();
  const names expected{"create", "on_start", "open",  "run",     "run",
                       "run",    "on_stop",  "close", "destroy", "ended"};
  BOOST_TEST(s.done == expected, boost::test_tools::per_element());
  BOOST_TEST(s.recorder.iterations() == 3U);
  BOOST_TEST(s.recorder.users().started == 1U);
  BOOST_TEST(s.recorder.users().finished == 1U);
  BOOST_TEST(s.recorder.users().failed == 0U);
  BOOST_TEST(s.failures().empty());
}

BOOST_AUTO_TEST_CASE(a_life_with_pending_steps_has_the_same_order) {
  scene s;
  vl_op* kept = nullptr;
  s.on_start = s.run = s.on_stop = kept_in(kept);
  s.protocol.close_status = VL_PENDING;
  const auto go_on = [&] {
    BOOST_REQUIRE(kept != nullptr);
    s.loop.complete_later(*std::exchange(kept, nullptr), {VL_OK, 0, 0});
    s.turn();
  };
  s.start();
  s.session();
  s.session();
  go_on();
  s.user->ask_to_stop();
  BOOST_TEST(s.done.back() == "run");  // the task is left alone
  go_on();
  BOOST_TEST(s.done.back() == "on_stop");
  go_on();
  BOOST_TEST(s.done.back() == "close");
  s.protocol.complete(s.protocol.closes, {VL_OK, 0, 0});
  s.turn();
  BOOST_TEST(!s.ended());
  s.protocol.complete(s.protocol.closes, {VL_E_CLOSED, 0, 0});
  s.run_to_end();
  const names expected{"create",  "on_start", "open",  "open",    "run",
                       "on_stop", "close",    "close", "destroy", "ended"};
  BOOST_TEST(s.done == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(hooks_that_are_not_there_are_passed_over) {
  scene s;
  s.kind.table.on_start = nullptr;
  s.kind.table.on_stop = nullptr;
  s.live();
  const names expected{"create", "run", "destroy", "ended"};
  BOOST_TEST(s.done == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_user_that_cannot_be_made_is_counted_and_gets_no_hook) {
  scene s;
  s.create = [](vl_error* error) {
    std::strcpy(error->message, "no basket");
    return vl_status{VL_E_EXCEPTION};
  };
  s.live();
  const names expected{"create", "ended"};
  BOOST_TEST(s.done == expected, boost::test_tools::per_element());
  BOOST_TEST(s.recorder.users().failed == 1U);
  BOOST_TEST(s.recorder.users().finished == 1U);
  BOOST_REQUIRE(s.failures().size() == 1U);
  BOOST_TEST(s.failures()[0].where == "constructor");
  BOOST_TEST(s.failures()[0].message == "no basket");
}

BOOST_AUTO_TEST_CASE(a_user_that_cannot_be_made_and_says_nothing_still_has_a_message) {
  scene s;
  s.create = [](vl_error*) { return vl_status{VL_E_NOMEM}; };
  s.live();
  BOOST_REQUIRE(s.failures().size() == 1U);
  BOOST_TEST(s.failures()[0].message == "out of memory");
}

BOOST_AUTO_TEST_CASE(a_failed_on_start_goes_straight_to_on_stop) {
  scene s;
  s.on_start = [&](vl_op*) {
    user_service.fail(s.handle(), view_of("std::runtime_error"), view_of("no login"));
    return vl_status{VL_E_EXCEPTION};
  };
  s.live();
  const names expected{"create", "on_start", "on_stop", "destroy", "ended"};
  BOOST_TEST(s.done == expected, boost::test_tools::per_element());
  BOOST_TEST(s.recorder.users().failed == 1U);
  BOOST_REQUIRE(s.failures().size() == 1U);
  BOOST_TEST(s.failures()[0].where == "on_start");
  BOOST_TEST(s.failures()[0].message == "std::runtime_error: no login");
}

BOOST_AUTO_TEST_CASE(failed_tasks_and_on_stop_are_counted_under_their_names) {
  scene s;
  s.run = [&](vl_op*) {
    return s.runs < 3 ? vl_status{VL_E_TIMEOUT} : end_after_this(s, VL_E_TIMEOUT);
  };
  s.on_stop = [](vl_op*) { return vl_status{VL_E_STATUS}; };
  s.live();
  BOOST_REQUIRE(s.failures().size() == 2U);
  BOOST_TEST(s.failures()[0].where == "browse");
  BOOST_TEST(s.failures()[0].message == "timed out");
  BOOST_TEST(s.failures()[0].count == 3U);
  BOOST_TEST(s.failures()[1].where == "on_stop");
  BOOST_TEST(s.recorder.iterations() == 3U);
  BOOST_TEST(s.recorder.users().failed == 0U);
}

BOOST_AUTO_TEST_CASE(the_reason_of_a_step_that_succeeds_after_all_is_forgotten) {
  scene s;
  s.run = [&](vl_op*) {
    if (s.runs == 1) {
      user_service.fail(s.handle(), view_of("check"), view_of("old news"));
      return vl_status{VL_OK};
    }
    return end_after_this(s, VL_E_PROTOCOL);
  };
  s.live();
  BOOST_REQUIRE(s.failures().size() == 1U);
  BOOST_TEST(s.failures()[0].message == "failed without saying why");
}

BOOST_AUTO_TEST_CASE(one_pass_is_one_iteration_even_when_it_fails) {
  scene s;
  s.context.one_pass = true;
  s.run = [](vl_op*) { return vl_status{VL_E_STATUS}; };
  s.live();
  BOOST_TEST(s.runs == 1);
}

BOOST_AUTO_TEST_CASE(a_task_that_always_fails_at_once_rests_longer_and_longer) {
  scene s;
  std::vector<base::ns> at;
  s.run = [&](vl_op*) {
    at.push_back(s.loop.now());
    return at.size() < 5 ? vl_status{VL_E_STATUS} : end_after_this(s, VL_E_STATUS);
  };
  s.live();
  BOOST_REQUIRE(at.size() == 5U);  // 10, 20, 40 and 80 ms apart
  for (std::size_t i = 1; i < at.size(); ++i) {
    BOOST_TEST(at[i] - at[i - 1] >= (10 * millisecond << (i - 1)));
  }
}

BOOST_AUTO_TEST_CASE(a_success_ends_the_row_of_failures) {
  scene s;
  std::vector<base::ns> at;
  s.run = [&](vl_op*) {
    at.push_back(s.loop.now());
    if (at.size() == 6) return vl_status{VL_OK};
    return at.size() < 8 ? vl_status{VL_E_STATUS} : end_after_this(s);
  };
  s.live();
  BOOST_REQUIRE(at.size() == 8U);
  BOOST_TEST(at[5] - at[4] >= 160 * millisecond);
  BOOST_TEST(at[7] - at[6] >= 10 * millisecond);
  BOOST_TEST(at[7] - at[6] < at[5] - at[0]);
}

BOOST_AUTO_TEST_CASE(a_rest_ends_when_the_user_is_to_stop) {
  scene s;
  s.run = [](vl_op*) { return vl_status{VL_E_STATUS}; };
  s.start();
  BOOST_TEST(s.runs == 1);
  s.user->ask_to_stop();
  s.turn(3);
  BOOST_TEST(s.ended());
  BOOST_TEST(s.runs == 1);
}

BOOST_AUTO_TEST_CASE(a_cancel_during_a_rest_ends_it_too) {
  scene s;
  s.run = [](vl_op*) { return vl_status{VL_E_STATUS}; };
  s.start();
  BOOST_TEST(s.runs == 1);
  s.user->cancel();
  s.user->cancel();
  s.turn(3);
  BOOST_TEST(s.ended());
}

BOOST_AUTO_TEST_CASE(what_a_cancel_ended_is_no_failure_and_no_iteration) {
  scene s;
  s.run = [&](vl_op* op) {
    return user_service.sleep_until(s.handle(), s.loop.now() + 60 * base::second, op);
  };
  s.start();
  s.turn(2);
  BOOST_TEST(s.runs == 1);
  s.user->cancel();
  s.run_to_end();
  BOOST_TEST(s.failures().empty());
  BOOST_TEST(s.recorder.iterations() == 0U);
  const names expected{"create", "on_start", "run", "on_stop", "destroy", "ended"};
  BOOST_TEST(s.done == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_cancel_during_on_start_counts_no_failed_user) {
  scene s;
  s.on_start = [&](vl_op* op) { return user_service.sleep_until(s.handle(), base::never / 2, op); };
  s.start();
  s.user->cancel();
  s.run_to_end();
  BOOST_TEST(s.recorder.users().failed == 0U);
  BOOST_TEST(s.runs == 0);
}

BOOST_AUTO_TEST_CASE(a_user_has_the_records_of_its_persona) {
  scene s;
  vl_error error{};
  error.struct_size = sizeof error;
  std::string got;
  const vl_sink sink{&got, [](void* to, vl_cbuf bytes) noexcept {
                       static_cast<std::string*>(to)->append(static_cast<const char*>(bytes.ptr),
                                                             bytes.len);
                       return vl_status{VL_OK};
                     }};
  const vl_sink full{nullptr, [](void*, vl_cbuf) noexcept { return vl_status{VL_E_NOMEM}; }};
  s.run = [&](vl_op*) {
    const auto record = [&](const char* kind, std::uint64_t number, const vl_sink& to) {
      return user_service.record(s.handle(), host::view_of(kind), number, &to, &error);
    };
    BOOST_TEST(record("order", 3, sink) == VL_OK);
    std::string expected;
    s.personas.record(0, personas::record_kind::order, 3, expected);
    BOOST_TEST(got == expected);
    BOOST_TEST(record("oder", 3, sink) == VL_E_INVALID);
    BOOST_TEST(std::string(error.message) ==
               "personas have no record \"oder\", did you mean \"order\"?");
    BOOST_TEST(record("order", 1 << 20, sink) == VL_E_INVALID);
    BOOST_TEST(std::string(error.message) ==
               "record number is 1048576, expected less than 1048576");
    BOOST_TEST(user_service.record(s.handle(), host::view_of("x"), 0, &sink, nullptr) ==
               VL_E_INVALID);
    BOOST_TEST(got == expected);
    BOOST_TEST(record("review", 0, full) == VL_E_NOMEM);
    user_service.stop(s.handle());
    return vl_status{VL_OK};
  };
  s.live();
  BOOST_TEST(s.runs == 1);
}

BOOST_AUTO_TEST_CASE(a_users_random_numbers_and_persona_are_functions_of_seed_and_number) {
  scene a, b;
  std::uint64_t first = 0, second = 0;
  std::string segment;
  a.run = [&](vl_op*) {
    first = user_service.random(a.handle());
    vl_str text{};
    user_service.segment(a.handle(), &text);
    segment = host::text_of(text);
    vl_str email{};
    const auto field = *a.personas.field("contact.email") + 1;
    BOOST_TEST(user_service.persona(a.handle(), field, &email) == VL_OK);
    std::string expected;
    a.personas.value(0, field - 1, expected);
    BOOST_TEST(host::text_of(email) == expected);
    vl_str again{};
    user_service.persona(a.handle(), field, &again);
    BOOST_TEST(again.ptr == email.ptr);
    BOOST_TEST(user_service.persona(a.handle(), 0, &email) == VL_E_INVALID);
    BOOST_TEST(user_service.number(a.handle()) == 0U);
    BOOST_TEST(user_service.loop(a.handle()) == &a.context.scenario_loop);
    return end_after_this(a);
  };
  b.run = [&](vl_op*) {
    second = user_service.random(b.handle());
    return end_after_this(b);
  };
  a.live();
  b.live();
  BOOST_TEST(first == second);
  BOOST_TEST(segment == a.personas.segment_name(a.personas.segment(0)));
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/run/worker.hpp"

#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/run/crew.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>

using namespace veriload;
using namespace veriload::run;
using namespace veriload::run::test;
using base::millisecond;
using scheduler::level;
using scheduler::load_profile;

namespace {

load_profile steps(std::vector<level> levels) { return load_profile::steps(levels); }

std::string words(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& word : list)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

void ended_well(crew& c) {
  BOOST_TEST(c.ended_workers.size() == c.shape.workers);
  BOOST_TEST(c.reasons.size() == c.shape.workers);
  for (std::size_t i = 0; i < c.shape.workers; ++i) {
    const auto& users = c.at(i).recorder().users();
    BOOST_TEST(users.started == c.at(i).starts());
    BOOST_TEST(users.finished == users.started);
    BOOST_TEST(c.at(i).abandoned() == 0U);
  }
  for (const auto& [number, life] : c.lives)
    BOOST_TEST(life.gone > 0, "user " << number << " is still there");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(worker_suite)

BOOST_AUTO_TEST_CASE(a_soak_starts_everybody_holds_them_and_ends_by_the_plan) {
  crew c;
  c.shape.profile = load_profile::soak(5, 200 * millisecond);
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 5U);
  BOOST_TEST((c.reasons.front() == end_reason::plan_done));
  BOOST_TEST(c.at(0).recorder().users().peak == 5U);
  for (const auto& [number, life] : c.lives)
    BOOST_TEST(life.stop_hook >= c.start + 200 * millisecond);
  BOOST_TEST(c.at(0).recorder().task_failures().kept().empty());
  BOOST_TEST(c.at(0).recorder().iterations() > 5U);
}

BOOST_AUTO_TEST_CASE(no_more_users_are_started_than_the_spawn_rate_allows_by_a_moment) {
  crew c;
  c.shape.profile = load_profile::soak(1'000, 200 * millisecond);
  c.shape.spawn_rate = 100;
  c.shape.tick = 20 * millisecond;
  c.style = task_style::until_stopped;
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() <= 20U);
  BOOST_TEST(c.lives.size() >= 2U);
  for (const auto& [number, life] : c.lives) {
    // User k needs slot k, which exists from the tick on whose end reaches (k + 1) / 100 s.
    const base::ns slot = (static_cast<base::ns>(number) + 1) * 10 * millisecond;
    BOOST_TEST(life.began - c.start >= slot - 20 * millisecond);
  }
}

BOOST_AUTO_TEST_CASE(a_ramp_never_has_more_users_than_it_wants) {
  crew c;
  c.shape.profile = load_profile::ramp(20, 200 * millisecond, 100 * millisecond);
  c.shape.tick = 10 * millisecond;
  c.style = task_style::until_stopped;
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 20U);
  for (const auto& [number, life] : c.lives) {
    BOOST_TEST(life.began - c.start >= static_cast<base::ns>(number + 1) * 10 * millisecond);
  }
}

BOOST_AUTO_TEST_CASE(a_step_down_stops_the_newest_first) {
  crew c;
  c.shape.profile = steps({{6, 150 * millisecond}, {2, 150 * millisecond}});
  c.shape.tick = 50 * millisecond;
  c.style = task_style::until_stopped;
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 6U);
  for (const auto& [number, life] : c.lives) {
    const base::ns end = (number < 2 ? 300 : 150) * millisecond;
    BOOST_TEST(life.stop_hook - c.start >= end, "user " << number);
  }
  for (std::uint64_t number = 2; number < 6; ++number) {
    BOOST_TEST(c.lives[number].stop_hook <= c.lives[0].stop_hook, "user " << number);
  }
}

BOOST_AUTO_TEST_CASE(a_user_that_leaves_by_itself_counts_in_a_step_down) {
  crew c;
  c.shape.profile = steps({{2, 100 * millisecond}, {1, 100 * millisecond}});
  c.shape.tick = base::second;  // only the steps themselves
  c.style = task_style::until_stopped;
  c.shape.drain = 20 * millisecond;
  c.asks_at_number = 0;
  c.asked = crew::ask::leave_late;
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 2U);
  // The other one is not asked at 100 ms but with the end of the plan.
  BOOST_TEST(c.lives[1].stop_hook - c.start >= 200 * millisecond);
}

BOOST_AUTO_TEST_CASE(users_that_end_are_replaced) {
  crew c;
  c.shape.profile = load_profile::soak(2, 200 * millisecond);
  c.asks_at_number = 0;
  c.asked = crew::ask::leave;
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 3U);
  BOOST_TEST(c.peak() == 2U);
}

BOOST_AUTO_TEST_CASE(one_pass_starts_all_at_once_for_one_iteration_and_ends) {
  crew c;
  c.shape.one_pass = true;
  c.shape.tick = 0;
  c.shape.spawn_rate = 1;  // does not count
  c.shape.profile = load_profile::soak(7, 3'600 * base::second);
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 7U);
  BOOST_TEST(c.at(0).recorder().iterations() == 7U);
  BOOST_TEST((c.reasons.front() == end_reason::plan_done));
}

BOOST_AUTO_TEST_CASE(one_pass_with_a_worker_that_has_no_user_ends_too) {
  crew c;
  c.shape.one_pass = true;
  c.shape.tick = 0;
  c.shape.workers = 2;
  c.shape.profile = load_profile::soak(1, 3'600 * base::second);
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_longest_duration_ends_a_plan_and_one_pass) {
  for (const bool one_pass : {false, true}) {
    crew c;
    c.shape.one_pass = one_pass;
    c.shape.profile = load_profile::soak(3, 3'600 * base::second);
    c.shape.longest = 150 * millisecond;
    c.style = task_style::until_stopped;
    c.run();
    ended_well(c);
    BOOST_TEST(c.lives.size() == 3U);
    for (const auto& [number, life] : c.lives)
      BOOST_TEST(life.stop_hook - c.start >= 150 * millisecond);
  }
}

BOOST_AUTO_TEST_CASE(who_does_not_end_within_the_drain_time_is_cancelled) {
  crew c;
  c.shape.profile = load_profile::soak(3, 150 * millisecond);
  c.shape.drain = 50 * millisecond;
  c.style = task_style::until_cancelled;
  c.run();
  ended_well(c);
  for (const auto& [number, life] : c.lives)
    BOOST_TEST(life.stop_hook - c.start >= 200 * millisecond);
  BOOST_TEST(c.at(0).recorder().iterations() == 0U);
  BOOST_TEST(c.at(0).recorder().task_failures().kept().empty());
}

BOOST_AUTO_TEST_CASE(asked_to_stop_users_finish_their_task) {
  crew c;
  c.shape.profile = load_profile::soak(3, 3'600 * base::second);
  c.asks_at_number = 2;
  c.run();
  ended_well(c);
  BOOST_TEST((c.reasons.front() == end_reason::asked));
  BOOST_TEST(c.at(0).recorder().iterations() >= 1U);
}

BOOST_AUTO_TEST_CASE(asked_to_cancel_tasks_end_at_once_and_on_stop_still_runs) {
  crew c;
  c.shape.profile = load_profile::soak(3, 3'600 * base::second);
  c.shape.drain = 3'600 * base::second;
  c.style = task_style::until_cancelled;
  c.asks_at_number = 2;
  c.asked = crew::ask::cancel_once;
  c.run();
  ended_well(c);
  BOOST_TEST((c.reasons.front() == end_reason::asked));
  for (const auto& [number, life] : c.lives)
    BOOST_TEST(life.stop_hook > 0);
}

BOOST_AUTO_TEST_CASE(asked_to_cancel_twice_even_a_hanging_on_stop_ends) {
  crew c;
  c.shape.profile = load_profile::soak(3, 3'600 * base::second);
  c.shape.drain = 3'600 * base::second;
  c.style = task_style::blind;
  c.asks_at_number = 2;
  c.asked = crew::ask::cancel_twice;
  c.run();
  ended_well(c);
}

BOOST_AUTO_TEST_CASE(a_worker_asked_before_it_runs_ends_when_it_does) {
  crew c;
  worker asked(c.shape, 0, c);
  asked.ask_to_stop();
  asked.ask_to_stop();
  asked.ask_to_cancel();
  asked.run(base::monotonic_now() + 3'600 * base::second);
  BOOST_TEST(asked.starts() == 0U);
  BOOST_TEST(c.ended_workers.size() == 1U);
  asked.ask_to_stop();
  asked.ask_to_cancel();
}

BOOST_AUTO_TEST_CASE(without_a_persona_left_the_run_ends_with_that_reason) {
  crew c;
  c.shape.profile = load_profile::soak(10, 3'600 * base::second);
  c.shape.pool_size = 4;
  c.shape.on_exhaust = config::exhaust_mode::error;
  c.run();
  ended_well(c);
  BOOST_TEST((c.reasons.front() == end_reason::personas_gone));
  BOOST_TEST(c.lives.size() == 4U);
  BOOST_TEST(c.at(0).first_persona_ids(100).size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_pool_that_wraps_gives_personas_again) {
  crew c;
  c.shape.one_pass = true;
  c.shape.profile = load_profile::soak(5, base::second);
  c.shape.pool_size = 2;
  c.run();
  ended_well(c);
  BOOST_TEST(c.lives.size() == 5U);
  BOOST_TEST(c.lives[0].persona == c.lives[2].persona);
  BOOST_TEST(c.lives[0].persona != c.lives[1].persona);
  BOOST_TEST(c.at(0).first_persona_ids(100).size() == 2U);
  BOOST_TEST(c.at(0).first_persona_ids(1).front() == c.lives[0].persona);
}

BOOST_AUTO_TEST_CASE(two_workers_share_numbers_and_personas_without_overlap) {
  crew c;
  c.shape.workers = 2;
  c.shape.profile = load_profile::soak(9, 200 * millisecond);
  c.style = task_style::until_stopped;
  c.run();
  ended_well(c);
  BOOST_REQUIRE(c.lives.size() == 9U);
  std::set<std::string> personas;
  for (std::uint64_t number = 0; number < 9; ++number) {
    BOOST_TEST(c.lives.contains(number));
    personas.insert(c.lives[number].persona);
  }
  BOOST_TEST(personas.size() == 9U);
  BOOST_TEST(c.at(0).starts() == 5U);
  BOOST_TEST(c.at(1).starts() == 4U);
  for (const auto& id : c.at(0).first_persona_ids(100))
    BOOST_TEST(personas.contains(id));
}

BOOST_AUTO_TEST_CASE(tasks_that_never_wait_leave_the_loop_able_to_end) {
  crew c;
  c.shape.profile = load_profile::soak(3, 150 * millisecond);
  c.style = task_style::at_once;
  c.run();
  ended_well(c);
  BOOST_TEST(c.at(0).recorder().iterations() > 3U);
}

BOOST_AUTO_TEST_CASE(the_part_of_a_second_at_the_end_is_reported_once) {
  crew c;
  c.shape.profile = load_profile::soak(1, 20 * millisecond);
  c.run();
  BOOST_TEST(c.seconds.size() == 1U);
  BOOST_TEST(c.seconds.front() == 0U);
}

BOOST_AUTO_TEST_CASE(plugins_are_opened_before_the_first_user_and_closed_after_the_last) {
  veriload::test::loaded_plugins host;
  static crew* running = nullptr;
  crew c;
  running = &c;
  const auto* owner = &host.registry.load(veriload::test::bad_plugin("good"));
  c.protocol.struct_size = sizeof c.protocol;
  c.protocol.name = "fake";
  c.protocol.worker_open = [](void*, vl_loop*, void** worker, vl_error*) noexcept {
    running->plugin_calls.emplace_back("protocol open");
    *worker = running;
    return vl_status{VL_OK};
  };
  c.protocol.worker_close = [](void*) noexcept {
    running->plugin_calls.emplace_back("protocol close");
  };
  c.scenario.worker_open = [](void*, vl_loop*, void** worker, vl_error*) noexcept {
    running->plugin_calls.emplace_back("scenario open");
    *worker = nullptr;  // a scenario that needs nothing here is closed all the same
    return vl_status{VL_OK};
  };
  c.scenario.worker_close = [](void*) noexcept {
    running->plugin_calls.emplace_back("scenario close");
  };
  c.shape.scenario_plugin = owner;
  c.shape.protocols = {{owner, &c.protocol}};
  c.shape.one_pass = true;
  c.run();
  BOOST_TEST(words(c.plugin_calls) ==
             "protocol open, scenario open, scenario close, protocol close");

  c.plugin_calls.clear();
  c.lives.clear();
  c.scenario.worker_open = [](void*, vl_loop*, void**, vl_error* error) noexcept {
    std::strcpy(error->message, "no data file");
    return vl_status{VL_E_CONFIG};
  };
  c.run();
  BOOST_TEST(words(c.plugin_calls) == "protocol open, protocol close");
  BOOST_TEST((c.reasons.back() == end_reason::could_not_start));
  BOOST_TEST(c.texts.back() == "plugin dev.veriload.test.good: no data file");
  BOOST_TEST(c.lives.empty());

  c.plugin_calls.clear();
  c.protocol.worker_open = [](void*, vl_loop*, void**, vl_error*) noexcept {
    return vl_status{VL_E_NOMEM};
  };
  c.run();
  BOOST_TEST(c.plugin_calls.empty());
  BOOST_TEST(c.texts.back() == "plugin dev.veriload.test.good: status -3");
  BOOST_TEST(c.ended_workers.size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/loop/resolver.hpp"

#include "tests/unit/loop/recorded_op.hpp"

#include <netdb.h>

#include <atomic>
#include <cstring>
#include <deque>

using namespace veriload;
using namespace veriload::loop;
using base::second;

namespace {

std::atomic<int> asked{0};
std::atomic<int> next_error{0};
char last_name[64];

int scripted_lookup(const char* name, address_list& out) noexcept {
  ++asked;
  std::strncpy(last_name, name, sizeof last_name - 1);
  if (next_error == 0) out.add(*socket_address::parse("127.0.0.7"));
  return next_error;
}

/// The parts of a loop that names need, with the clock in the hand of the test.
struct named {
  named() {
    asked = 0;
    next_error = 0;
    settings.lookup = scripted_lookup;
  }

  struct waiter : resolution_waiter {
    waiter()
        : resolution_waiter([](resolution_waiter& w, const resolution& r) noexcept {
            auto& self = static_cast<waiter&>(w);
            ++self.answers;
            self.error = r.error;
            self.duration = r.duration;
            self.count = r.error == 0 ? r.addresses->count : 0;
          }) {}
    int answers = 0;
    int error = -1;
    ns duration = -1;
    std::size_t count = 0;
  };

  void settle() {
    while (away.away() != 0) {
      vl_op* op = inbox.take_all();
      while (op != nullptr) {
        vl_op* const next = state_of<linked_op>(*op).next;
        away.came_home();
        ledger.make_ready(*op);
        op = next;
      }
    }
    ledger.run_ready(1000);
  }

  bool ask(resolver& names, std::string_view host, waiter& w) {
    return names.resolve(host, now, w, answer);
  }

  op_ledger ledger;
  op_inbox inbox;
  offload_pool pool{1};
  offloads away{ledger, inbox, &pool};
  resolver_settings settings;
  ns now = base::monotonic_now();
  resolution answer;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(resolver_suite)

BOOST_FIXTURE_TEST_CASE(answers_a_literal_at_once_without_asking, named) {
  resolver names(away, settings);
  waiter w;
  BOOST_TEST(ask(names, "127.0.0.1", w));
  BOOST_TEST(answer.error == 0);
  BOOST_TEST(answer.duration == 0);
  BOOST_TEST(answer.addresses->count == 1);
  BOOST_TEST(ask(names, "::1", w));
  BOOST_TEST(answer.addresses->items[0].family() == AF_INET6);
  BOOST_TEST(asked == 0);
}

BOOST_FIXTURE_TEST_CASE(asks_once_for_many_that_wait_and_tells_each_its_own_time, named) {
  resolver names(away, settings);
  std::deque<waiter> waiters(5);
  for (waiter& w : waiters) {
    BOOST_TEST(!ask(names, "shop.test", w));
    now -= second;  // the later ones in the list have waited longer
  }
  settle();
  BOOST_TEST(asked == 1);
  for (std::size_t i = 0; i < waiters.size(); ++i) {
    BOOST_TEST(waiters[i].answers == 1);
    BOOST_TEST(waiters[i].error == 0);
    BOOST_TEST(waiters[i].count == 1);
    BOOST_TEST(waiters[i].duration >= static_cast<ns>(i) * second);
  }
}

BOOST_FIXTURE_TEST_CASE(keeps_an_answer_for_its_time_and_then_asks_again, named) {
  resolver names(away, settings);
  waiter w;
  BOOST_TEST(!ask(names, "shop.test", w));
  settle();
  now = base::monotonic_now();
  BOOST_TEST(ask(names, "shop.test", w));
  BOOST_TEST(answer.duration == 0);
  BOOST_TEST(answer.addresses->count == 1);
  now += 61 * second;
  BOOST_TEST(!ask(names, "shop.test", w));
  settle();
  BOOST_TEST(asked == 2);
}

BOOST_FIXTURE_TEST_CASE(keeps_a_failure_for_a_short_time_only, named) {
  resolver names(away, settings);
  waiter w;
  next_error = EAI_NONAME;
  BOOST_TEST(!ask(names, "typo.test", w));
  settle();
  BOOST_TEST(w.error == EAI_NONAME);
  now = base::monotonic_now();
  BOOST_TEST(ask(names, "typo.test", w));
  BOOST_TEST(answer.error == EAI_NONAME);
  now += 2 * second;
  next_error = 0;
  BOOST_TEST(!ask(names, "typo.test", w));
  settle();
  BOOST_TEST(w.error == 0);
}

BOOST_FIXTURE_TEST_CASE(compares_names_without_case_and_trailing_dot, named) {
  resolver names(away, settings);
  waiter a, b, c;
  BOOST_TEST(!ask(names, "Shop.TEST", a));
  BOOST_TEST(!ask(names, "shop.test.", b));
  settle();
  now = base::monotonic_now();
  BOOST_TEST(ask(names, "SHOP.test", c));
  BOOST_TEST(asked == 1);
  BOOST_TEST(std::string(last_name) == "shop.test");
}

BOOST_FIXTURE_TEST_CASE(a_forgotten_waiter_hears_nothing_and_the_others_do, named) {
  resolver names(away, settings);
  waiter stays, goes;
  ask(names, "shop.test", stays);
  ask(names, "shop.test", goes);
  names.forget(goes);
  names.forget(goes);
  settle();
  BOOST_TEST(stays.answers == 1);
  BOOST_TEST(goes.answers == 0);
}

BOOST_FIXTURE_TEST_CASE(refuses_what_is_no_name_without_asking, named) {
  resolver names(away, settings);
  waiter w;
  const std::string zero("allowed.test\0.evil", 18);
  for (const std::string& host : {std::string(), std::string(300, 'a'), zero}) {
    BOOST_TEST(ask(names, host, w));
    BOOST_TEST(answer.error == EAI_NONAME);
  }
  BOOST_TEST(asked == 0);
}

BOOST_FIXTURE_TEST_CASE(does_not_grow_beyond_its_bound, named) {
  settings.max_names = 8;
  resolver names(away, settings);
  for (int i = 0; i < 50; ++i) {
    waiter w;
    BOOST_TEST(!ask(names, "host" + std::to_string(i) + ".test", w));
    settle();
    BOOST_TEST(w.answers == 1);
  }
  BOOST_TEST(asked == 50);
}

BOOST_FIXTURE_TEST_CASE(a_lost_pool_is_a_failure_that_is_not_remembered, named) {
  resolver names(away, settings);
  pool.shut_down();
  waiter w;
  BOOST_TEST(ask(names, "shop.test", w));
  BOOST_TEST(answer.error == EAI_AGAIN);
}

BOOST_AUTO_TEST_CASE(the_system_knows_localhost) {
  address_list found;
  BOOST_TEST(system_name_lookup("localhost", found) == 0);
  BOOST_TEST(found.count >= 1);
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/loop/reactor.hpp"

#include "tests/unit/loop/loopback_peer.hpp"

#include <sys/eventfd.h>

#include <atomic>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;
using base::millisecond;

BOOST_AUTO_TEST_SUITE(reactor_suite)

BOOST_AUTO_TEST_CASE(sleeps_until_the_instant_and_at_most_a_little_longer) {
  reactor loop({});
  recorded_op op;
  const ns when = loop.now() + 20 * millisecond + 1;
  ns woken = 0;
  op.then = [&] {
    woken = loop.now();
    loop.stop();
  };
  BOOST_TEST(loop.sleep_until(when, op) == VL_PENDING);
  loop.run();
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_OK);
  BOOST_TEST(woken >= when);
}

BOOST_AUTO_TEST_CASE(a_past_instant_completes_on_a_later_turn_and_not_in_the_call) {
  reactor loop({});
  recorded_op op;
  BOOST_TEST(loop.sleep_until(0, op) == VL_PENDING);
  BOOST_TEST(!op.done());
  turn(loop);
  BOOST_TEST(op.completions == 1);
}

BOOST_AUTO_TEST_CASE(a_cancelled_sleep_completes_once_later_and_with_the_reason) {
  reactor loop({});
  recorded_op op;
  loop.sleep_until(loop.now() + base::second, op);
  BOOST_TEST(loop.cancel(op) == VL_OK);
  BOOST_TEST(loop.cancel(op) == VL_OK);
  BOOST_TEST(!op.done());
  turn(loop);
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_E_CANCELED);
  BOOST_TEST(loop.cancel(op) == VL_E_INVALID);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

// A callback of the loop takes as long as it takes: the clock is waited for, as a blocking task
// would.
void block_until(ns when) {
  while (base::monotonic_now() < when) {
  }
}

BOOST_AUTO_TEST_CASE(a_turn_that_is_held_up_counts_as_a_stall_of_its_length) {
  reactor loop({});
  recorded_op held, last;
  ns busy = 0;
  held.then = [&] {
    block_until(loop.now() + stall_from + 20 * millisecond);
    busy = loop.busy_for(loop.now());
    loop.sleep_until(loop.now() + millisecond, last);
  };
  last.then = [&] { loop.stop(); };
  loop.sleep_until(loop.now() + millisecond, held);
  loop.run();
  BOOST_TEST(busy >= stall_from + 20 * millisecond);
  BOOST_TEST(loop.counters().stalls >= 1U);
  BOOST_TEST(loop.counters().longest_stall >= busy);
}

BOOST_AUTO_TEST_CASE(a_stall_counts_also_when_the_turn_leaves_work_behind) {
  reactor loop({});
  recorded_op held, next;
  held.then = [&] {
    block_until(loop.now() + stall_from);
    loop.sleep_until(0, next);
  };
  next.then = [&] { loop.stop(); };
  loop.sleep_until(0, held);
  loop.run();
  turn(loop);
  BOOST_TEST(loop.counters().longest_stall >= stall_from);
}

BOOST_AUTO_TEST_CASE(a_loop_that_waits_is_not_busy) {
  reactor loop({});
  recorded_op op;
  ns seen = -1;
  op.then = [&] { loop.stop(); };
  loop.sleep_until(loop.now() + 50 * millisecond, op);
  std::thread watcher([&] {
    const ns until = loop.now() + 20 * millisecond;
    block_until(until);
    seen = loop.busy_for(loop.now());
  });
  loop.run();
  watcher.join();
  BOOST_TEST(seen < 20 * millisecond);
  BOOST_TEST(seen >= 0);
}

BOOST_AUTO_TEST_CASE(cancel_refuses_an_op_that_was_never_started) {
  reactor loop({});
  recorded_op op;
  BOOST_TEST(loop.cancel(op) == VL_E_INVALID);
  BOOST_TEST(loop.cancel_dial(op) == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(cancel_after_the_result_is_known_lets_the_result_win) {
  reactor loop({});
  recorded_op op;
  loop.post(op);
  BOOST_TEST(loop.cancel(op) == VL_OK);
  turn(loop);
  BOOST_TEST(op.result.status == VL_OK);
  loop.complete_later(op, {VL_E_STATUS, 503, 0});
  BOOST_TEST(loop.cancel(op) == VL_OK);
  turn(loop);
  BOOST_TEST(op.completions == 2);
  BOOST_TEST(op.result.status == VL_E_STATUS);
}

BOOST_AUTO_TEST_CASE(an_op_may_be_freed_or_started_anew_inside_its_completion) {
  reactor loop({});
  auto* freed = new recorded_op;
  freed->complete = [](vl_op* op, vl_result) noexcept { delete static_cast<recorded_op*>(op); };
  recorded_op again;
  again.then = [&] {
    if (again.completions < 5) loop.sleep_until(loop.now() + millisecond, again);
  };
  loop.sleep_until(loop.now() + millisecond, *freed);
  loop.sleep_until(loop.now() + millisecond, again);
  run_until(loop, [&] { return again.completions == 5; });
}

BOOST_AUTO_TEST_CASE(a_chain_of_ready_ops_does_not_starve_timers_and_descriptors) {
  reactor loop({});
  recorded_op chain, sleeper, watcher;
  chain.then = [&] { loop.complete_later(chain, {}); };
  loop.complete_later(chain, {});
  const int fd = ::eventfd(0, EFD_CLOEXEC);
  loop.sleep_until(loop.now() + millisecond, sleeper);
  BOOST_TEST(loop.fd_ready(fd, VL_FD_READ, watcher) == VL_PENDING);
  ::eventfd_write(fd, 1);
  run_until(loop, [&] { return sleeper.done() && watcher.done(); });
  BOOST_TEST(chain.completions > 0);
  const std::uint64_t before = loop.counters().turns;
  const int links = chain.completions;
  turn(loop);
  BOOST_TEST(loop.counters().turns == before + 1);
  BOOST_TEST(chain.completions - links <= 256 + 1);
  chain.then = nullptr;
  turn(loop);
  ::close(fd);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_posts_from_four_threads_complete_once_each_on_the_loop) {
  constexpr int threads = 4;
  constexpr int per_thread = 25000;
  struct counted : vl_op {
    int completions = 0;
    std::atomic<int>* total = nullptr;
    reactor* loop = nullptr;
    bool on_loop = false;
  };
  reactor loop({});
  std::atomic<int> total{0};
  std::deque<std::vector<counted>> ops;
  std::vector<std::thread> posters;
  for (int t = 0; t < threads; ++t) {
    auto& mine = ops.emplace_back(per_thread);
    for (counted& op : mine) {
      op.total = &total;
      op.loop = &loop;
      op.complete = [](vl_op* op_, vl_result) noexcept {
        auto& self = static_cast<counted&>(*op_);
        ++self.completions;
        self.on_loop = self.loop->is_current();
        if (++*self.total == threads * per_thread) self.loop->stop();
      };
    }
    posters.emplace_back([&loop, &mine] {
      for (counted& op : mine) {
        if (loop.post(op) != VL_PENDING) std::abort();
      }
    });
  }
  loop.run();
  for (std::thread& poster : posters)
    poster.join();
  int wrong = 0;
  for (const auto& mine : ops) {
    for (const counted& op : mine)
      wrong += op.completions == 1 && op.on_loop ? 0 : 1;
  }
  BOOST_TEST(wrong == 0);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

BOOST_AUTO_TEST_CASE(posts_race_with_the_end_and_each_one_is_either_refused_or_completed) {
  struct counted : vl_op {
    std::atomic<int> completions{0};
    bool accepted = false;
  };
  for (int round = 0; round < 20; ++round) {
    auto loop = std::make_unique<reactor>(reactor_settings{});
    std::vector<counted> ops(4000);
    for (counted& op : ops) {
      op.complete = [](vl_op* op_, vl_result) noexcept {
        ++static_cast<counted*>(op_)->completions;
      };
    }
    std::atomic<bool> started{false};
    std::thread poster([&] {
      for (counted& op : ops) {
        op.accepted = loop->post(op) == VL_PENDING;
        started = true;
      }
    });
    while (!started) {
    }
    for (int i = 0; i < round; ++i)
      turn(*loop);
    loop->end();
    poster.join();
    int wrong = 0;
    for (const counted& op : ops)
      wrong += op.completions == (op.accepted ? 1 : 0) ? 0 : 1;
    BOOST_TEST(wrong == 0);
  }
}

BOOST_AUTO_TEST_CASE(the_end_completes_everything_that_is_pending_and_refuses_what_is_new) {
  listener server;
  const int fd = ::eventfd(0, EFD_CLOEXEC);
  reactor loop({});
  stream& mine = connect(loop, server);
  peer_socket peer = server.accept();
  const std::string text(64 << 20, 'x');
  const vl_cbuf buffer{text.data(), text.size()};
  vl_stream* made = nullptr;
  const vl_dial dial = dial_to(server.port());
  vl_work work{[](vl_work*) noexcept { return vl_result{}; }, nullptr};

  recorded_op sleeping, watching, writing, finishing, dialing, posted, fresh;
  BOOST_TEST(loop.sleep_until(loop.now() + 3600 * base::second, sleeping) == VL_PENDING);
  BOOST_TEST(loop.fd_ready(fd, VL_FD_READ, watching) == VL_PENDING);
  BOOST_TEST(mine.write(&buffer, 1, writing) == VL_PENDING);
  BOOST_TEST(mine.finish(finishing) == VL_PENDING);
  BOOST_TEST(loop.dial(dial, &made, dialing) == VL_PENDING);
  BOOST_TEST(loop.post(posted) == VL_PENDING);
  vl_status inside = VL_OK;
  sleeping.then = [&] { inside = loop.post(fresh); };

  loop.end();
  for (const recorded_op* op : {&sleeping, &watching, &writing, &finishing, &dialing}) {
    BOOST_TEST(op->completions == 1);
    BOOST_TEST(op->result.status == VL_E_SHUTDOWN);
  }
  BOOST_TEST(posted.result.status == VL_OK);
  BOOST_TEST(posted.completions == 1);
  BOOST_TEST(inside == VL_E_SHUTDOWN);
  BOOST_TEST(loop.post(fresh) == VL_E_SHUTDOWN);
  BOOST_TEST(loop.sleep_until(0, fresh) == VL_E_SHUTDOWN);
  BOOST_TEST(loop.fd_ready(fd, VL_FD_READ, fresh) == VL_E_SHUTDOWN);
  BOOST_TEST(loop.offload(work, fresh) == VL_E_SHUTDOWN);
  BOOST_TEST(loop.dial(dial, &made, fresh) == VL_E_SHUTDOWN);
  BOOST_TEST(fresh.completions == 0);
  BOOST_TEST(loop.counters().pending_ops == 0);
  mine.close();
  ::close(fd);
}

BOOST_AUTO_TEST_CASE(stop_from_another_thread_ends_a_wait_without_end_and_run_may_go_on) {
  reactor loop({});
  recorded_op op;
  loop.sleep_until(loop.now() + 5 * millisecond, op);
  op.then = [&] { loop.stop(); };
  loop.run();
  std::thread stopper([&] { loop.stop(); });
  loop.run();
  stopper.join();
  BOOST_TEST(op.completions == 1);
}

BOOST_AUTO_TEST_CASE(knows_its_own_thread_while_it_runs) {
  reactor loop({});
  recorded_op op;
  bool inside = false;
  op.then = [&] { inside = loop.is_current(); };
  loop.post(op);
  BOOST_TEST(!loop.is_current());
  turn(loop);
  BOOST_TEST(inside);
  BOOST_TEST(!loop.is_current());
}

BOOST_AUTO_TEST_CASE(the_pulse_beats_at_its_instant_before_timers_and_only_once) {
  struct beating : pulse {
    int beats = 0;
    ns wanted = 0;
    bool early = false;
  } p;
  reactor loop({});
  p.beat = [](pulse& raw) noexcept {
    auto& self = static_cast<beating&>(raw);
    self.early = self.early || base::monotonic_now() < self.wanted;
    if (++self.beats < 50) self.at = self.wanted += 200 * base::microsecond;
  };
  p.at = p.wanted = loop.now() + 200 * base::microsecond;
  loop.set_pulse(&p);
  run_until(loop, [&] { return p.beats == 50; });
  turn(loop);
  BOOST_TEST(p.beats == 50);
  BOOST_TEST(!p.early);
  loop.set_pulse(nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

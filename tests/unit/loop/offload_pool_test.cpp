#include "core/loop/offload_pool.hpp"

#include "tests/unit/loop/recorded_op.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

/// Blocks a pool thread until it is opened.
class barrier {
 public:
  void pass() {
    std::unique_lock guard(lock_);
    ++inside_;
    changed_.notify_all();
    changed_.wait(guard, [this] { return open_; });
  }
  void wait_for(int inside) {
    std::unique_lock guard(lock_);
    changed_.wait(guard, [&] { return inside_ >= inside; });
  }
  void open() {
    const std::lock_guard guard(lock_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  int inside_ = 0;
  bool open_ = false;
};

struct blocking_job : recorded_op, vl_work {
  explicit blocking_job(barrier& at)
      : vl_work{[](vl_work* w) noexcept {
                  auto& self = static_cast<blocking_job&>(*w);
                  self.ran_on = std::this_thread::get_id();
                  static_cast<barrier*>(w->user)->pass();
                  return vl_result{VL_E_STATUS, 42, 7};
                },
                &at} {}
  std::thread::id ran_on;
};

reactor_settings with(offload_pool& pool) {
  reactor_settings settings;
  settings.pool = &pool;
  return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(offload_pool_suite)

BOOST_AUTO_TEST_CASE(runs_the_work_on_a_thread_of_its_own_and_brings_its_result_home) {
  offload_pool pool;
  reactor loop(with(pool));
  barrier gate;
  gate.open();
  blocking_job job(gate);
  BOOST_TEST(pool.threads() == 0);
  BOOST_TEST(loop.offload(job, job) == VL_PENDING);
  run_until(loop, [&] { return job.done(); });
  BOOST_TEST((job.ran_on != std::this_thread::get_id()));
  BOOST_TEST(job.result.status == VL_E_STATUS);
  BOOST_TEST(job.result.native == 42);
  BOOST_TEST(job.result.value == 7);
  BOOST_TEST(job.completions == 1);
}

BOOST_AUTO_TEST_CASE(grows_with_the_work_and_not_beyond_its_bound) {
  offload_pool pool(3);
  reactor loop(with(pool));
  barrier gate;
  std::deque<blocking_job> jobs;
  for (int i = 0; i < 10; ++i) {
    jobs.emplace_back(gate);
    BOOST_TEST(loop.offload(jobs.back(), jobs.back()) == VL_PENDING);
  }
  gate.wait_for(3);
  BOOST_TEST(pool.threads() == 3);
  gate.open();
  run_until(loop, [&] { return loop.counters().pending_ops == 0; });
  for (const blocking_job& job : jobs)
    BOOST_TEST(job.completions == 1);
}

BOOST_AUTO_TEST_CASE(starts_no_second_thread_for_one_work_after_the_other) {
  offload_pool pool(4);
  reactor loop(with(pool));
  barrier gate;
  gate.open();
  for (int i = 0; i < 20; ++i) {
    blocking_job job(gate);
    loop.offload(job, job);
    run_until(loop, [&] { return job.done(); });
  }
  BOOST_TEST(pool.threads() <= 2);
}

BOOST_AUTO_TEST_CASE(cancel_ends_a_waiting_work_and_lets_a_running_one_finish) {
  offload_pool pool(1);
  reactor loop(with(pool));
  barrier gate;
  blocking_job running(gate), waiting(gate);
  loop.offload(running, running);
  gate.wait_for(1);
  loop.offload(waiting, waiting);
  BOOST_TEST(loop.cancel(running) == VL_OK);
  BOOST_TEST(loop.cancel(waiting) == VL_OK);
  BOOST_TEST(!waiting.done());
  turn(loop);
  BOOST_TEST(waiting.result.status == VL_E_CANCELED);
  BOOST_TEST((waiting.ran_on == std::thread::id()));
  BOOST_TEST(!running.done());
  gate.open();
  run_until(loop, [&] { return running.done(); });
  BOOST_TEST(running.result.status == VL_E_STATUS);
  BOOST_TEST(running.completions + waiting.completions == 2);
}

BOOST_AUTO_TEST_CASE(shut_down_sends_waiting_work_home_and_takes_no_more) {
  auto pool = std::make_unique<offload_pool>(1);
  reactor loop(with(*pool));
  barrier gate;
  blocking_job running(gate), waiting(gate), late(gate);
  loop.offload(running, running);
  gate.wait_for(1);
  loop.offload(waiting, waiting);
  std::thread ending([&] { pool->shut_down(); });
  run_until(loop, [&] { return waiting.done(); });
  gate.open();
  ending.join();
  BOOST_TEST(loop.offload(late, late) == VL_E_SHUTDOWN);
  run_until(loop, [&] { return running.done(); });
  BOOST_TEST(waiting.result.status == VL_E_SHUTDOWN);
  BOOST_TEST(running.result.status == VL_E_STATUS);
  BOOST_TEST(late.completions == 0);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_loop_waits_for_running_work_and_withdraws_only_its_own) {
  offload_pool pool(1);
  reactor other(with(pool));
  barrier gate;
  blocking_job running(gate), waiting(gate), foreign(gate);
  {
    reactor loop(with(pool));
    loop.offload(running, running);
    gate.wait_for(1);
    loop.offload(waiting, waiting);
    other.offload(foreign, foreign);
    waiting.then = [&] { gate.open(); };
    loop.end();
    BOOST_TEST(waiting.result.status == VL_E_SHUTDOWN);
    BOOST_TEST(running.result.status == VL_E_STATUS);
  }
  run_until(other, [&] { return foreign.done(); });
  BOOST_TEST(foreign.result.status == VL_E_STATUS);
}

BOOST_AUTO_TEST_CASE(without_a_pool_the_loop_says_so) {
  reactor loop({});
  barrier gate;
  blocking_job job(gate);
  BOOST_TEST(loop.offload(job, job) == VL_E_UNSUPPORTED);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

// Cancels chase works that two threads take: every op completes once, whoever wins.
BOOST_AUTO_TEST_CASE(cancel_races_with_the_threads_and_every_op_completes_once) {
  offload_pool pool(2);
  reactor loop(with(pool));
  barrier gate;
  gate.open();
  for (int round = 0; round < 50; ++round) {
    std::deque<blocking_job> jobs;
    for (int i = 0; i < 40; ++i) {
      jobs.emplace_back(gate);
      loop.offload(jobs.back(), jobs.back());
    }
    for (blocking_job& job : jobs)
      BOOST_TEST(loop.cancel(job) == VL_OK);
    run_until(loop, [&] { return loop.counters().pending_ops == 0; });
    int once = 0;
    for (const blocking_job& job : jobs)
      once += job.completions == 1 ? 1 : 0;
    BOOST_TEST(once == 40);
  }
}

BOOST_AUTO_TEST_SUITE_END()

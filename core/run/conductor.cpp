#include "core/run/conductor.hpp"

#include "core/aggregation/merge.hpp"
#include "core/aggregation/series.hpp"
#include "core/base/setup_error.hpp"
#include "core/gates/live_watch.hpp"
#include "core/loop/offload_pool.hpp"
#include "core/run/blocked_workers.hpp"
#include "core/run/failed_persona_rows.hpp"
#include "core/run/health_watch.hpp"
#include "core/run/machine.hpp"
#include "core/run/preparation.hpp"
#include "core/run/run_recording.hpp"
#include "core/run/second_collector.hpp"
#include "core/run/snapshot_feed.hpp"
#include "core/run/worker.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

namespace veriload::run {
namespace {

// What a worker gets beyond every drain before it counts as stuck: a task blocks its loop. More
// than the six seconds that it takes itself to cancel its users.
constexpr base::ns stuck_after = 10 * base::second;
// Room for all threads to be there before the first user is due.
constexpr base::ns head_start = 5 * base::millisecond;

class conductor final : public worker_events {
 public:
  conductor(preparation& prepared, std::uint32_t threads, run_observer& observer,
            run_recording* recording);
  ~conductor() override;
  conducted_run conduct();

 private:
  void second_done(std::uint32_t worker, std::uint64_t second,
                   const aggregation::interval_block& measured) override;
  void winding_down(std::uint32_t worker, end_reason reason, const std::string& text) override;
  void ended(std::uint32_t worker) override;

  void warn_of_few_descriptors();
  void start_threads();
  void wait_for_signal();
  void on_signal();
  void wait_for_second();
  void on_second();
  void give_seconds(bool all);
  void stop_all(const std::string& why);
  void look_for_stuck_workers();
  void take_in_workers(conducted_run& run);
  conducted_run summed_up();

  preparation& prepared_;
  run_observer& observer_;
  run_recording* recording_;
  loop::offload_pool offload_;
  run_shape shape_;
  std::vector<std::unique_ptr<worker>> workers_;
  std::vector<std::thread> threads_;
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_};
  boost::asio::steady_timer timer_{loop_};
  second_collector seconds_;
  aggregation::series series_;
  gates::live_watch watch_;
  std::vector<bool> has_ended_;
  std::uint32_t running_ = 0;
  base::ns start_ = 0;
  base::ns wall_start_ = 0;
  base::ns end_ = 0;
  std::optional<base::ns> draining_since_;
  std::string end_reason_;
  std::string could_not_run_;
  std::uint64_t requests_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t ticks_ = 0;
  int signals_seen_ = 0;
  blocked_workers blocked_{workers_, has_ended_};
  health_watch health_{workers_};
  std::string aborted_;
};

conductor::conductor(preparation& prepared, std::uint32_t threads, run_observer& observer,
                     run_recording* recording)
    : prepared_(prepared),
      observer_(observer),
      recording_(recording),
      shape_(shape_of(prepared, threads, offload_)),
      seconds_(threads),
      watch_(prepared.rules(), *shape_.names.endpoints),
      has_ended_(threads, false) {
  warn_of_few_descriptors();
  for (std::uint32_t i = 0; i < threads; ++i)
    workers_.push_back(std::make_unique<worker>(shape_, i, *this));
}

// One connection for each user at its peak is the least a protocol needs; the rest is the process's
// own.
void conductor::warn_of_few_descriptors() {
  constexpr std::uint64_t own = 64;
  const std::uint64_t limit = raise_descriptor_limit();
  const std::uint64_t wanted = shape_.profile.peak() + own;
  if (limit >= wanted) return;
  observer_.on_notice("this process may open " + std::to_string(limit) + " files, " +
                      std::to_string(shape_.profile.peak()) + " users need about " +
                      std::to_string(wanted) +
                      ": raise the limit (ulimit -n), or connections will fail");
}

conductor::~conductor() {
  for (auto& t : threads_)
    t.join();
}

void conductor::second_done(std::uint32_t worker, std::uint64_t second,
                            const aggregation::interval_block& measured) {
  seconds_.add(worker, second, measured);
}

void conductor::winding_down(std::uint32_t, end_reason reason, const std::string& text) {
  boost::asio::post(loop_, [this, reason, text] {
    if (!draining_since_) draining_since_ = base::monotonic_now();
    switch (reason) {
      case end_reason::plan_done:
        if (end_reason_.empty()) end_reason_ = "plan done";
        return;
      case end_reason::asked:
        return;
      case end_reason::personas_gone:
        could_not_run_ =
            "every persona of the pool was used (data.pool_size is " +
            std::to_string(shape_.pool_size) +
            " and data.on_exhaust is error); enlarge the pool or set on_exhaust to wrap";
        stop_all("personas exhausted");
        return;
      case end_reason::could_not_start:
        could_not_run_ = text;
        stop_all("a worker could not start");
        return;
    }
  });
}

void conductor::ended(std::uint32_t worker) {
  boost::asio::post(loop_, [this, worker] {
    has_ended_[worker] = true;
    seconds_.worker_ended(worker);
    if (--running_ > 0) return;
    timer_.cancel();
    signals_.cancel();
  });
}

conducted_run conductor::conduct() {
  signals_.add(SIGINT);
  signals_.add(SIGTERM);
  std::signal(SIGPIPE, SIG_IGN);
  wait_for_signal();

  const auto& stop_file = prepared_.plan().safety.stop_file;
  if (stop_file && std::filesystem::exists(*stop_file)) {
    observer_.on_notice("the stop file " + *stop_file + " is there already: nothing is sent");
    end_reason_ = "stop file";
    wall_start_ = base::wall_now();
    start_ = end_ = base::monotonic_now();
    return summed_up();
  }

  start_threads();
  wait_for_second();
  loop_.run();
  end_ = base::monotonic_now();
  give_seconds(true);
  return summed_up();
}

void conductor::start_threads() {
  start_ = base::monotonic_now() + head_start;
  wall_start_ = base::wall_now() + head_start;
  running_ = static_cast<std::uint32_t>(workers_.size());
  health_.begin(start_);
  for (auto& w : workers_) {
    threads_.emplace_back([&worker = *w, start = start_] { worker.run(start); });
  }
}

void conductor::wait_for_signal() {
  signals_.async_wait([this](const boost::system::error_code& failed, int) {
    if (failed) return;
    on_signal();
    wait_for_signal();
  });
}

void conductor::on_signal() {
  ++signals_seen_;
  if (signals_seen_ == 1) {
    const auto seconds = std::llround(base::in_seconds(shape_.drain));
    stop_all("interrupted");
    observer_.on_notice("stopping: users finish their current task (up to " +
                        std::to_string(seconds) + " s); once more cancels them");
  } else if (signals_seen_ == 2) {
    observer_.on_notice("cancelling users; once more ends the program at once, without reports");
    for (auto& w : workers_) {
      w->ask_to_cancel();
      w->ask_to_cancel();
    }
  } else {
    std::_Exit(static_cast<int>(exit_code::interrupted));
  }
}

void conductor::stop_all(const std::string& why) {
  if (end_reason_.empty() || end_reason_ == "plan done") end_reason_ = why;
  if (!draining_since_) draining_since_ = base::monotonic_now();
  for (auto& w : workers_)
    w->ask_to_stop();
}

// A little after each whole second, when the workers have closed it.
void conductor::wait_for_second() {
  ++ticks_;
  const base::ns due =
      start_ + static_cast<base::ns>(ticks_) * base::second + 50 * base::millisecond;
  timer_.expires_after(
      std::chrono::nanoseconds(std::max<base::ns>(0, due - base::monotonic_now())));
  timer_.async_wait([this](const boost::system::error_code& failed) {
    if (failed || running_ == 0) return;
    on_second();
    wait_for_second();
  });
}

void conductor::on_second() {
  health_.look(base::monotonic_now());
  give_seconds(false);
  const auto& stop_file = prepared_.plan().safety.stop_file;
  std::error_code ignored;
  if (stop_file && end_reason_ != "stop file" && std::filesystem::exists(*stop_file, ignored)) {
    observer_.on_notice("stopping: the stop file " + *stop_file + " appeared");
    stop_all("stop file");
  }
  for (const auto& line : blocked_.news(base::monotonic_now()))
    observer_.on_notice(line);
  look_for_stuck_workers();
}

void conductor::give_seconds(bool all) {
  while (auto one = seconds_.take(all)) {
    const aggregation::interval_block* block = &one->merged;
    if (recording_) recording_->add(*one);
    const base::ns from = static_cast<base::ns>(one->second) * base::second;
    const auto merged = aggregation::merge_intervals({&block, 1}, *shape_.names.endpoints, from,
                                                     from + base::second);
    series_.add(static_cast<std::uint32_t>(one->second), merged);
    requests_ += merged.requests;
    failures_ += merged.failures;
    feed_snapshot(prepared_.reports(), merged);
    const base::ns planned = std::min(shape_.profile.duration(), shape_.longest);
    observer_.on_second({merged.to, shape_.one_pass ? 0 : planned, draining_since_.has_value(),
                         merged, requests_, failures_, health_.longest_wait()});
    // Users that wind down are no promise: seconds count until the load ends.
    const base::ns load_end =
        std::min(draining_since_.value_or(base::never), end_ > 0 ? end_ : base::never);
    if (const gates::rule* broken = watch_.add(one->merged, merged.to, load_end - start_)) {
      observer_.on_notice("stopping: broken for sure: " + broken->text);
      stop_all("rule broken: " + broken->text);
    }
  }
}

void conductor::look_for_stuck_workers() {
  // A worker that is stuck does not say that its plan is done.
  const base::ns planned =
      shape_.one_pass ? shape_.longest : std::min(shape_.profile.duration(), shape_.longest);
  const base::ns now = base::monotonic_now();
  const base::ns since = std::min(draining_since_.value_or(base::never), start_ + planned);
  if (now - since < shape_.drain + stuck_after) return;
  // Nothing can be taken from a thread that does not come back: it is left behind.
  aborted_ = blocked_.stuck() + ": its figures after that are lost";
  if (end_reason_.empty()) end_reason_ = "plan done";
  loop_.stop();
}

void conductor::take_in_workers(conducted_run& run) {
  const auto names = shape_.names;
  const aggregation::name_tables tables{*names.endpoints, *names.segments, *names.checks,
                                        *names.counters};
  // Before the start, and after a run, all have; a thread that is not back still writes.
  const auto is_lost = [&](std::size_t i) { return !aborted_.empty() && !has_ended_[i]; };
  std::vector<const aggregation::recorder*> recorders;
  const aggregation::recorder nothing;
  for (std::size_t i = 0; i < workers_.size(); ++i)
    recorders.push_back(is_lost(i) ? &nothing : &workers_[i]->recorder());
  run.result = aggregation::merge(recorders, tables);

  for (std::uint32_t i = 0; i < workers_.size(); ++i) {
    if (!is_lost(i)) continue;
    std::erase_if(run.result.workers, [&](const auto& row) { return row.index == i; });
    const auto known = seconds_.all_of(i);
    aggregation::add_lost_worker(run.result, i, known, tables);
    run.abandoned_users += std::max<std::uint64_t>(1, known.users);
  }
  aggregation::run_metadata& meta = run.result.run;
  const auto note_stalls = [&](std::uint64_t count, base::ns longest) {
    meta.loop_stalls += count;
    meta.longest_loop_stall = std::max(meta.longest_loop_stall, longest);
  };
  for (auto& row : run.result.workers) {
    const worker& w = *workers_[row.index];
    row.target_users = static_cast<std::uint32_t>(
        scheduler::share_of(shape_.profile.peak(), row.index, shape_.workers));
    if (is_lost(row.index)) {
      note_stalls(1, w.busy_for(base::monotonic_now()));
      continue;
    }
    if (shape_.arrivals) {
      if (!run.result.arrivals) run.result.arrivals.emplace();
      run.result.arrivals->merge(w.arrivals());
    }
    row.persona_ids = w.first_persona_ids(1'000);
    run.used_personas[row.index] = w.used_personas();
    run.abandoned_users += w.abandoned();
    add_failed_personas(run.result, w.failed_personas(), *names.endpoints);
    note_stalls(w.loop_counters().stalls, w.loop_counters().longest_stall);
  }
}

conducted_run conductor::summed_up() {
  conducted_run run{{}, signals_seen_ > 0, 0, aborted_, could_not_run_, {}, {}};
  run.watched = watch_.outcomes();
  run.used_personas.resize(workers_.size());
  take_in_workers(run);
  bound_failed_personas(run.result);
  run.result.series = series_.rows();
  run.result.series_interval = series_.interval();
  run.result.health = health_.finish(end_, has_ended_);

  aggregation::run_metadata& meta = run.result.run;
  const machine_facts machine = read_machine_facts();
  meta.tool_version = prepared_.context().version;
  meta.plan_hash = prepared_.config().plan_hash;
  meta.seed = shape_.seed;
  meta.started = wall_start_;
  meta.duration = end_ - start_;
  meta.host = machine.host;
  meta.kernel = machine.kernel;
  meta.cpu_model = machine.cpu_model;
  meta.cpu_count = machine.cores;
  meta.threads = shape_.workers;
  constexpr const char* profiles[] = {"soak", "ramp", "spike", "step", "stages", "arrival"};
  meta.profile = profiles[static_cast<int>(prepared_.plan().profile.type)];
  meta.load_model = load_model_of(prepared_.plan().profile);
  meta.warmup = shape_.warmup;
  meta.end_reason = end_reason_;
  meta.interrupted = signals_seen_ > 0;
  meta.aborted = aborted_;
  return run;
}

}  // namespace

std::uint32_t threads_for(const config::plan& plan, std::uint64_t asked) {
  const std::uint64_t wanted = asked > 0 ? asked : usable_cores();
  const auto users = static_cast<std::uint64_t>(plan.profile.target_users);
  const auto personas = static_cast<std::uint64_t>(plan.data.pool_size);
  return static_cast<std::uint32_t>(
      std::max<std::uint64_t>(1, std::min({wanted, users, personas})));
}

conducted_run conduct(preparation& prepared, std::uint32_t threads, run_observer& observer,
                      run_recording* recording) {
  // On the heap: users that did not end keep pointers into it, so it is then left to the process.
  auto conducting = std::make_unique<conductor>(prepared, threads, observer, recording);
  conducted_run run = conducting->conduct();
  run.signals = signal_hold::begin();  // before the conductor's own handlers go
  if (run.abandoned_users > 0) static_cast<void>(conducting.release());
  return run;
}

}  // namespace veriload::run

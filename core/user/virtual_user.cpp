#include "core/user/virtual_user.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/base/assert.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"
#include "core/loop/reactor.hpp"
#include "core/personas/persona_source.hpp"

#include <algorithm>

namespace veriload::users {
namespace {

constexpr base::ns first_rest = 10 * base::millisecond;
constexpr base::ns longest_rest = base::second;
constexpr int most_doublings = 7;  // reach the longest rest

std::string_view status_text(vl_status status) {
  switch (status) {
    case VL_E_CANCELED:
      return "canceled";
    case VL_E_TIMEOUT:
      return "timed out";
    case VL_E_NOMEM:
      return "out of memory";
    case VL_E_UNSUPPORTED:
      return "not supported";
    case VL_E_MISUSE:
      return "a rule of the plugin interface was broken";
    default:
      return "failed without saying why";
  }
}

}  // namespace

virtual_user::virtual_user(worker_context& worker, const host::user_class& kind,
                           std::uint64_t number, std::uint64_t persona)
    : worker_(&worker),
      kind_(&kind),
      step_op_{},
      number_(number),
      persona_(persona),
      random_(worker.seed, number),
      segment_(worker.names.segments->intern(
          worker.personas->segment_name(worker.personas->segment(persona)))) {
  step_op_.complete = &on_step;
  step_op_.user = this;
}

virtual_user::~virtual_user() { VL_ASSERT(!pending_, "a user ends when nothing of it is pending"); }

void virtual_user::start(base::ns planned) {
  planned_ = planned;
  has_arrival_ = planned != 0;
  worker_->recorder->user_started();
  enters_scenario();
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status created =
      kind_->table.create(kind_->table.self, handle_of(*this), &state_, &error);
  if (created != VL_OK) {
    error.message[sizeof error.message - 1] = '\0';
    if ((!extra_ || !extra_->failure) && error.message[0]) note_failure("", error.message);
    record_failure("constructor", {created, 0, 0});
    worker_->recorder->user_failed();
    state_ = nullptr;
    step_ = step::closing;  // no on_stop for what was never made
    worker_->loop->complete_later(step_op_, {VL_OK, 0, 0});
    return;
  }
  step_ = step::starting;
  begin(kind_->table.on_start);
}

// From here on, until the loop turns again, the scenario's code has the thread.
void virtual_user::enters_scenario() noexcept {
  worker_->place.enter(step_ == step::running    ? scenario_place::first_task + task_
                       : step_ == step::starting ? scenario_place::on_start
                                                 : scenario_place::on_stop,
                       *kind_);
}

// Every step ends in step_done(), always from the loop's top level.
void virtual_user::begin(vl_status (*hook)(void*, vl_op*) noexcept) {
  enters_scenario();
  const vl_status status = hook ? hook(state_, &step_op_) : vl_status{VL_OK};
  if (status != VL_PENDING) worker_->loop->complete_later(step_op_, {status, 0, 0});
}

void virtual_user::on_step(vl_op* op, vl_result result) noexcept {
  static_cast<virtual_user*>(op->user)->step_done(result);
}

void virtual_user::step_done(vl_result result) {
  switch (step_) {
    case step::starting:
      if (result.status < 0) {
        record_failure("on_start", result);
        if (result.status != VL_E_CANCELED) worker_->recorder->user_failed();
        begin_stop();
      } else {
        next_iteration();
      }
      return;
    case step::running:
      iteration_done(result);
      return;
    case step::resting:
    case step::idle:  // asked to stop
      next_iteration();
      return;
    case step::stopping:
      if (result.status < 0) record_failure("on_stop", result);
      step_ = step::closing;
      close_next_session();
      return;
    case step::closing:
      close_next_session();
      return;
    case step::ended:
      break;
  }
  VL_ASSERT(false, "an ended user has no step to complete");
}

bool virtual_user::may_begin_iteration() const noexcept {
  const std::uint64_t most = worker_->iterations > 0 ? worker_->iterations : worker_->one_pass;
  return (!stop_asked_ || has_arrival_) && worker_->iterations_left > 0 &&
         (most == 0 || iterations_ < most);
}

void virtual_user::next_iteration() {
  if (!may_begin_iteration()) {
    begin_stop();
    return;
  }
  if (worker_->user_idle && !has_arrival_) {
    step_ = step::idle;
    worker_->user_idle(worker_->worker, *this);
    return;
  }
  has_arrival_ = false;
  if (iterations_ < UINT32_MAX) ++iterations_;
  if (worker_->iterations_left != UINT64_MAX) --worker_->iterations_left;
  step_ = step::running;
  task_ = kind_->choice.draw(random_);
  iteration_began_ = worker_->loop->turn_began();
  if (worker_->pacing && need_extra().pace == 0) need_extra().pace = iteration_began_;
  achieved_something_ = false;
  enters_scenario();
  const vl_status status = kind_->table.run(state_, task_, &step_op_);
  // Through the ready queue, so that a task without any wait leaves room for the other users.
  if (status != VL_PENDING) worker_->loop->complete_later(step_op_, {status, 0, 0});
}

void virtual_user::begin_iteration(base::ns planned) {
  VL_ASSERT(step_ == step::idle, "only who waits for an arrival is given one");
  planned_ = planned;
  has_arrival_ = true;
  next_iteration();
}

void virtual_user::iteration_done(vl_result result) {
  if (result.status != VL_E_CANCELED) worker_->recorder->iteration_done();
  const bool failed = result.status < 0;
  if (failed) {
    record_failure(kind_->tasks[task_], result);
  } else if (extra_) {
    extra_->failure.reset();
  }
  const base::ns rested = rest_after_failures(failed);
  planned_ = 0;  // an iteration without a request does not make the next one late
  if (!may_begin_iteration()) {
    begin_stop();
    return;
  }
  const base::ns wanted = std::max(rested, next_planned());
  if (wanted > worker_->loop->turn_began()) {
    rest_until(wanted);
  } else {
    next_iteration();
  }
}

// Until when a user rests whose tasks fail for nothing; 0 when it need not.
base::ns virtual_user::rest_after_failures(bool failed) noexcept {
  const int failures = failed && !achieved_something_ ? failures_in_a_row_ + 1 : 0;
  failures_in_a_row_ = static_cast<std::uint8_t>(std::min(failures, most_doublings + 1));
  if (failures_in_a_row_ == 0) return 0;
  // Counted from the iteration's beginning: a failure that took its time, such as a timeout, needs
  // no rest.
  return iteration_began_ + std::min(first_rest << (failures_in_a_row_ - 1), longest_rest);
}

// When think time or pacing wants the next iteration.
base::ns virtual_user::next_planned() {
  if (worker_->think_time) return worker_->loop->now() + worker_->think_time->draw(random_);
  if (!worker_->pacing) return 0;
  // From the plan before, however late that was.
  base::ns& pace = need_extra().pace;
  pace += worker_->pacing->draw(random_);
  // On a millisecond, at which timers fire: their precision is no lateness.
  planned_ = (pace + base::millisecond - 1) / base::millisecond * base::millisecond;
  return planned_;
}

void virtual_user::rest_until(base::ns when) {
  step_ = step::resting;
  const vl_status status = worker_->loop->sleep_until(when, step_op_);
  if (status != VL_PENDING) worker_->loop->complete_later(step_op_, {status, 0, 0});
}

void virtual_user::begin_stop() {
  stop_asked_ = true;
  planned_ = 0;
  step_ = step::stopping;
  begin(kind_->table.on_stop);
}

void virtual_user::close_next_session() {
  if (has_left_over()) {
    end_left_over();
    return;
  }
  while (sessions_) {
    vl_session& session = *sessions_;
    VL_ASSERT(session.in_flight == 0 && !session.closing, "what was left over has ended");
    if (!session.open) {
      sessions_ = std::move(session.older);
      continue;
    }
    session.open = false;
    const vl_status status = session.protocol->table->close(session.self, &step_op_);
    if (status == VL_PENDING) return;  // comes back here with the session marked as closed
    sessions_ = std::move(session.older);
  }
  end();
}

// An open that a failed hook started and did not wait for, or what the scenario runs beside its
// hooks: each op still has somebody who waits for it.
bool virtual_user::has_left_over() const noexcept {
  if (pending_) return true;
  for (const vl_session* s = sessions_.get(); s; s = s->older.get()) {
    if (s->closing) return true;
  }
  return false;
}

void virtual_user::end_left_over() noexcept {
  awaits_left_over_ = true;
  for (user_op* op = pending_; op; op = op->next)
    cancel_op(*op);
}

void virtual_user::left_over_ended() noexcept {
  if (!awaits_left_over_ || has_left_over()) return;
  awaits_left_over_ = false;
  worker_->loop->complete_later(step_op_, {VL_OK, 0, 0});
}

void virtual_user::end() {
  step_ = step::ended;
  if (state_) kind_->table.destroy(state_);
  state_ = nullptr;
  worker_->recorder->user_finished();
  worker_->user_ended(worker_->worker, *this);  // deletes this
}

void virtual_user::ask_to_stop() noexcept {
  if (stop_asked_) return;
  stop_asked_ = true;
  for (user_op* op = pending_; op; op = op->next) {
    if (op->kind != op_kind::stop_notice || op->cancel_asked) continue;
    op->cancel_asked = true;  // it completes once
    worker_->loop->complete_later(*op, {VL_OK, 0, 0});
  }
  if (step_ == step::resting) worker_->loop->cancel(step_op_);
  if (step_ == step::idle) worker_->loop->complete_later(step_op_, {VL_OK, 0, 0});
}

void virtual_user::cancel() noexcept {
  leave();
  if (cancels_ < 2) ++cancels_;
  for (user_op* op = pending_; op; op = op->next)
    cancel_op(*op);
}

void virtual_user::note_failure(std::string_view kind, std::string_view message) {
  need_extra().failure.emplace(kind, message);
}

void virtual_user::note_failed(const aggregation::sample& failed) {
  worker_->failed.add_request(persona_, number_, failed);
}

void virtual_user::record_failure(std::string_view where, vl_result result) {
  const auto noted = extra_ ? std::exchange(extra_->failure, std::nullopt) : std::nullopt;
  if (result.status == VL_E_CANCELED) return;  // what a drain ended has not failed
  std::string message;
  if (!noted) {
    message = status_text(result.status);
  } else if (noted->first.empty()) {
    message = noted->second;
  } else {
    message = noted->first + ": " + noted->second;
  }
  worker_->recorder->task_failed(where, message);
  worker_->failed.add_task(persona_, number_, where, message);
}

std::string_view virtual_user::segment() const { return worker_->names.segments->name(segment_); }

void virtual_user::append_record(personas::record_kind kind, std::uint64_t number,
                                 std::string& out) const {
  worker_->personas->record(persona_, kind, number, out);
}

std::string_view virtual_user::persona_value(std::uint32_t field) {
  auto& values = need_extra().persona_values;
  for (const auto& [known, value] : values) {
    if (known == field) return *value;
  }
  auto value = std::make_unique<std::string>();
  worker_->personas->value(persona_, field, *value);
  values.emplace_back(field, std::move(value));
  return *values.back().second;
}

virtual_user::extra& virtual_user::need_extra() {
  if (!extra_) extra_ = std::make_unique<extra>();
  return *extra_;
}

}  // namespace veriload::users

#include "plugins/http/shared_lines.hpp"

#include "plugins/http/session.hpp"

#include <utility>

namespace veriload::http_plugin {

shared_lines::shared_lines(worker& on, const settings& chosen)
    : on_(on), limit_(chosen.max_per_host), idle_timeout_(chosen.idle_timeout) {}

shared_lines::~shared_lines() {
  while (close_one()) {
  }
}

connection* shared_lines::take_idle() {
  connection* const line = idle_;
  if (line != nullptr) take_out(*line);
  return line;
}

void shared_lines::give_idle(connection& line) {
  line.owner = nullptr;
  line.before = nullptr;
  line.next = idle_;
  if (idle_ != nullptr) idle_->before = &line;
  idle_ = &line;
}

bool shared_lines::close_one() {
  if (idle_ == nullptr) return false;
  close(*idle_);
  return true;
}

// A call that is served may fail at once, and so bring the next one's turn: that is left to the
// loop, or a long queue would be a deep recursion.
void shared_lines::serve() {
  if (serving_) return;
  serving_ = true;
  while (!waiting_.empty() && (idle_ != nullptr || has_room())) {
    exchange& call = *waiting_.first();
    call.owner->take_turn(call);
  }
  serving_ = false;
}

void shared_lines::idle_ended(connection& line) {
  close(line);
  serve();
}

void shared_lines::take_out(connection& line) {
  (line.before != nullptr ? line.before->next : idle_) = line.next;
  if (line.next != nullptr) line.next->before = line.before;
  line.before = nullptr;
}

// An idle connection has no op pending, so its memory is free at once.
void shared_lines::close(connection& line) {
  take_out(line);
  --open_;
  line.shut();
  on_.connections.give(&line);
}

}  // namespace veriload::http_plugin

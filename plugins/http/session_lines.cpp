// Where a call finds a connection when none of its own is idle: a new one, or one that users share.
#include "plugins/http/session.hpp"
#include "plugins/http/shared_lines.hpp"

namespace veriload::http_plugin {

// The limits of one user: over all hosts, and for one. An idle connection that stands in the way is
// to be closed first, if possible one to another host.
bool session::can_open(const exchange& call, connection*& in_the_way) const {
  connection* idle = nullptr;
  connection* idle_there = nullptr;
  std::uint32_t there = 0;
  for (connection* line = lines_; line != nullptr; line = line->next) {
    const bool same = line->to == call.to.to;
    if (line->now == connection::state::idle) (same ? idle_there : idle) = line;
    if (same && line->now != connection::state::closing) ++there;
  }
  if (there >= chosen().max_per_host) {
    in_the_way = idle_there;
  } else if (open_ >= chosen().max_connections) {
    in_the_way = idle != nullptr ? idle : idle_there;
  } else {
    return true;
  }
  return in_the_way != nullptr;
}

// As place(), over a new connection or one that users share.
call_queue* session::place_anew(exchange& call) {
  shared_lines* const lines = call.to.to->lines;
  if (lines != nullptr) return place_shared(call, *lines, false);
  connection* in_the_way = nullptr;
  if (!can_open(call, in_the_way)) return &waiting_;
  if (in_the_way != nullptr) retire(*in_the_way);
  open_line(call);
  return nullptr;
}

void session::open_line(exchange& call) {
  connection& line = *shared_.connections.take();
  line.start(*this, *call.to.to);
  hold(line);
  line.dial(call);
}

void session::hold(connection& line) {
  line.next = lines_;
  if (lines_ != nullptr) lines_->before = &line;
  lines_ = &line;
  ++open_;
}

void session::let_go(connection& line) {
  if (line.before != nullptr) {
    line.before->next = line.next;
  } else {
    lines_ = line.next;
  }
  if (line.next != nullptr) line.next->before = line.before;
  line.before = nullptr;
}

// As place(). Nobody overtakes who waits for that host: only with `in_turn`, and for a second
// attempt, whose connection has just become free.
call_queue* session::place_shared(exchange& call, shared_lines& lines, bool in_turn) {
  if (open_ >= chosen().max_connections) return &waiting_;
  if (!in_turn && !call.retried && !lines.waiting().empty()) return &lines.waiting();
  while (!call.retried) {
    connection* const line = lines.take_idle();
    if (line == nullptr) break;
    const bool old = line->idle_too_long();
    line->owner = this;
    line->to = call.to.to;
    hold(*line);
    if (!old) {
      line->send(call);
      return nullptr;
    }
    retire(*line);
  }
  if (!lines.has_room() && !lines.close_one()) return &lines.waiting();
  lines.opened();
  open_line(call);
  return nullptr;
}

void session::take_turn(exchange& call) {
  if (now() >= call.deadline) return fail_wait(call);
  leave_queue(call);
  if (call_queue* const full = place_shared(call, *call.to.to->lines, true)) wait(call, *full);
}

// The connection has no call any more: one that users share is given back, and whoever waits may go
// on.
void session::became_idle(connection& line) {
  shared_lines* const lines = line.lines;
  if (lines != nullptr) {
    let_go(line);
    --open_;
    lines->give_idle(line);
  }
  freed(lines);
}

// A connection became idle or ended: whoever waits may go on, of this user first.
void session::freed(shared_lines* lines) {
  dispatch();
  if (lines != nullptr) lines->serve();
}

}  // namespace veriload::http_plugin

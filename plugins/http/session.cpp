#include "plugins/http/session.hpp"

#include "plugins/http/call_flow.hpp"
#include "plugins/http/redirect.hpp"
#include "plugins/http/shared_lines.hpp"
#include "plugins/http/token_source.hpp"

#include <veriload/text.hpp>

#include <utility>

namespace veriload::http_plugin {

session::session(worker& shared, profile& chosen, vl_user* user)
    : shared_(shared),
      profile_(chosen),
      user_(user),
      memory_(shared.bodies, chosen.chosen().cache_bytes) {}

session::~session() {
  while (lines_ != nullptr) {
    lines_->shut();
    recycle(*lines_);
  }
}

vl_status session::call(const vl_call& request, vl_reply& reply, vl_op& op) {
  exchange& call = *shared_.exchanges.take();
  call.start(*this, request, reply, op);
  call.before = nullptr;
  call.after = all_;
  if (all_ != nullptr) all_->before = &call;
  all_ = &call;

  const bool outer = std::exchange(inside_call_, true);
  call.in_start = true;
  const vl_ns began = instant();
  call.timeout = request.timeout > 0 ? request.timeout : chosen().timeout;
  call.deadline = began + call.timeout;
  failure why;
  if (!profile_.resolve(to_view(request.target), call.to, why) || !begin(call, why)) {
    call.settle_failure(*shared_.replies, why, 0, began);
  } else if (call.flow != nullptr && (served(call) || awaits_token(call))) {
    // settled, or waits
  } else if (!prepare(call, why)) {
    call.settle_failure(*shared_.replies, why, 0, began);
  } else if (call_queue* const full = place(call)) {
    wait(call, *full);
  }
  shared_.prepared = nullptr;
  call.in_start = false;
  inside_call_ = outer;

  if (!call.settled || call.defer_pending || call.line != nullptr) return VL_PENDING;
  const vl_status status = call.result.status;
  recycle(call);
  return status;
}

// A plain request of a user without cookies needs nothing but itself.
bool session::begin(exchange& call, failure& why) {
  const vl_call& asked = *call.call;
  const bool plain = !VL_HAS(&asked, vl_call, n_options) || (asked.n_options | asked.n_pieces) == 0;
  const bool asks_first = asked.body.len > chosen().expect_above_bytes;
  if (plain && !asks_first && login_ == nullptr && !memory_.has_cookies() &&
      memory_.cache() == nullptr) [[likely]] {
    return true;
  }
  call.flow = shared_.flows.take();
  return call.flow->begin(*this, call, why);
}

// True when the cache had the answer, which then is the call's.
bool session::served(exchange& call) {
  std::uint32_t code = call.flow->served(*this, call);
  if (code == 0 || goes_on(call, code)) return false;
  if (call.settled) return true;  // a redirect from the cache led nowhere
  const worker& shared = shared_;
  call.reply->done = now();
  call.settle_answer(code, failing(call));
  if (shared.host.metrics != nullptr && user_ != nullptr) {
    shared.host.metrics->add(user_, shared.cache_hits, 1);
  }
  return true;
}

std::string session::random_text() {
  const vl_user_v1* const users = shared_.host.user;
  std::uint64_t number = users != nullptr && user_ != nullptr ? users->random(user_)
                                                              : static_cast<std::uint64_t>(now());
  std::string text(16, '0');
  for (char& c : text) {
    c = "0123456789abcdef"[number & 15];
    number >>= 4;
  }
  return text;
}

bool session::prepare(exchange& call, failure& why) {
  const bool stranger = call.flow != nullptr && call.flow->left_origin();
  return shared_.prepare(call, profile_.defaults_of(stranger), why);
}

const status_set& session::failing(const exchange& call) const {
  return call.flow != nullptr ? call.flow->options.failing : chosen().failing;
}

vl_ns session::connect_timeout(const exchange& call) const {
  return call.flow != nullptr ? call.flow->options.connect_timeout : chosen().connect_timeout;
}

// True when another request of the call follows and is prepared. False when the answer is the
// call's own; then it may be settled as a failure already.
bool session::goes_on(exchange& call, std::uint32_t& code) {
  failure why;
  if (call.flow == nullptr) {
    if (chosen().max_redirects == 0) return false;
    call.flow = shared_.flows.take();
    call.flow->begin(*this, call, why);
  }
  verdict next = call.flow->after_answer(*this, call, code, why);
  if (next == verdict::again && !call.flow->lacks_token() && !prepare(call, why)) {
    next = verdict::failed;
  }
  if (next == verdict::failed) call.settle_failure(*shared_.replies, why, code, now());
  return next == verdict::again;
}

bool session::open_own_tls(const tls_user& who, failure& why) {
  tls_settings own;
  if (!chosen().tls.fill_in(who, own, why)) return false;
  if (!own_tls_.open(*shared_.host.stream, shared_.loop, own, why)) return false;
  tls_ = own_tls_.get();
  return true;
}

const vl_tls* session::tls(failure& why) {
  if (tls_ != nullptr) return tls_;
  return profile_.tls(*shared_.host.stream, shared_.loop, why);
}

vl_status session::cancel(vl_op& op) {
  exchange* call = all_;
  while (call != nullptr && call->op != &op)
    call = call->after;
  if (call == nullptr) return VL_E_INVALID;
  if (call->settled) return VL_OK;

  const bool outer = std::exchange(inside_call_, true);
  if (call->queue != nullptr) {
    const bool for_line = awaits_line(*call);
    leave_queue(*call);
    give_up(*call, VL_E_CANCELED,
            for_line ? "canceled while waiting for a free connection"
                     : "canceled while waiting for an access token");
    finish(*call);
  } else if (call->line->now == connection::state::dialing) {
    call->cancel_asked = true;
    shared_.host.stream->cancel_dial(shared_.loop, &call->line->op);
  } else if (call->line->now == connection::state::closing) {
    give_up(*call, VL_E_CANCELED, "canceled before the second attempt");
  } else {
    failure why;
    why.set(VL_E_CANCELED, 0, "canceled while waiting for the answer");
    lost(*call->line, why);
  }
  inside_call_ = outer;
  return VL_OK;
}

void session::give_up(exchange& call, vl_status status, const char* text) {
  failure why;
  why.set(status, 0, "%s", text);
  call.settle_failure(*shared_.replies, why, 0, now());
}

// Null when the call is on its way, else where it has to wait. A second attempt goes over a new
// connection only: another idle one may be just as dead.
call_queue* session::place(exchange& call) {
  // Those that users share are never among them: they are given back before they are idle.
  for (connection* line = lines_; line != nullptr; line = line->next) {
    if (line->now != connection::state::idle || line->to != call.to.to || call.retried) continue;
    if (chosen().idle_timeout != 0 && line->idle_too_long()) [[unlikely]] {
      retire(*line);
      return place(call);
    }
    line->send(call);
    return nullptr;
  }
  return place_anew(call);
}

void session::answered(connection& line, bool reusable) {
  exchange& call = *line.active;
  std::uint32_t code = line.parser.code();
  const bool keep =
      reusable && chosen().request.keep_alive && !call.traits.close && !line.op_pending;
  bool again = false;
  if (call.flow != nullptr || is_redirect(code)) [[unlikely]]
    again = goes_on(call, code);
  if (!again && !call.settled) call.settle_answer(code, failing(call));
  if (keep) {
    line.now = connection::state::idle;
    line.used = true;
    line.active = nullptr;
    line.sent_before += line.writing;
    call.line = nullptr;
    if (line.lines != nullptr || !waiting_.empty()) [[unlikely]]
      became_idle(line);
  } else {
    shared_lines* const lines = line.lines;
    retire(line);
    freed(lines);
  }
  if (again) return proceed(call);
  finish(call);
}

void session::lost(connection& line, const failure& why) {
  exchange& call = *line.active;
  const bool again = may_retry(line, why);
  const std::uint32_t code = line.parser.has_head() ? line.parser.code() : 0;
  shared_lines* const lines = line.lines;
  retire(line);  // first: it counts what was sent
  if (again) {
    call.start_over();
    call.retried = true;
  } else {
    call.settle_failure(*shared_.replies, why, code, now());
  }
  if (call.line != nullptr) return freed(lines);  // closed() goes on with the call
  if (again) {
    advance(call);
    if (lines != nullptr) lines->serve();
    return;
  }
  freed(lines);
  finish(call);
}

bool session::may_retry(const connection& line, const failure& why) const {
  return why.status == VL_E_CLOSED && line.used && !line.parser.started() &&
         line.active->traits.idempotent && !line.active->retried;
}

void session::close_idle() {
  for (connection* line = lines_; line != nullptr;) {
    connection& at = *line;
    line = at.next;
    if (at.now == connection::state::idle) retire(at);
  }
}

void session::idle_ended(connection& line) {
  retire(line);
  dispatch();
}

// The last op of a shut connection came back: its call may now go on.
void session::closed(connection& line) {
  exchange* const call = line.active;
  recycle(line);
  if (call == nullptr) return;
  call->line = nullptr;
  if (call->settled) return finish(*call);
  advance(*call);
}

// Closes the connection. Its call is set free (line null) unless a pending op still uses the call's
// bytes.
void session::retire(connection& line) {
  --open_;
  if (line.lines != nullptr) line.lines->ended();
  if (!line.shut()) return;
  if (line.active != nullptr) line.active->line = nullptr;
  recycle(line);
}

void session::recycle(connection& line) {
  let_go(line);
  line.active = nullptr;
  shared_.connections.give(&line);
}

// Completes a settled call: at once from the top level of the loop, on a later turn inside the
// host's call.
void session::finish(exchange& call) {
  // call(), on_defer() or closed() goes on.
  if (call.in_start || call.defer_pending || call.line != nullptr) return;
  if (!inside_call_) return deliver(call);
  call.defer.complete = &on_defer;
  call.defer.user = &call;
  if (shared_.host.loop->post(shared_.loop, &call.defer) == VL_PENDING) {
    call.defer_pending = true;
  } else {
    recycle(call);  // the loop has ended and nobody waits
  }
}

// Last in every path: what completes may end the session.
void session::deliver(exchange& call) {
  vl_op* const op = call.op;
  const vl_result result = call.result;
  recycle(call);
  op->complete(op, result);
}

void session::recycle(exchange& call) {
  (call.before != nullptr ? call.before->after : all_) = call.after;
  if (call.after != nullptr) call.after->before = call.before;
  if (call.decoder != nullptr) shared_.decoders.give(call.decoder);
  if (call.flow != nullptr) {
    call.flow->end();
    shared_.flows.give(call.flow);
  }
  shared_.exchanges.give(&call);
}

}  // namespace veriload::http_plugin

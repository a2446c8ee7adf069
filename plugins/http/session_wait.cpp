// Calls that wait: for a free connection, or for an access token.
#include "plugins/http/call_flow.hpp"
#include "plugins/http/session.hpp"
#include "plugins/http/token_source.hpp"

namespace veriload::http_plugin {

// Sends the call's next request, or lets it wait for what it lacks.
void session::advance(exchange& call) {
  if (call.flow != nullptr && awaits_token(call)) return;
  if (call_queue* const full = place(call)) wait(call, *full);
}

// Last in every path: what completes may end the session.
void session::proceed(exchange& call) {
  if (call.line != nullptr) return;  // closed() goes on with it
  worker& shared = shared_;
  advance(call);
  shared.prepared = nullptr;
}

// A call that waited completes by on_defer() only, never from within what ends its wait: its sleep
// has to come back first.
void session::wait(exchange& call, call_queue& queue) {
  queue.push(call);
  if (!call.defer_pending) arm_wait(call);  // else an earlier wait is still ending
}

void session::arm_wait(exchange& call) {
  call.defer.complete = &on_defer;
  call.defer.user = &call;
  const vl_status status = shared_.host.loop->sleep_until(shared_.loop, call.deadline, &call.defer);
  if (status == VL_PENDING) {
    call.defer_pending = true;
    return;
  }
  const bool for_line = awaits_line(call);
  leave_queue(call);
  give_up(call, status < 0 ? status : vl_status{VL_E_TIMEOUT},
          for_line ? "cannot wait for a free connection" : "cannot wait for an access token");
  finish(call);
}

void session::leave_queue(exchange& call) {
  call.queue->remove(call);
  if (call.defer_pending) shared_.host.loop->cancel(shared_.loop, &call.defer);
}

// For a connection: of its own, or one that users share.
bool session::awaits_line(const exchange& call) const {
  return login_ == nullptr || call.queue != &login_->waiting();
}

// A limit per host lets calls to other hosts pass; otherwise what holds for the first holds for
// all.
exchange* session::next_to_place() const {
  for (exchange* call = waiting_.first(); call != nullptr; call = call->next) {
    connection* in_the_way = nullptr;
    const bool shared = call->to.to->lines != nullptr;
    if (shared ? open_ < chosen().max_connections : can_open(*call, in_the_way)) return call;
    if (shared || chosen().max_per_host == UINT32_MAX) return nullptr;
  }
  return nullptr;
}

void session::dispatch() {
  while (exchange* const call = next_to_place()) {
    if (now() >= call->deadline) {
      fail_wait(*call);
      continue;
    }
    leave_queue(*call);
    if (call_queue* const full = place(*call)) wait(*call, *full);
  }
}

void session::on_defer(vl_op* op, vl_result result) noexcept {
  auto& call = *static_cast<exchange*>(op->user);
  session& self = *call.owner;
  call.defer_pending = false;
  if (call.settled) return self.finish(call);
  if (call.queue == nullptr) return;  // it was sent in the meantime
  if (self.now() < call.deadline && result.status != VL_OK) return self.arm_wait(call);
  self.fail_wait(call);
}

// What it waited for did not come in time.
void session::fail_wait(exchange& call) {
  const bool for_line = awaits_line(call);
  const bool for_own = call.queue == &waiting_;
  leave_queue(call);
  const double waited = static_cast<double>(call.timeout) / 1e9;
  failure why;
  if (for_own) {
    why.set(VL_E_TIMEOUT, 0, "no free connection within %g s, http.max_connections_per_user is %u",
            waited, chosen().max_connections);
  } else if (for_line) {
    why.set(VL_E_TIMEOUT, 0,
            "no free connection to %s within %g s, http.max_connections_per_host is %u",
            call.to.to->authority.c_str(), waited, chosen().max_per_host);
  } else {
    why.set(VL_E_TIMEOUT, 0, "no access token within %g s", waited);
  }
  call.settle_failure(*shared_.replies, why, 0, now());
  finish(call);
}

bool session::open_login(failure& why) {
  if (!chosen().auth) return true;
  const auth_settings& auth = *chosen().auth;
  if (auth.shared) {
    login_ = &profile_.shared_login(shared_);
    return true;
  }
  profile& requests = profile_.for_tokens();
  if (auth.per_user()) {
    auto login = std::make_unique<oauth2_settings>();
    if (!auth.fill_in(shared_.host, user_, *login, why)) return false;
    own_login_ = std::make_unique<token_source>(shared_, requests, std::move(login));
  } else {
    own_login_ = std::make_unique<token_source>(shared_, requests, auth.login);
  }
  own_login_->lend_tls(tls_);
  login_ = own_login_.get();
  return true;
}

// True when the call waits for a token before its request can be sent.
bool session::awaits_token(exchange& call) {
  if (!call.flow->lacks_token()) return false;
  wait(call, login_->waiting());
  if (call.queue != nullptr) login_->want(*this);
  return true;
}

void session::token_came(exchange& call) {
  if (now() >= call.deadline) return fail_wait(call);
  leave_queue(call);
  call.flow->use_new_token(*this, call);
  if (served(call)) return finish(call);
  failure why;
  if (!call.flow->lacks_token() && !prepare(call, why)) {
    call.settle_failure(*shared_.replies, why, 0, now());
    return finish(call);
  }
  advance(call);
  shared_.prepared = nullptr;
}

void session::token_failed(exchange& call, const failure& why) {
  leave_queue(call);
  call.settle_failure(*shared_.replies, why, 0, now());
  finish(call);
}

bool session::ends_later(vl_op& closed) {
  return login_ != nullptr && login_->ends_later(*this, closed);
}

}  // namespace veriload::http_plugin

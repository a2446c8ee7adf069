#include <veriload/testing/fake_calls.hpp>

#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"
#include "call_functions.hpp"

#include <algorithm>

namespace veriload::testing {

fake_calls::fake_calls(fake_host& host) : host_(host) {}
fake_calls::~fake_calls() = default;

const vl_calls_v1& fake_calls::table() noexcept { return call_functions::table; }

void fake_calls::forward(const vl_protocol_v1& protocol, void* worker) {
  protocol_ = &protocol;
  worker_ = worker;
  overlap = (protocol.flags & VL_PROTOCOL_OVERLAP) != 0;
}

std::string seen_call::header(std::string_view key) const {
  const auto at = std::ranges::find(headers, key, &std::pair<std::string, std::string>::first);
  return at == headers.end() ? std::string() : at->second;
}

std::size_t fake_calls::open_sessions() const {
  return static_cast<std::size_t>(
      std::ranges::count(sessions_, true, [](const auto& s) { return s->open; }));
}

bool fake_calls::busy() const {
  return std::ranges::any_of(sessions_,
                             [](const auto& s) { return s->in_flight > 0 || s->ending; });
}

// --- replies -------------------------------------------------------------------------------------

// What is behind a reply: of a script its texts, of a protocol its own owner.
struct fake_calls::kept_reply {
  fake_calls* calls;
  scripted_reply script;
  std::vector<vl_kv> headers;
  std::vector<vl_kv> trailers;
  void (*release)(vl_reply* reply) noexcept = nullptr;
  void* owner = nullptr;
};

void fake_calls::release(vl_reply* reply) noexcept {
  const std::unique_ptr<kept_reply> kept(static_cast<kept_reply*>(reply->owner));
  --kept->calls->live_replies;
  reply->release = kept->release;
  reply->owner = kept->owner;
  if (kept->release != nullptr) kept->release(reply);
}

void fake_calls::keep(vl_reply* reply) {
  if (reply == nullptr || reply->release == nullptr) return;
  ++live_replies;
  reply->owner = new kept_reply{this, {}, {}, {}, reply->release, reply->owner};
  reply->release = &release;
}

void fake_calls::answer(session& on, vl_reply* reply, scripted_reply script) {
  auto* kept = new kept_reply{this, std::move(script), {}, {}};
  ++live_replies;
  const auto views = [](const auto& pairs) {
    std::vector<vl_kv> made;
    for (const auto& [key, value] : pairs)
      made.push_back({str_of(key), str_of(value)});
    return made;
  };
  kept->headers = views(kept->script.headers);
  kept->trailers = views(kept->script.trailers);
  vl_reply made{};
  made.struct_size = reply->struct_size;
  made.flags = kept->script.flags;
  made.code = kept->script.code;
  made.n_headers = static_cast<std::uint32_t>(kept->headers.size());
  made.headers = kept->headers.data();
  made.body = {kept->script.body.data(), kept->script.body.size()};
  made.error = str_of(kept->script.error);
  made.sent = on.user->host().loop.time - 500;
  made.first_byte = made.sent + 400;
  made.done = made.sent + 500;
  made.connect = 30;
  made.bytes_out = 90;
  made.bytes_in = 120;
  made.release = &release;
  made.owner = kept;
  made.trailers = kept->trailers.data();
  made.n_trailers = static_cast<std::uint32_t>(kept->trailers.size());
  made.url = str_of(kept->script.url);
  made.redirects = kept->script.redirects;
  std::memcpy(reply, &made, std::min<std::size_t>(reply->struct_size, sizeof made));
}

// --- a real protocol ---------------------------------------------------------------------------

void fake_calls::relayed(vl_op* op, vl_result result) noexcept {
  const auto* const self = static_cast<relay*>(op);
  session& on = *self->on;
  const auto at = std::ranges::find(on.relays, self, &std::unique_ptr<relay>::get);
  const std::unique_ptr<relay> ended = std::move(*at);
  on.relays.erase(at);
  fake_calls& calls = on.user->host().calls;
  fake_loop& loop = on.user->host().loop;
  if (ended->starting) {
    loop.misuse.push_back(std::string(ended->what) + ": the protocol completed inside the start");
    return;
  }
  if (ended->canceling) {
    loop.misuse.push_back(std::string(ended->what) + ": the protocol completed inside a cancel");
  }
  calls.keep(ended->reply);
  if (ended->opening && result.status != VL_OK) on.open = false;
  vl_op* const outer = ended->outer;
  calls.ended(on);
  loop.complete(outer, result);
}

vl_status fake_calls::through(session& on, vl_op* outer, const char* what, vl_reply* reply,
                              vl_status (*start)(session&, const void*, vl_reply*, vl_op*),
                              const void* argument) {
  on.relays.push_back(std::make_unique<relay>());
  relay& op = *on.relays.back();
  op.complete = &relayed;
  op.on = &on;
  op.outer = outer;
  op.what = what;
  op.reply = reply;
  op.starting = true;
  ++on.in_flight;
  const vl_status answer = start(on, argument, reply, &op);
  const auto at = std::ranges::find(on.relays, &op, &std::unique_ptr<relay>::get);
  if (at == on.relays.end()) return --on.in_flight, VL_E_MISUSE;  // told by relayed()
  if (answer == VL_PENDING) {
    (*at)->starting = false;
    return host_.loop.take(outer, what) ? VL_PENDING : VL_E_MISUSE;
  }
  on.relays.erase(at);
  --on.in_flight;
  keep(reply);
  return answer;
}

// --- ends ----------------------------------------------------------------------------------------

// The last call of a session that is closing has ended: the rest happens on a later turn, so that
// this call completes first.
void fake_calls::ended(session& on) {
  if (--on.in_flight > 0 || on.closing == nullptr) return;
  on.own.user = &on;
  on.own.complete = [](vl_op* op, vl_result) noexcept {
    session& closing = *static_cast<session*>(op->user);
    fake_host& host = closing.user->host();
    const vl_status answer = host.calls.end(closing);
    if (answer != VL_PENDING) host.loop.finish(closing.closing, &closing.closing, {answer, 0, 0});
  };
  host_.loop.pend(&on.own, &on.own, "calls.close", host_.loop.time, {VL_OK, 0, 0});
}

vl_status fake_calls::end(session& on) {
  on.open = false;
  if (protocol_ == nullptr) return VL_OK;
  on.own.user = &on;
  on.own.complete = [](vl_op* op, vl_result result) noexcept {
    session& closing = *static_cast<session*>(op->user);
    fake_loop& loop = closing.user->host().loop;
    if (closing.in_close)
      loop.misuse.emplace_back("calls.close: the protocol completed inside the close");
    closing.ending = false;
    if (closing.closing != nullptr) loop.finish(closing.closing, &closing.closing, result);
  };
  on.ending = true;
  on.in_close = true;
  const vl_status answer = protocol_->close(on.real, &on.own);
  on.in_close = false;
  if (answer != VL_PENDING) on.ending = false;
  return answer;
}

vl_status fake_calls::cancel(fake_user& of, vl_op* op) {
  for (const auto& on : sessions_) {
    if (on->user != &of) continue;
    if (host_.loop.cancel(op, on.get())) return VL_OK;
    for (std::size_t i = 0; i < on->relays.size(); ++i) {
      relay& found = *on->relays[i];
      if (found.outer != op) continue;
      // An open that left nothing to cancel goes on.
      if (on->real == nullptr) return VL_OK;
      found.canceling = true;
      const vl_status answer = protocol_->cancel(on->real, &found);
      if (i < on->relays.size() && on->relays[i].get() == &found) found.canceling = false;
      return answer;
    }
  }
  return VL_E_INVALID;
}

void fake_calls::cancel_all(fake_user& of) {
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    if (sessions_[i]->user == &of) cancel_all(*sessions_[i]);
  }
}

void fake_calls::cancel_all(session& on) {
  host_.loop.cancel_all(&on);
  std::vector<vl_op*> ops;
  for (const auto& op : on.relays)
    ops.push_back(op->outer);
  for (vl_op* op : ops)
    cancel(*on.user, op);
}

void fake_calls::close_all(const fake_user* of) {
  const auto meant = [of](const session& s) { return of == nullptr || s.user == of; };
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    if (meant(*sessions_[i])) cancel_all(*sessions_[i]);
  }
  host_.loop.run_until_idle();
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    session& on = *sessions_[i];
    if (!on.open || !meant(on)) continue;
    if (on.in_flight > 0) {
      host_.loop.misuse.push_back("calls: a session has calls in flight that no cancel ends");
      continue;
    }
    end(on);
  }
  host_.loop.run_until_idle();
}

}  // namespace veriload::testing

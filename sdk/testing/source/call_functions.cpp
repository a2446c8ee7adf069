#include "call_functions.hpp"

#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace veriload::testing {
namespace {

std::vector<std::pair<std::string, std::string>> copied(const vl_kv* pairs, uint32_t n) {
  std::vector<std::pair<std::string, std::string>> made;
  for (uint32_t i = 0; i < n; ++i)
    made.emplace_back(view_of(pairs[i].key), view_of(pairs[i].value));
  return made;
}

std::string bytes_of(vl_cbuf bytes) {
  return {static_cast<const char*>(bytes.len == 0 ? "" : bytes.ptr), bytes.len};
}

// Fields that a shorter vl_call has not are empty.
seen_call seen_of(const vl_call* given) {
  vl_call call{};
  std::memcpy(&call, given, std::min<std::size_t>(given->struct_size, sizeof call));
  seen_call seen;
  seen.verb = view_of(call.verb);
  seen.target = view_of(call.target);
  seen.name = view_of(call.name);
  seen.body = bytes_of(call.body);
  for (uint32_t i = 0; i < call.n_pieces; ++i) {
    const vl_piece& piece = call.pieces[i];
    seen.body +=
        piece.file.len == 0 ? bytes_of(piece.bytes) : "<" + std::string(view_of(piece.file)) + ">";
  }
  seen.headers = copied(call.headers, call.n_headers);
  seen.options = copied(call.options, call.n_options);
  seen.flags = call.flags;
  seen.timeout = call.timeout;
  return seen;
}

fake_calls::session& of(vl_session* session) {
  return *reinterpret_cast<fake_calls::session*>(session);
}

struct opening {
  vl_str protocol;
  const vl_node* config;
};

}  // namespace

const vl_calls_v1 call_functions::table{sizeof(vl_calls_v1), 0, &open, &call, &close, &typed};

vl_status call_functions::open(vl_user* handle, vl_str protocol, const vl_node* config,
                               vl_session** out, vl_op* op) noexcept {
  fake_user& user = fake_user::of(handle);
  fake_calls& calls = user.host().calls;
  ++calls.opens;
  if (user.host().loop.fails()) return VL_E_NOMEM;
  if (calls.protocol_ != nullptr && view_of(protocol) != calls.protocol_->name)
    return VL_E_UNSUPPORTED;
  auto made = std::make_unique<fake_calls::session>();
  made->user = &user;
  fake_calls::session& on = *made;
  calls.sessions_.push_back(std::move(made));
  // Written before completion, as the contract says: nobody may use it early.
  *out = reinterpret_cast<vl_session*>(&on);
  if (calls.protocol_ == nullptr) {
    const vl_status answer = scripted_open(calls, user, op);
    on.open = answer == VL_OK || answer == VL_PENDING;
    return answer;
  }
  const auto start = [](fake_calls::session& s, const void* argument, vl_reply*, vl_op* relay) {
    fake_calls& all = s.user->host().calls;
    return all.protocol_->open(all.worker_, s.user->handle(), static_cast<const vl_node*>(argument),
                               &s.real, relay);
  };
  const vl_status answer = calls.through(on, op, "calls.open", nullptr, start, config);
  on.open = answer == VL_OK || answer == VL_PENDING;
  if (answer == VL_PENDING) on.relays.back()->opening = true;
  return answer;
}

vl_status call_functions::scripted_open(fake_calls& calls, fake_user& user, vl_op* op) {
  if (!calls.open_later) return calls.open_status;
  fake_loop& loop = user.host().loop;
  const bool fails = loop.fails();
  const vl_status outcome = fails ? vl_status{VL_E_NOMEM} : calls.open_status;
  return loop.pend(op, user.handle(), "calls.open", loop.time, {outcome, 0, 0});
}

vl_status call_functions::call(vl_session* session, const vl_call* call, vl_reply* reply,
                               vl_op* op) noexcept {
  fake_calls::session& on = of(session);
  fake_host& host = on.user->host();
  fake_calls& calls = host.calls;
  if (!on.open) {
    host.loop.misuse.emplace_back("calls.call: the session is closed");
    return VL_E_MISUSE;
  }
  if (std::ranges::any_of(on.relays, [](const auto& relay) { return relay->opening; })) {
    host.loop.misuse.emplace_back("calls.call: the session is still being opened");
    return VL_E_MISUSE;
  }
  if (!calls.overlap && on.in_flight > 0) {
    host.loop.misuse.emplace_back("calls.call: a second call of a session without overlap");
    return VL_E_MISUSE;
  }
  calls.seen.push_back(seen_of(call));
  if (calls.protocol_ == nullptr) return scripted_call(calls, on, reply, op);
  // As every host does: a protocol writes only what it knows.
  std::memset(reinterpret_cast<char*>(reply) + sizeof reply->struct_size, 0,
              reply->struct_size - sizeof reply->struct_size);
  const auto start = [](fake_calls::session& s, const void* given, vl_reply* into, vl_op* relay) {
    return s.user->host().calls.protocol_->call(s.real, static_cast<const vl_call*>(given), into,
                                                relay);
  };
  return calls.through(on, op, "calls.call", reply, start, call);
}

vl_status call_functions::scripted_call(fake_calls& calls, fake_calls::session& on, vl_reply* reply,
                                        vl_op* op) {
  fake_loop& loop = on.user->host().loop;
  scripted_reply script;
  if (!calls.replies.empty()) {
    script = std::move(calls.replies.front());
    calls.replies.pop_front();
  }
  const auto broken = [](scripted_reply& of, vl_status status, const char* why) {
    of = {};
    of.status = status;
    of.code = 0;
    of.error = why;
  };
  if (loop.fails()) {
    broken(script, VL_E_CONNECT, "made to fail at the start");
    script.later = false;
  }
  if (!script.later) {
    const vl_status status = script.status;
    calls.answer(on, reply, std::move(script));
    return status;
  }
  if (loop.fails()) broken(script, VL_E_CLOSED, "made to fail before the answer");
  const vl_ns when = script.never ? fake_loop::never : loop.time + script.after;
  const vl_result outcome{script.status, 0, 0};
  // The reply is filled at the end, and not before: whoever looks early finds nothing.
  auto at_end = [&calls, &on, reply, broken, script](vl_result result) mutable {
    if (result.status == VL_E_CANCELED) broken(script, VL_E_CANCELED, "canceled");
    calls.answer(on, reply, std::move(script));
    calls.ended(on);
    return result;
  };
  ++on.in_flight;
  const vl_status answer = loop.pend(op, &on, "calls.call", when, outcome, std::move(at_end));
  if (answer != VL_PENDING) --on.in_flight;
  return answer;
}

vl_status call_functions::close(vl_session* session, vl_op* op) noexcept {
  fake_calls::session& on = of(session);
  fake_host& host = on.user->host();
  if (!on.open || on.closing != nullptr) {
    host.loop.misuse.emplace_back("calls.close: the session is closed already");
    return VL_E_MISUSE;
  }
  if (on.in_flight == 0) {
    const vl_status answer = host.calls.end(on);
    if (answer != VL_PENDING) return answer;
  }
  const vl_status answer =
      host.loop.pend(op, &on.closing, "calls.close", fake_loop::never, {VL_OK, 0, 0});
  if (answer != VL_PENDING) return answer;
  on.closing = op;
  if (on.in_flight > 0) host.calls.cancel_all(on);
  return VL_PENDING;
}

const void* call_functions::typed(vl_session* session, const char* id, void** self) noexcept {
  fake_calls::session& on = of(session);
  const vl_protocol_v1* protocol = on.user->host().calls.protocol_;
  if (protocol == nullptr || !on.open) return nullptr;
  *self = on.real;
  return protocol->typed(on.real, id);
}

}  // namespace veriload::testing

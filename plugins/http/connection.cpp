#include "plugins/http/connection.hpp"

#include "plugins/http/failure_text.hpp"
#include "plugins/http/session.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <utility>

namespace veriload::http_plugin {

void connection::start(session& session_of, const origin& target) {
  owner = &session_of;
  to = &target;
  active = nullptr;
  stream = nullptr;
  armed = last_event = 0;
  sent_before = writing = 0;
  now = state::dialing;
  op_pending = used = false;
  parser.begin(false);
}

void connection::dial(exchange& call) {
  const worker& shared = owner->shared();
  active = &call;
  call.line = this;
  now = state::dialing;
  vl_dial where{};
  where.struct_size = sizeof where;
  where.host = to_str(to->host);
  where.port = to->port;
  where.deadline = std::min(owner->now() + owner->chosen().connect_timeout, call.deadline);
  op.complete = &on_op;
  op.user = this;
  const vl_status status = shared.host.stream->dial(shared.loop, &where, &stream, &op);
  if (status == VL_PENDING) {
    op_pending = true;
  } else {
    dialed({status, 0, 0});
  }
}

void connection::dialed(vl_result result) {
  if (active->cancel_asked) {
    failure why;
    why.set(VL_E_CANCELED, 0, "canceled while connecting to %s", to->authority.c_str());
    if (result.status != VL_OK) stream = nullptr;
    owner->lost(*this, why);
  } else if (result.status == VL_OK) {
    connected();
  } else {
    stream = nullptr;
    const vl_ns allowed = std::min(owner->chosen().connect_timeout, active->timeout);
    owner->lost(*this, dial_failure(result, *to, allowed));
  }
}

void connection::connected() {
  const vl_stream_v1& streams = *owner->shared().host.stream;
  vl_stream_info info{};
  info.struct_size = sizeof info;
  if (streams.info(stream, &info) == VL_OK) {
    active->reply->dns = info.dns;
    active->reply->connect = info.connect;
    active->reply->tls = info.tls;
    sent_before = info.bytes_out;
  }
  const vl_reader reader{this, &on_data};
  const vl_status status = streams.read_start(stream, &reader);
  if (status < 0) {
    owner->lost(*this, stream_failure({status, 0, 0}, *this));
    return;
  }
  send(*active);
}

void connection::send(exchange& call) {
  worker& shared = owner->shared();
  active = &call;
  call.line = this;
  now = state::busy;
  parser.begin(call.traits.bodiless_answer);
  if (shared.prepared != &call) {
    failure why;
    if (!shared.prepare(call, owner->chosen().request, why)) {
      owner->lost(*this, why);
      return;
    }
  }
  shared.prepared = nullptr;
  const vl_cbuf parts[2] = {to_bytes(*shared.request), call.call->body};
  const std::uint32_t n = call.call->body.len != 0 ? 2 : 1;
  writing = parts[0].len + call.call->body.len;
  if (used) call.reply->flags |= VL_REPLY_REUSED;
  op.complete = &on_op;
  op.user = this;
  last_event = owner->now();
  call.reply->sent = last_event;
  const vl_status status = shared.host.stream->write(stream, parts, n, &op);
  if (status == VL_OK) [[likely]] {
    call.reply->bytes_out = writing;
  } else if (status == VL_PENDING) {
    op_pending = true;
    call.request.swap(shared.request);  // the bytes stay where they are until the op completes
  } else {
    owner->lost(*this, stream_failure({status, 0, 0}, *this));
    return;
  }
  arm();
}

void connection::written(vl_result result) {
  if (result.status != VL_OK) {
    owner->lost(*this, stream_failure(result, *this));
    return;
  }
  active->reply->bytes_out = writing;
  last_event = owner->now();
  arm();
}

// A deadline that is earlier than wanted is left alone: when it passes, deadline_passed() looks
// again. So a connection that answers fast moves its deadline once per read timeout, not once per
// call.
void connection::arm() {
  vl_ns wanted = active->deadline;
  if (!op_pending) wanted = std::min(wanted, last_event + owner->chosen().read_timeout);
  if (armed != 0 && armed <= wanted) return;
  armed = wanted;
  owner->shared().host.stream->set_deadline(stream, wanted);
}

void connection::deadline_passed() {
  armed = 0;
  if (active == nullptr) return;
  const vl_ns instant = owner->now();
  const vl_ns silence = owner->chosen().read_timeout;
  if (instant >= active->deadline) {
    owner->lost(*this, timeout_failure(*this, active->timeout, true));
  } else if (!op_pending && instant >= last_event + silence) {
    owner->lost(*this, timeout_failure(*this, silence, false));
  } else {
    arm();
  }
}

void connection::on_op(vl_op* op, vl_result result) noexcept {
  auto& self = *static_cast<connection*>(op->user);
  self.op_pending = false;
  switch (self.now) {
    case state::dialing:
      return self.dialed(result);
    case state::busy:
      return self.written(result);
    case state::closing:
      return self.owner->closed(self);
    case state::idle:
      return;  // no op starts there
  }
}

void connection::on_data(void* arg, vl_result result, vl_cbuf bytes) noexcept {
  auto& self = *static_cast<connection*>(arg);
  if (result.status == VL_OK) [[likely]] {
    if (self.active != nullptr) return self.feed(bytes);
    return self.refuse_stray_bytes();
  }
  if (result.status == VL_E_TIMEOUT) return self.deadline_passed();
  if (self.active == nullptr) return self.owner->idle_ended(self);
  self.ended(result);
}

void connection::feed(vl_cbuf bytes) {
  response_head& head = owner->shared().head;
  vl_reply& reply = *active->reply;
  last_event = owner->now();
  if (reply.first_byte == 0) reply.first_byte = last_event;
  reply.bytes_in += bytes.len;

  std::string_view input = to_view(bytes);
  std::string_view piece;
  failure why;
  while (true) {
    switch (parser.next(input, piece, head)) {
      case response_parser::step::need_more:
        return arm();
      case response_parser::step::head:
        if (!take_head(piece, why)) return owner->lost(*this, why);
        break;
      case response_parser::step::body:
        if (!take_body(piece, why)) return owner->lost(*this, why);
        break;
      case response_parser::step::done:
        if (!input.empty()) owner->shared().note_stray_bytes(*to);
        reply.done = last_event;
        return owner->answered(*this, parser.keep_alive() && input.empty());
      case response_parser::step::failed:
        why.set(VL_E_PROTOCOL, 0, "%s", text(parser.error()));
        return owner->lost(*this, why);
    }
  }
}

bool connection::take_head(std::string_view text, failure& why) {
  exchange& call = *active;
  const std::uint64_t limit = owner->chosen().max_body_bytes;
  std::uint64_t hint = 0;
  if (call.keeps_body() && parser.body_expected() > 0) {
    hint = static_cast<std::uint64_t>(parser.body_expected());
    if (hint > limit) {
      why = body_limit_failure(limit, hint);
      return false;
    }
  }
  if (call.block == nullptr) call.block = owner->shared().replies->take();
  if (call.block != nullptr && call.block->set_head(text, owner->shared().head, hint)) return true;
  why.set(VL_E_NOMEM, 0, "no memory for the head of an answer, %zu bytes", text.size());
  return false;
}

bool connection::take_body(std::string_view piece, failure& why) {
  if (!active->keeps_body()) return true;
  const std::uint64_t limit = owner->chosen().max_body_bytes;
  if (parser.body_bytes() > limit) {
    why = body_limit_failure(limit, parser.body_bytes());
    return false;
  }
  if (active->block->append(piece)) return true;
  why.set(VL_E_NOMEM, 0, "no memory for a body of %llu bytes",
          static_cast<unsigned long long>(parser.body_bytes()));
  return false;
}

void connection::ended(vl_result result) {
  if (result.status == VL_EOF && parser.end_of_stream() == response_parser::step::done) {
    active->reply->done = owner->now();
    owner->answered(*this, false);
    return;
  }
  owner->lost(*this, stream_failure(result, *this));
}

void connection::refuse_stray_bytes() {
  owner->shared().note_stray_bytes(*to);
  owner->idle_ended(*this);
}

// What the kernel took of a request that was not sent to its end.
void connection::count_sent() {
  vl_stream_info info{};
  info.struct_size = sizeof info;
  if (owner->shared().host.stream->info(stream, &info) != VL_OK) return;
  active->reply->bytes_out = info.bytes_out - std::min(info.bytes_out, sent_before);
}

bool connection::shut() {
  if (stream != nullptr) {
    if (op_pending && active != nullptr) count_sent();
    owner->shared().host.stream->close(std::exchange(stream, nullptr));
  }
  now = state::closing;
  return !op_pending;
}

}  // namespace veriload::http_plugin

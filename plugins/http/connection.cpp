#include "plugins/http/connection.hpp"

#include "plugins/http/answer_intake.hpp"
#include "plugins/http/call_flow.hpp"
#include "plugins/http/failure_text.hpp"
#include "plugins/http/session.hpp"
#include "plugins/http/shared_lines.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <utility>

namespace veriload::http_plugin {

void connection::start(session& session_of, const origin& target) {
  owner = &session_of;
  to = &target;
  lines = target.lines;
  active = nullptr;
  stream = nullptr;
  armed = last_event = 0;
  sent_before = writing = 0;
  now = state::dialing;
  op_pending = used = false;
  stage = sending::whole;
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
  where.deadline = std::min(owner->now() + owner->connect_timeout(call), call.deadline);
  if (to->secure) {
    const tls_settings& chosen = owner->chosen().tls;
    failure why;
    where.flags = VL_DIAL_TLS;
    where.sni = to_str(chosen.server_name);
    where.alpn = to_str(chosen.alpn);
    where.tls = owner->tls(why);
    if (where.tls == nullptr) return owner->lost(*this, why);
  }
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
    const vl_ns allowed = std::min(owner->connect_timeout(*active), active->timeout);
    owner->lost(*this, dial_failure(result, *to, allowed, reason_of(owner->shared())));
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
    if (!owner->prepare(call, why)) {
      owner->lost(*this, why);
      return;
    }
  }
  shared.prepared = nullptr;
  const vl_cbuf parts[2] = {to_bytes(shared.request->view()), call.call->body};
  upload* const body = call.flow != nullptr ? call.flow->parts() : nullptr;
  const std::uint32_t n = call.call->body.len != 0 && body == nullptr ? 2 : 1;
  stage = sending::whole;
  if (body != nullptr) [[unlikely]] {
    body->rewind();
    stage = call.flow->expects() ? sending::expecting : sending::parts;
  }
  writing = parts[0].len + call.call->body.len;
  if (used) call.reply->flags |= VL_REPLY_REUSED;
  op.complete = &on_op;
  op.user = this;
  // On a kept connection this is still the instant at which the call began.
  last_event = call.in_start && used ? call.deadline - call.timeout : owner->now();
  call.reply->sent = last_event;
  const vl_status status = shared.host.stream->write(stream, parts, n, &op);
  if (status == VL_OK) [[likely]] {
    if (stage != sending::whole) [[unlikely]]
      return head_sent();
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

// Bytes of the request were taken, or a part of its body was read from a file.
void connection::written(vl_result result) {
  if (result.status != VL_OK) {
    owner->lost(*this, stream_failure(result, *this));
    return;
  }
  last_event = owner->now();
  if (stage == sending::expecting) return head_sent();
  if (stage == sending::parts) return send_parts();
  active->reply->bytes_out = writing;
  arm();
}

// The body follows at once, or after the server's 100.
void connection::head_sent() {
  if (stage == sending::parts) return send_parts();
  expect_until = last_event + owner->chosen().expect_timeout;
  arm();
}

void connection::send_parts() {
  stage = sending::parts;
  upload& body = *active->flow->parts();
  const worker& shared = owner->shared();
  failure why;
  vl_cbuf part{};
  while (true) {
    vl_status status = VL_OK;
    switch (body.next(part, why)) {
      case upload::step::part:
        status = shared.host.stream->write(stream, &part, 1, &op);
        break;
      case upload::step::read:
        status = shared.host.loop->offload(shared.loop, body.work(), &op);
        break;
      case upload::step::failed:
        return owner->lost(*this, why);
      case upload::step::end:
        stage = sending::whole;
        active->reply->bytes_out = writing;
        last_event = owner->now();
        return arm();
    }
    if (status == VL_OK) continue;
    if (status == VL_PENDING) {
      op_pending = true;
      return arm();
    }
    return owner->lost(*this, stream_failure({status, 0, 0}, *this));
  }
}

// A deadline that is earlier than wanted is left alone: when it passes, deadline_passed() looks
// again. So a connection that answers fast moves its deadline once per read timeout, not once per
// call.
void connection::arm() {
  vl_ns wanted = active->deadline;
  if (!op_pending) wanted = std::min(wanted, last_event + owner->chosen().read_timeout);
  if (stage == sending::expecting && !op_pending) wanted = std::min(wanted, expect_until);
  if (armed != 0 && armed <= wanted) return;
  armed = wanted;
  owner->shared().host.stream->set_deadline(stream, wanted);
}

void connection::deadline_passed() {
  armed = 0;
  if (active == nullptr) return watch_idle();
  const vl_ns instant = owner->now();
  const vl_ns silence = owner->chosen().read_timeout;
  if (instant >= active->deadline) {
    owner->lost(*this, timeout_failure(*this, active->timeout, true));
  } else if (!op_pending && instant >= last_event + silence) {
    owner->lost(*this, timeout_failure(*this, silence, false));
  } else if (stage == sending::expecting && !op_pending && instant >= expect_until) {
    send_parts();  // servers that do not know the expectation wait for the body
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
  if (self.active == nullptr) return self.end_idle();
  self.ended(result);
}

void connection::feed(vl_cbuf bytes) {
  response_head& head = owner->shared().head;
  vl_reply& reply = *active->reply;
  last_event = owner->instant();
  if (reply.first_byte == 0) reply.first_byte = last_event;
  reply.bytes_in += bytes.len;

  std::string_view input = to_view(bytes);
  std::string_view piece, body;
  failure why;
  if (parser.take_whole(input, piece, body, head)) [[likely]] {
    if (!take_answer(*owner, *active, parser, piece, body, why)) [[unlikely]]
      return owner->lost(*this, why);
    reply.done = last_event;
    return owner->answered(*this, parser.keep_alive() && stage == sending::whole);
  }
  while (true) {
    switch (parser.next(input, piece, head)) {
      case response_parser::step::need_more:
        if (stage == sending::expecting && parser.continued()) return send_parts();
        return arm();
      case response_parser::step::head:
        if (!take_head(*owner, *active, parser, piece, why)) return owner->lost(*this, why);
        break;
      case response_parser::step::body:
        if (!take_body(*owner, *active, parser, piece, why)) return owner->lost(*this, why);
        break;
      case response_parser::step::done:
        if (!take_end(*active, parser, why)) return owner->lost(*this, why);
        if (!input.empty()) owner->shared().note_stray_bytes(*to);
        reply.done = last_event;
        return owner->answered(*this,
                               parser.keep_alive() && input.empty() && stage == sending::whole);
      case response_parser::step::failed:
        why.set(VL_E_PROTOCOL, 0, "%s", text(parser.error()));
        return owner->lost(*this, why);
    }
  }
}

void connection::ended(vl_result result) {
  if (result.status == VL_EOF && parser.end_of_stream() == response_parser::step::done) {
    failure why;
    if (!take_end(*active, parser, why)) return owner->lost(*this, why);
    active->reply->done = owner->now();
    owner->answered(*this, false);
    return;
  }
  owner->lost(*this, stream_failure(result, *this, reason_of(owner->shared())));
}

void connection::refuse_stray_bytes() {
  on().note_stray_bytes(*to);
  end_idle();
}

worker& connection::on() const { return owner != nullptr ? owner->shared() : lines->on(); }

void connection::end_idle() {
  if (owner != nullptr) return owner->idle_ended(*this);
  lines->idle_ended(*this);
}

vl_ns connection::idle_timeout() const {
  return owner != nullptr ? owner->chosen().idle_timeout : lines->idle_timeout();
}

bool connection::idle_too_long() const {
  const vl_ns allowed = idle_timeout();
  if (allowed == 0) return false;
  const worker& shared = on();
  return shared.host.loop->now(shared.loop) >= last_event + allowed;
}

// The deadline of the last call is a chance to look at an idle connection that costs a request
// nothing; only from then on there is one for the idle time itself.
void connection::watch_idle() {
  if (idle_timeout() == 0) return;
  if (idle_too_long()) return end_idle();
  armed = last_event + idle_timeout();
  on().host.stream->set_deadline(stream, armed);
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
    if ((op_pending || stage != sending::whole) && active != nullptr) count_sent();
    on().host.stream->close(std::exchange(stream, nullptr));
  }
  now = state::closing;
  return !op_pending;
}

}  // namespace veriload::http_plugin

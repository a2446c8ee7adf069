#include "plugins/http/exchange.hpp"

#include "plugins/http/call_flow.hpp"

#include <cstring>
#include <string_view>

namespace veriload::http_plugin {
namespace {

void release_reply(vl_reply* reply) noexcept {
  auto* const block = static_cast<reply_block*>(reply->owner);
  reply->release = nullptr;
  reply->owner = nullptr;
  if (block != nullptr) block->give_back();
}

}  // namespace

void exchange::start(session& session_of, const vl_call& request_of, vl_reply& answer,
                     vl_op& completion) {
  owner = &session_of;
  call = &request_of;
  reply = &answer;
  op = &completion;
  to = {};
  traits = {};
  line = nullptr;
  flow = nullptr;
  decoder = nullptr;
  block = nullptr;
  queue = nullptr;
  defer_pending = settled = in_start = retried = cancel_asked = false;
  result = {VL_OK, 0, 0};
  const std::uint32_t size = answer.struct_size;
  if (size >= sizeof answer) [[likely]] {
    answer = {};
  } else {  // of an older header
    std::memset(&answer, 0, size);
  }
  answer.struct_size = size;
}

void exchange::start_over() {
  reply->flags = 0;
  reply->sent = reply->first_byte = reply->done = 0;
  reply->dns = reply->connect = reply->tls = 0;
  reply->bytes_out = reply->bytes_in = 0;
  retried = false;
  if (block != nullptr) block->clear();  // an earlier answer is not that of the call
}

void exchange::hand_over_block() {
  if (block == nullptr) return;
  reply->headers = block->headers();
  reply->n_headers = block->n_headers();
  reply->body = block->body();
  if (block->n_trailers() != 0 && VL_HAS(reply, vl_reply, n_trailers)) {
    reply->trailers = block->trailers();
    reply->n_trailers = block->n_trailers();
  }
  reply->owner = block;
  reply->release = &release_reply;
  block = nullptr;
}

void exchange::settle_answer(std::uint32_t code, const status_set& failing) {
  reply->code = static_cast<std::int32_t>(code);
  if (flow != nullptr) {
    if (flow->never_sent(*this)) reply->flags |= VL_REPLY_CACHED;
    flow->sum_up(*this);
  }
  if (failing.has(code)) [[unlikely]] {
    char text[] = "HTTP 000";
    text[5] = static_cast<char>('0' + code / 100);
    text[6] = static_cast<char>('0' + code / 10 % 10);
    text[7] = static_cast<char>('0' + code % 10);
    reply->flags |= VL_REPLY_FAILED;
    reply->error = block->set_error(text);
  }
  hand_over_block();
  settled = true;
}

void exchange::settle_failure(reply_pool& pool, const failure& why, std::uint32_t code,
                              vl_ns when) {
  reply->code = static_cast<std::int32_t>(code);
  reply->done = when;
  result = {why.status, why.native, 0};
  settled = true;
  if (block == nullptr) block = pool.take();
  // Without memory for words the status still tells the class of the failure.
  if (flow != nullptr) flow->sum_up(*this);
  if (block == nullptr) return;
  failure words = why;
  if (flow != nullptr && flow->redirects() != 0 && !flow->shown_url().empty()) {
    const std::string_view place = flow->shown_url();
    words.set(why.status, why.native, "redirected to %.*s: %s", static_cast<int>(place.size()),
              place.data(), why.text);
  }
  reply->error = block->set_error(words.text);
  hand_over_block();
}

}  // namespace veriload::http_plugin

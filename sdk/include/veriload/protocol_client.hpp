// How a scenario uses a protocol that has no client of its own. Flow: scenario -> [protocol_client]
// -> calls.
#pragma once

#include "veriload/op.hpp"
#include "veriload/user.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace veriload {
inline namespace v1 {

/// What a protocol answered. Move-only; views live as long as it does. Thread: loop.
class protocol_answer {
 public:
  explicit protocol_answer(std::unique_ptr<vl_reply> reply) noexcept : reply_(std::move(reply)) {}
  protocol_answer(protocol_answer&&) noexcept = default;
  protocol_answer& operator=(protocol_answer&&) = delete;
  ~protocol_answer() {
    if (reply_ && reply_->release != nullptr) reply_->release(reply_.get());
  }

  std::int32_t code() const noexcept { return reply_->code; }
  std::string_view text() const noexcept { return to_view(reply_->body); }
  /// The protocol counts this answer as a failure.
  bool failed() const noexcept { return (reply_->flags & VL_REPLY_FAILED) != 0; }

 private:
  friend class protocol_client;
  std::unique_ptr<vl_reply> reply_;
};

/// One user's session of a protocol, opened with the first call and ended with the user. A member
/// of the user's class. Thread: loop.
class protocol_client {
 public:
  /// `protocol` has static lifetime.
  protocol_client(const user& owner, std::string_view protocol) noexcept
      : owner_(&owner), protocol_(protocol) {}

  /// Makes a call and gives the answer, which the host has measured under `name`, or under verb and
  /// target without one. `timeout_seconds` 0 = the protocol's own. Throws `error` of kind
  /// "protocol" when there is no answer, and `canceled` when the user is being stopped. One call at
  /// a time.
  task<protocol_answer> call(std::string verb, std::string target, std::string body = std::string(),
                             std::string name = std::string(), double timeout_seconds = 0) {
    const scenario_context& host = owner_->context();
    if (session_ == nullptr) {
      const vl_result opened = co_await op_awaiter([&](vl_op* op) {
        return host.calls.open(owner_->handle(), to_str(protocol_), nullptr, &session_, op);
      });
      if (opened.status != VL_OK) {
        session_ = nullptr;
        fail("open", opened.status, {});
      }
    }
    vl_call request{};
    request.struct_size = sizeof request;
    request.verb = to_str(verb);
    request.target = to_str(target);
    request.name = to_str(name);
    request.body = to_bytes(body);
    request.timeout = static_cast<vl_ns>(timeout_seconds * 1e9);
    auto reply = std::make_unique<vl_reply>();
    reply->struct_size = sizeof(vl_reply);
    protocol_answer answer(std::move(reply));
    const vl_result ended = co_await op_awaiter(
        [&](vl_op* op) { return host.calls.call(session_, &request, answer.reply_.get(), op); });
    if (ended.status != VL_OK) {
      const std::string what = joined({verb, target.empty() ? "" : " ", target});
      fail(name.empty() ? what : name, ended.status, to_view(answer.reply_->error));
    }
    co_return answer;
  }

 private:
  [[noreturn, gnu::cold]] void fail(std::string_view what, vl_status status,
                                    std::string_view why) const {
    const std::string text =
        joined({protocol_, ": ", what, ": ", why.empty() ? status_word(status) : why});
    if (status == VL_E_CANCELED) throw canceled(text);
    throw error("protocol", text, status);
  }

  const user* owner_;
  std::string_view protocol_;
  vl_session* session_ = nullptr;
};

}  // namespace v1
}  // namespace veriload

// A request and its answer in reused memory. Flow: http -> [http_exchange] -> host.
#pragma once

#include "veriload/http_error.hpp"
#include "veriload/http_header.hpp"
#include "veriload/json.hpp"
#include "veriload/scenario_context.hpp"

#include <coroutine>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// Everything of one request that must stay in place while it is under way: texts, op, call and
/// reply.
///
/// A request, its await and its response are a pointer to one exchange each, so a coroutine frame
/// holds eight bytes per stage. Exchanges come from a list of the thread and keep their capacity: a
/// running test allocates nothing for them. Thread: loop.
class http_exchange : private vl_op {
 public:
  static http_exchange* take(user_link& link) {
    http_exchange* made = free_list;
    if (made != nullptr) {
      free_list = made->next_;
    } else {
      made = new http_exchange;
    }
    made->reset(link);
    return made;
  }

  /// Gives the reply back to its producer and the exchange to the list.
  static void give_back(http_exchange* used) noexcept {
    if (used->reply.release != nullptr) used->reply.release(&used->reply);
    used->reply.release = nullptr;
    if (used->parsed_) used->document_ = json();
    // One large upload must not stay with the thread for the rest of the run.
    if (used->body.capacity() > largest_kept) used->body = std::string();
    used->next_ = free_list;
    free_list = used;
  }

  static void drain() noexcept {
    while (free_list != nullptr)
      delete std::exchange(free_list, free_list->next_);
  }

  /// Adds `key: <prefix><value>`; throws `error` when that is no header.
  void add_header(std::string_view key, std::string_view value, std::string_view prefix = {}) {
    check_header(key, value);
    const auto at = static_cast<std::uint32_t>(header_bytes_.size());
    header_bytes_.append(key).append(prefix).append(value);
    spans_.push_back(span(at, static_cast<std::uint32_t>(key.size()),
                          static_cast<std::uint32_t>(prefix.size() + value.size())));
  }

  bool has_header(std::string_view key) const noexcept {
    for (const span& s : spans_) {
      if (same_header(std::string_view(header_bytes_).substr(s.at, s.key), key)) return true;
    }
    return false;
  }

  /// Starts it, after opening the user's session if there is none. False when it ended at once;
  /// else the waiter is resumed later.
  bool start(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    prepare();
    if (link_->http_opening) {
      next_ = nullptr;
      (link_->waiting_last ? link_->waiting_last->next_ : link_->waiting_first) = this;
      link_->waiting_last = this;
      return true;
    }
    if (link_->http != nullptr) return send();

    this->complete = &opened;
    link_->http_opening = true;
    const vl_status answer =
        link_->context->calls.open(link_->handle, to_str("http"), nullptr, &link_->http, this);
    if (answer == VL_PENDING) return true;
    link_->http_opening = false;
    if (answer != VL_OK) link_->http = nullptr;  // the host may have written it before it failed
    return proceed(answer);
  }

  /// After the end: throws `canceled` or `http_error` when no answer came.
  void throw_if_failed() const {
    if (outcome != VL_OK) throw_failure();
  }

  /// The name of the request, else "GET /cart", without the query: for messages, which are counted
  /// by their text.
  std::string title() const {
    if (!name.empty()) return name;
    return joined({verb, " ", std::string_view(target).substr(0, target.find('?'))});
  }

  const json& document() {
    if (!parsed_) {
      document_ = json::parse(to_view(reply.body));
      parsed_ = true;
    }
    return document_;
  }

  std::string_view verb;  // a literal, or own_verb
  std::string own_verb;
  std::string target;
  std::string name;
  std::string body;
  std::string_view content_type;  // a literal, or own_content_type; empty = none
  std::string own_content_type;
  std::uint32_t flags = 0;  // VL_CALL_*
  vl_ns timeout = 0;
  vl_reply reply{};
  vl_status outcome = VL_OK;

 private:
  struct span {
    span(std::uint32_t start, std::uint32_t key_bytes, std::uint32_t value_bytes) noexcept
        : at(start), key(key_bytes), value(value_bytes) {}
    std::uint32_t at;
    std::uint32_t key;
    std::uint32_t value;
  };
  static constexpr std::size_t largest_kept = 65536;  // bytes
  static inline thread_local constinit http_exchange* free_list = nullptr;

  http_exchange() noexcept : vl_op{} {}
  http_exchange(const http_exchange&) = delete;
  http_exchange& operator=(const http_exchange&) = delete;

  void reset(user_link& link) noexcept {
    link_ = &link;
    next_ = nullptr;
    verb = {};
    target.clear();
    name.clear();
    body.clear();
    content_type = {};
    header_bytes_.clear();
    spans_.clear();
    flags = 0;
    timeout = 0;
    reply = vl_reply{};
    reply.struct_size = sizeof reply;
    outcome = VL_OK;
    parsed_ = false;
    no_session_ = false;
  }

  [[noreturn, gnu::cold]] void throw_failure() const {
    const std::string_view reason = to_view(reply.error);
    const std::string message = joined({title(), no_session_ ? ": no http session: " : ": ",
                                        reason.empty() ? status_word(outcome) : reason});
    if (outcome == VL_E_CANCELED) throw canceled(message);
    throw http_error(message, outcome, reply.code);
  }

  void prepare() {
    if (!content_type.empty() && !has_header("content-type")) {
      add_header("content-type", content_type);
    }
    pairs_.clear();
    const std::string_view bytes = header_bytes_;
    for (const span& s : spans_) {
      pairs_.push_back(
          vl_kv{to_str(bytes.substr(s.at, s.key)), to_str(bytes.substr(s.at + s.key, s.value))});
    }
    call_ = vl_call{};
    call_.struct_size = sizeof call_;
    call_.flags = flags;
    call_.verb = to_str(verb);
    call_.target = to_str(target);
    call_.name = to_str(name);
    call_.headers = pairs_.data();
    call_.n_headers = static_cast<std::uint32_t>(pairs_.size());
    call_.body = to_bytes(body);
    call_.timeout = timeout;
  }

  bool proceed(vl_status open_answer) noexcept {
    if (open_answer == VL_OK) return send();
    no_session_ = true;
    outcome = open_answer;
    return false;
  }

  bool send() noexcept {
    this->complete = &answered;
    outcome = link_->context->calls.call(link_->http, &call_, &reply, this);
    return outcome == VL_PENDING;
  }

  static void answered(vl_op* op, vl_result result) noexcept {
    auto* self = static_cast<http_exchange*>(op);
    self->outcome = result.status;
    self->waiter_.resume();
  }

  static void opened(vl_op* op, vl_result result) noexcept {
    auto* self = static_cast<http_exchange*>(op);
    user_link& link = *self->link_;
    link.http_opening = false;
    if (result.status != VL_OK) link.http = nullptr;
    self->next_ = std::exchange(link.waiting_first, nullptr);
    link.waiting_last = nullptr;
    // A resumed request may end, and the last of them the user too: only the list is touched here.
    while (self != nullptr) {
      http_exchange* next = std::exchange(self->next_, nullptr);
      if (!self->proceed(result.status)) self->waiter_.resume();
      self = next;
    }
  }

  http_exchange* next_ = nullptr;
  user_link* link_ = nullptr;
  std::coroutine_handle<> waiter_;
  std::string header_bytes_;
  std::vector<span> spans_;
  std::vector<vl_kv> pairs_;
  vl_call call_{};
  json document_;
  bool parsed_ = false;
  bool no_session_ = false;
};

}  // namespace v1
}  // namespace veriload

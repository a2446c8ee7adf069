// A request and its answer in reused memory. Flow: http -> [http_exchange] -> host.
#pragma once

#include "veriload/http_error.hpp"
#include "veriload/http_texts.hpp"
#include "veriload/json.hpp"
#include "veriload/scenario_context.hpp"

#include <coroutine>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace veriload {
inline namespace v1 {

/// Everything of one request that must stay in place while it is under way: texts, op, call and
/// reply.
///
/// A request, its await and its response are a pointer to one exchange each, so a coroutine frame
/// holds eight bytes per stage. Exchanges come from a list of the thread and keep their capacity: a
/// running test allocates nothing for them. A user lives on one thread, so its link knows the list:
/// that is much cheaper to reach than a variable of the thread. Thread: loop.
class http_exchange : private vl_op, public http_texts {
 public:
  static http_exchange* take(user_link& link) {
    http_exchange* made = *link.spare;
    if (made != nullptr) {
      *link.spare = made->next_;
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
    if (used->parsed_ || used->holds_much()) [[unlikely]]
      used->let_go();
    used->next_ = *used->link_->spare;
    *used->link_->spare = used;
  }

  static http_exchange** spare_of_this_thread() noexcept { return &free_list; }

  static void drain() noexcept {
    while (free_list != nullptr)
      delete std::exchange(free_list, free_list->next_);
  }

  /// The form is the body from now on.
  void set_form(multipart&& form) {
    const vl_user_v1& users = link_->context->users;
    const std::uint64_t high = users.random(link_->handle);
    set_parts(std::move(form), high, users.random(link_->handle));
  }

  /// Starts it, after opening the user's session if there is none. False when it ended at once;
  /// else the waiter is resumed later.
  bool start(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    fill();
    if (link_->http_opening) {
      next_ = std::exchange(link_->waiting, this);
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

  /// The user's session, opened when there is none. Throws `error` when that fails or takes time.
  static vl_session* open_session(user_link& link) {
    if (link.http == nullptr && !link.http_opening) {
      http_exchange* const bare = take(link);
      bare->complete = &opened;
      link.http_opening = true;
      const vl_status answer =
          link.context->calls.open(link.handle, to_str("http"), nullptr, &link.http, bare);
      if (answer != VL_PENDING) {
        link.http_opening = false;
        if (answer != VL_OK) link.http = nullptr;
        give_back(bare);
      }
      if (answer < 0) throw_status("http", "no http session", answer);
    }
    if (link.http_opening) {
      throw error("http", "the http session is being opened, expected a request before this",
                  VL_E_UNSUPPORTED);
    }
    return link.http;
  }

  /// After the end: throws `canceled` or `http_error` when no answer came.
  void throw_if_failed() const {
    if (outcome != VL_OK) throw_failure();
  }

  /// The name of the request, else "GET /cart", without the query: for messages, which are counted
  /// by their text.
  std::string title() const {
    if (!name.empty()) return std::string(name.view());
    return joined({verb, " ", target.view().substr(0, target.view().find('?'))});
  }

  const scenario_context& context() const noexcept { return *link_->context; }

  const json& document() {
    if (!parsed_) {
      document_ = json::parse(to_view(reply.body));
      parsed_ = true;
    }
    return document_;
  }

  vl_reply reply{};
  vl_status outcome = VL_OK;

 private:
  static inline thread_local constinit http_exchange* free_list = nullptr;

  http_exchange() noexcept : vl_op{} { reply.struct_size = sizeof reply; }
  http_exchange(const http_exchange&) = delete;
  http_exchange& operator=(const http_exchange&) = delete;

  void reset(user_link& link) noexcept {
    link_ = &link;
    next_ = nullptr;
    clear();
    waiter_ = nullptr;
    // All that is read of a reply when no call was made; a call fills the rest.
    reply.code = 0;
    reply.error = {};
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

  [[gnu::noinline, gnu::cold]] void let_go() noexcept {
    if (parsed_) document_ = json();
    drop_large_body();
  }

  bool proceed(vl_status open_answer) noexcept {
    if (open_answer == VL_OK) return send();
    no_session_ = true;
    outcome = open_answer;
    return false;
  }

  bool send() noexcept {
    this->complete = &answered;
    outcome = link_->context->calls.call(link_->http, &filled(), &reply, this);
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
    http_exchange* newest = std::exchange(link.waiting, nullptr);
    http_exchange* oldest = nullptr;
    while (newest != nullptr) {
      http_exchange* const next = std::exchange(newest->next_, oldest);
      oldest = std::exchange(newest, next);
    }
    if (self->waiter_) {
      self->next_ = oldest;
    } else {  // of open_session()
      give_back(self);
      self = oldest;
    }
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
  json document_;
  bool parsed_ = false;
  bool no_session_ = false;
};

}  // namespace v1
}  // namespace veriload

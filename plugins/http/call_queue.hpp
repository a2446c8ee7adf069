// Calls that wait for the same thing, first come first served. Flow: session -> [call_queue] ->
// session.
#pragma once

#include "plugins/http/exchange.hpp"

#include <cstddef>

namespace veriload::http_plugin {

/// Links the calls themselves: nothing is allocated and a call leaves from anywhere at once. A call
/// waits in one queue at a time, its `queue`. Thread: one loop.
class call_queue {
 public:
  call_queue() = default;
  call_queue(const call_queue&) = delete;
  call_queue& operator=(const call_queue&) = delete;

  bool empty() const noexcept { return first_ == nullptr; }
  std::size_t size() const noexcept { return size_; }
  exchange* first() const noexcept { return first_; }

  void push(exchange& call) noexcept {
    call.queue = this;
    call.next = nullptr;
    call.previous = last_;
    (last_ != nullptr ? last_->next : first_) = &call;
    last_ = &call;
    ++size_;
  }

  void remove(exchange& call) noexcept {
    (call.previous != nullptr ? call.previous->next : first_) = call.next;
    (call.next != nullptr ? call.next->previous : last_) = call.previous;
    call.queue = nullptr;
    --size_;
  }

 private:
  exchange* first_ = nullptr;
  exchange* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace veriload::http_plugin

// The moment between a request and its answer. Flow: http_request -> [http_awaiter] ->
// http_response.
#pragma once

#include "veriload/http_exchange.hpp"
#include "veriload/http_response.hpp"

#include <coroutine>
#include <utility>

namespace veriload {
inline namespace v1 {

/// What a request is awaited with. Owns the exchange until the answer takes it.
class http_awaiter {
 public:
  explicit http_awaiter(http_exchange* prepared) noexcept : exchange_(prepared) {}
  http_awaiter(const http_awaiter&) = delete;
  http_awaiter& operator=(const http_awaiter&) = delete;
  ~http_awaiter() {
    if (exchange_ != nullptr) http_exchange::give_back(exchange_);
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiter) { return exchange_->start(waiter); }
  http_response await_resume() {
    exchange_->throw_if_failed();
    return http_response(std::exchange(exchange_, nullptr));
  }

 private:
  http_exchange* exchange_;
};

}  // namespace v1
}  // namespace veriload

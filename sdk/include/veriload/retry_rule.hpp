// What `retryable` accepts, and what it does not try again. Flow: user -> [retry_rule].
#pragma once

#include "veriload/guard.hpp"
#include "veriload/json.hpp"

#include <exception>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Throws `error` of kind "retryable" when max_attempts is below 1, backoff_seconds below 0 or
/// jitter outside 0 to 1.
inline void check_retry(int max_attempts, double backoff_seconds, double jitter) {
  const auto refuse = [](const char* what, double found) {
    throw error("retryable", joined({what, json(found).dump()}), VL_E_INVALID);
  };
  if (max_attempts < 1) refuse("max_attempts must be above 0, is ", max_attempts);
  if (!(backoff_seconds >= 0)) refuse("backoff_seconds must not be below 0, is ", backoff_seconds);
  if (!(jitter >= 0 && jitter <= 1)) refuse("jitter must be from 0 to 1, is ", jitter);
}

/// A user that is cancelled is done: nothing is tried again.
inline bool is_canceled(const std::exception_ptr& failure) noexcept {
  bool found = false;
  tell_exception(failure, [&](vl_status status, std::string_view, std::string_view) {
    found = status == VL_E_CANCELED;
  });
  return found;
}

}  // namespace v1
}  // namespace veriload

// What a failed request throws. Flow: http_exchange, http_response -> [http_error] -> scenario.
#pragma once

#include "veriload/error.hpp"

#include <string>

namespace veriload {
inline namespace v1 {

/// A request failed: no answer came (`status_code()` is 0), or `raise_for_status` met a failing
/// one.
class http_error : public error {
 public:
  http_error(const std::string& message, vl_status status, int status_code)
      : error("http", message, status), status_code_(status_code) {}

  int status_code() const noexcept { return status_code_; }

 private:
  int status_code_;
};

}  // namespace v1
}  // namespace veriload

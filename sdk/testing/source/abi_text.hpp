// Texts of the C ABI as views and back. Flow: used by the fakes.
#pragma once

#include <veriload_abi.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace veriload::testing {

inline std::string_view view_of(vl_str text) { return {text.len == 0 ? "" : text.ptr, text.len}; }
inline vl_str str_of(std::string_view text) { return {text.data(), text.size()}; }

/// Leaves the reason of a failure; `error` may be null.
inline vl_status refused(vl_error* error, vl_status status, std::string_view why) {
  if (error == nullptr) return status;
  error->code = status;
  const std::size_t n = std::min(why.size(), sizeof error->message - 1);
  if (n > 0) std::memcpy(error->message, why.data(), n);
  error->message[n] = '\0';
  return status;
}

}  // namespace veriload::testing

// How loud a line of a scenario is. Flow: scenario -> [log_level] -> veriload.log/1.
#pragma once

#include <veriload_abi.h>

#include <cstdint>

namespace veriload {
inline namespace v1 {

enum class log_level : std::int32_t {
  debug = VL_LOG_DEBUG,
  info = VL_LOG_INFO,
  warning = VL_LOG_WARNING,
  error = VL_LOG_ERROR
};

}  // namespace v1
}  // namespace veriload

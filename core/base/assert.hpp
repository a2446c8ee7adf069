// The always-on assertion: a wrong number in a report is worse than a stop. Flow: used by every
// stage.
#pragma once

namespace veriload::base {

/// Prints the place and the reason to stderr and aborts. Thread: any.
[[noreturn]] void assertion_failed(const char* file, int line, const char* expression,
                                   const char* why) noexcept;

}  // namespace veriload::base

/// Stops the process when `condition` is false. `why` says why that cannot be.
#define VL_ASSERT(condition, why) \
  ((condition) ? void(0) : ::veriload::base::assertion_failed(__FILE__, __LINE__, #condition, why))

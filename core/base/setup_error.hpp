// The one exception of set-up: something the user must mend before a run can start. Flow: used by
// every stage.
#pragma once

#include "core/base/exit_code.hpp"

#include <stdexcept>
#include <string>

namespace veriload {

/// Thrown while a command prepares, never while a run runs.
///
/// `what()` is the whole text a user reads: lower case, no final period, the place first when there
/// is one (`veriload.yaml:12:3: `), what was found and what was expected. It may hold several
/// lines.
class setup_error : public std::runtime_error {
 public:
  explicit setup_error(const std::string& message, exit_code code = exit_code::usage)
      : std::runtime_error(message), code_(code) {}

  /// The exit code that the process ends with when nobody handles this.
  exit_code code() const noexcept { return code_; }

 private:
  exit_code code_;
};

}  // namespace veriload

// The exit codes of the `veriload` program: a contract with every CI script. Flow: used by every
// stage.
#pragma once

namespace veriload {

/// What the process says to its caller. Of several causes the first of unrunnable, state_left,
/// invalid and gate_failed wins; the JSON report names all of them.
enum class exit_code : int {
  passed = 0,        ///< the run was carried out and every gate passed
  gate_failed = 1,   ///< a gate, an SLO or a comparison failed
  usage = 2,         ///< wrong command line or configuration: mend the input
  plugin = 3,        ///< a plugin or a scenario could not be loaded or built
  state_left = 4,    ///< cleanup left state behind
  invalid = 5,       ///< the measurement cannot be trusted
  unrunnable = 6,    ///< the run could not be carried out, or its result could not be written
  interrupted = 130  ///< SIGINT or SIGTERM ended the run early
};

}  // namespace veriload

// All dials of one loop. Flow: plugin -> [loop] -> dialer.
#pragma once

#include "core/loop/dialer.hpp"

#include <deque>

namespace veriload::loop {

/// Checks a dial and gives it to a dialer; dialers are used again. Thread: the loop.
class dials {
 public:
  explicit dials(const dial_parts& parts) noexcept : parts_(parts) {}
  dials(const dials&) = delete;
  dials& operator=(const dials&) = delete;

  /// VL_PENDING, or what is wrong: VL_E_INVALID (the fields), VL_E_BLOCKED (the name), VL_E_TIMEOUT
  /// (the deadline is over), VL_E_NOMEM.
  vl_status start(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept;

  /// Ends the dial of an op of kind `dialing` with VL_E_CANCELED, later.
  void cancel(vl_op& op) noexcept { state_of<dialing_op>(op).by->abandon(VL_E_CANCELED); }

  /// Ends all with VL_E_SHUTDOWN, later.
  void end() noexcept;

 private:
  const dial_parts parts_;
  std::deque<dialer> all_;  // as many as were ever under way at one time
  dialer* free_ = nullptr;
};

}  // namespace veriload::loop

// The clock of one loop, read once for each thing that happens. Flow: reactor, stream -> [loop
// clock] -> plugin.
#pragma once

#include "core/base/clock.hpp"

namespace veriload::loop {

/// Who starts to deal with something (an arrival, a due timer, a call) reads the clock; everybody
/// behind it asks for that instant. Thread: the loop.
class loop_clock {
 public:
  base::ns read() noexcept { return instant_ = base::monotonic_now(); }
  base::ns instant() const noexcept { return instant_; }

 private:
  base::ns instant_ = base::monotonic_now();
};

}  // namespace veriload::loop

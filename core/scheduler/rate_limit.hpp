// When the next request may be sent under safety.max_rps. Flow: plan -> [scheduler] -> user.
#pragma once

#include "core/base/clock.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace veriload::scheduler {

/// One worker's part of a limit on requests per second: slots at even distances, each given out
/// once.
///
/// The run never sends more than the limit allows; a slot that passes unused is gone, so nothing is
/// saved up for a burst. The workers do not share: one that has little to do leaves its part
/// unused.
///
/// Thread: owned by one worker.
class rate_limit {
 public:
  /// `per_second` above 0, for the whole run.
  rate_limit(double per_second, std::uint32_t workers)
      : distance_(
            std::max<base::ns>(1, static_cast<base::ns>(std::ceil(1e9 * workers / per_second)))) {}

  /// The instant at which the next request may be sent: `now`, or later.
  base::ns take_slot(base::ns now) noexcept {
    const base::ns slot = std::max(now, next_);
    next_ = slot + distance_;
    return slot;
  }

 private:
  base::ns distance_;
  base::ns next_ = 0;
};

}  // namespace veriload::scheduler

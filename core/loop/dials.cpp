#include "core/loop/dials.hpp"

#include <new>
#include <utility>

namespace veriload::loop {

vl_status dials::start(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept {
  dial_route route;
  try {
    if (const vl_status status = plan_route(dial, parts_.allowed, parts_.network, route);
        status != VL_OK) {
      return status;
    }
    if (dial.deadline != 0 && dial.deadline <= base::monotonic_now()) return VL_E_TIMEOUT;
    if (free_ == nullptr) {
      dialer& made = all_.emplace_back(parts_);
      made.over_context = this;
      made.over = [](void* context, dialer& which) noexcept {
        which.next_free = static_cast<dials*>(context)->free_;
        static_cast<dials*>(context)->free_ = &which;
      };
      free_ = &made;
    }
  } catch (const std::bad_alloc&) {
    return VL_E_NOMEM;
  }
  dialer& by = *free_;
  free_ = by.next_free;
  by.start(std::move(route), out, op);
  return VL_PENDING;
}

void dials::end() noexcept {
  for (dialer& one : all_) {
    if (one.busy()) one.abandon(VL_E_SHUTDOWN);
  }
}

}  // namespace veriload::loop

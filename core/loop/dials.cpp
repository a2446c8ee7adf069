#include "core/loop/dials.hpp"

#include "core/base/host_rules.hpp"

#include <new>

namespace veriload::loop {

vl_status dials::start(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept {
  if (!VL_HAS(&dial, vl_dial, port) || dial.host.len == 0 || dial.port < 1 || dial.port > 65535)
    return VL_E_INVALID;
  if ((dial.flags & ~std::uint32_t{VL_DIAL_TLS}) != 0) return VL_E_INVALID;
  if ((dial.flags & VL_DIAL_TLS) != 0) return VL_E_UNSUPPORTED;
  try {
    if (parts_.allowed != nullptr &&
        !parts_.allowed->name_allowed({dial.host.ptr, dial.host.len})) {
      return VL_E_BLOCKED;
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
  by.start(dial, out, op);
  return VL_PENDING;
}

void dials::end() noexcept {
  for (dialer& one : all_) {
    if (one.busy()) one.abandon(VL_E_SHUTDOWN);
  }
}

}  // namespace veriload::loop

// veriload.loop/1: the reactor behind a C table.
#include "core/host/loop_handle.hpp"
#include "core/host/services.hpp"

namespace veriload::host {
namespace {

vl_ns now(vl_loop* loop) noexcept { return loop->reactor->now(); }
vl_ns instant(vl_loop* loop) noexcept { return loop->reactor->instant(); }
int32_t is_current(vl_loop* loop) noexcept { return loop->reactor->is_current() ? 1 : 0; }
vl_status post(vl_loop* loop, vl_op* op) noexcept { return loop->reactor->post(*op); }

vl_status sleep_until(vl_loop* loop, vl_ns when, vl_op* op) noexcept {
  return loop->reactor->sleep_until(when, *op);
}

vl_status fd_ready(vl_loop* loop, int32_t fd, uint32_t events, vl_op* op) noexcept {
  return loop->reactor->fd_ready(fd, events, *op);
}

vl_status offload(vl_loop* loop, vl_work* work, vl_op* op) noexcept {
  return loop->reactor->offload(*work, *op);
}

vl_status cancel(vl_loop* loop, vl_op* op) noexcept { return loop->reactor->cancel(*op); }

}  // namespace

const vl_loop_v1 loop_service = {sizeof(vl_loop_v1), 0,        now,     is_current, post,
                                 sleep_until,        fd_ready, offload, cancel,     instant};

}  // namespace veriload::host

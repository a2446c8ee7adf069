// Foreign descriptors that plugins wait for. Flow: plugin -> [loop] -> plugin.
#pragma once

#include "core/loop/op_ledger.hpp"
#include "core/loop/poller.hpp"

#include <vector>

namespace veriload::loop {

/// One op per descriptor and direction, armed one-shot in the kernel: one epoll_ctl per wait.
///
/// The descriptors belong to their owners, who may close them and get the same number again at any
/// time while nothing is pending; so the kernel's idea of a registration is never trusted. Thread:
/// the loop.
class fd_watches {
 public:
  fd_watches(op_ledger& ledger, poller& io) noexcept : ledger_(ledger), io_(io) {}

  /// See vl_loop_v1::fd_ready. VL_E_INVALID also when the kernel cannot wait for this kind of
  /// descriptor.
  vl_status start(int fd, std::uint32_t events, vl_op& op) noexcept;

  /// Completes a watching op with VL_E_CANCELED, later.
  void cancel(vl_op& op) noexcept;

  /// Tells what the kernel said about the watch with this tag. From the top level only.
  void dispatch(std::uint64_t tag, std::uint32_t events) noexcept;

  /// Completes all with VL_E_SHUTDOWN, later.
  void end() noexcept;

  /// Whether an event's tag is one of a watch; streams use addresses, which are even.
  static bool is_watch(std::uint64_t tag) noexcept { return (tag & 1) != 0; }

 private:
  struct watch {
    vl_op* read = nullptr;
    vl_op* write = nullptr;
    std::uint32_t generation =
        0;  // tells an event of an earlier wait, still in the batch, from a new one
  };

  int arm(int fd, watch& of) noexcept;
  void drop(int fd, watch& of, vl_op& op) noexcept;

  op_ledger& ledger_;
  poller& io_;
  std::vector<watch> by_fd_;
};

}  // namespace veriload::loop

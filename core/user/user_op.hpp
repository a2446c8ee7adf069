// An operation that belongs to a user: wraps the scenario's op so that it can be found and
// cancelled. Flow: SDK -> [user op] -> loop, protocol.
#pragma once

#include "core/base/clock.hpp"

#include "veriload_abi.h"

#include <cstdint>
#include <memory>
#include <vector>

struct vl_session;

namespace veriload::users {

class virtual_user;

/// What a wrapped operation waits for; a held call becomes a call, a refused op its completion.
enum class op_kind : std::uint8_t { sleep, held_call, call, open, stop_notice, refused };

/// Lives in the pool of its worker from start to completion. It is the host's half of an operation:
/// the op that is given to the loop or the protocol, with the user as its `user`. Its completion
/// records what is to be recorded and completes the scenario's half (`outer`).
struct user_op : vl_op {
  vl_op* outer;
  user_op* previous;  // in the user's list of pending ops
  user_op* next;      // in the same list, or in the pool's free list
  op_kind kind;
  bool cancel_asked;
};

/// Of kinds held_call, call and open. A type of its own: most users are asleep, and their op is
/// kept small.
struct call_op : user_op {
  vl_session* session;
  vl_reply* reply;
  base::ns planned;
  std::unique_ptr<vl_call> held;  ///< while it waits for its slot under the request limit
  std::uint32_t endpoint;
};

/// Free list of user ops of one worker; grows by blocks and never shrinks, so a steady run
/// allocates nothing. Thread: its loop's.
template <class Op>
class user_op_pool {
 public:
  Op& take() {
    if (!free_) [[unlikely]]
      grow();
    Op& op = *free_;
    free_ = static_cast<Op*>(op.next);
    return op;
  }

  void give_back(Op& op) noexcept {
    op.next = free_;
    free_ = &op;
  }

 private:
  static constexpr std::size_t block = 64;

  [[gnu::noinline, gnu::cold]] void grow() {
    blocks_.push_back(std::make_unique<Op[]>(block));
    for (std::size_t i = 0; i < block; ++i)
      give_back(blocks_.back()[i]);
  }

  std::vector<std::unique_ptr<Op[]>> blocks_;
  Op* free_ = nullptr;
};

}  // namespace veriload::users

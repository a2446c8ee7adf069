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

/// What a wrapped operation waits for; a held call becomes a call.
enum class op_kind : std::uint8_t { sleep, held_call, call, open, stop_notice };

/// Lives in the pool of its worker from start to completion. The host's half (`inner`) is given to
/// the loop or the protocol; its completion records what is to be recorded and completes the
/// scenario's half (`outer`).
struct user_op {
  vl_op inner;
  vl_op* outer;
  virtual_user* user;
  user_op* previous;  // in the user's list of pending ops
  user_op* next;      // in the same list, or in the pool's free list
  op_kind kind;
  bool cancel_asked;

  // Of a call only; `held` while it waits for its slot under the request limit.
  vl_call held;
  vl_session* session;
  vl_reply* reply;
  base::ns planned;
  std::uint32_t endpoint;
};

/// Free list of user ops of one worker; grows by blocks and never shrinks, so a steady run
/// allocates nothing. Thread: its loop's.
class user_op_pool {
 public:
  user_op* take() {
    if (!free_) grow();
    user_op* op = free_;
    free_ = op->next;
    return op;
  }

  void give_back(user_op* op) noexcept {
    op->next = free_;
    free_ = op;
  }

 private:
  static constexpr std::size_t block = 64;

  void grow() {
    blocks_.push_back(std::make_unique<user_op[]>(block));
    for (std::size_t i = 0; i < block; ++i)
      give_back(&blocks_.back()[i]);
  }

  std::vector<std::unique_ptr<user_op[]>> blocks_;
  user_op* free_ = nullptr;
};

}  // namespace veriload::users

// The blocking works that one loop has handed to the pool. Flow: user, resolver -> [loop] -> pool.
#pragma once

#include "core/loop/offload_pool.hpp"
#include "core/loop/op_ledger.hpp"

namespace veriload::loop {

/// One loop's side of the pool: counts what is away, so that the loop does not end before it is
/// home. Thread: the loop.
class offloads {
 public:
  /// `optional_pool` may be null: then nothing can be handed over.
  offloads(op_ledger& ledger, op_inbox& home, offload_pool* optional_pool) noexcept
      : ledger_(ledger), home_(home), pool_(optional_pool) {}

  /// VL_PENDING, or the reason why the pool did not take it; VL_E_UNSUPPORTED without a pool.
  vl_status start(vl_work& work, vl_op& op) noexcept;

  /// Asks a pending work to end: one that no thread has started completes VL_E_CANCELED, a running
  /// one goes on.
  void cancel(vl_op& op) noexcept;

  /// Completes what no thread has started with VL_E_SHUTDOWN.
  void withdraw_all() noexcept;

  /// Cuts the tie to the pool once nothing is away: its threads do not know this loop any more.
  void leave() noexcept;

  /// Told for each work that came out of the inbox.
  void came_home() noexcept { --away_; }

  /// Works that the pool has and that are still to come out of the inbox.
  std::size_t away() const noexcept { return away_; }

 private:
  op_ledger& ledger_;
  op_inbox& home_;
  offload_pool* const pool_;
  std::size_t away_ = 0;
};

}  // namespace veriload::loop

// Which persona the n-th started user gets. Flow: persona source -> [persona pool] -> user.
#pragma once

#include "core/config/plan.hpp"

#include <cstdint>
#include <optional>

namespace veriload::personas {

/// The personas of one worker, handed out in order of user starts.
///
/// Worker w of n owns every persona whose index modulo n is w: the parts are disjoint, cover the
/// pool and differ in size by at most one. A pure function of the start's number; whoever starts
/// users counts. Thread: any, never changes.
class persona_pool {
 public:
  /// Throws setup_error when the pool has fewer personas than there are workers. `worker` must be
  /// below `workers`, `pool_size` above 0.
  persona_pool(std::uint64_t pool_size, config::exhaust_mode on_exhaust, std::uint64_t worker = 0,
               std::uint64_t workers = 1);

  /// Number of personas of this worker.
  std::uint64_t size() const { return size_; }

  /// Index of the persona for user start `start`, counted from 0. When all were handed out: from
  /// the beginning again (wrap), or nothing (error), and the user must not start.
  std::optional<std::uint64_t> persona_for(std::uint64_t start) const;

 private:
  std::uint64_t size_;
  std::uint64_t worker_;
  std::uint64_t workers_;
  config::exhaust_mode on_exhaust_;
};

}  // namespace veriload::personas

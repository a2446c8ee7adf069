// Whose requests or tasks failed, bounded. Flow: user -> [failed personas] -> run result.
#pragma once

#include "core/aggregation/sample.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace veriload::aggregation {

/// A persona to which something failed.
struct failed_persona {
  std::uint64_t user = 0;                ///< number of the first user with this persona that failed
  std::uint64_t failures = 0;            ///< of requests and tasks
  std::vector<std::uint32_t> endpoints;  ///< different ones whose requests failed, in that order
  std::string example;                   ///< why the first one failed
};

/// The personas of one worker to which something failed. Nothing is kept of those that come after
/// the first `most`, but the number of their failures.
///
/// Memory: at most 1 MB, usually a fifth of it. Allocates for a new persona or endpoint only.
/// Thread: owned by one.
class failed_personas {
 public:
  static constexpr std::size_t most = 500;
  static constexpr std::size_t most_endpoints = 8;

  /// A failed request. One that this side gave up says nothing of its persona.
  void add_request(std::uint64_t persona, std::uint64_t user, const sample& failed);

  /// A failed task or hook.
  void add_task(std::uint64_t persona, std::uint64_t user, std::string_view where,
                std::string_view message);

  /// By the index of the persona.
  const std::unordered_map<std::uint64_t, failed_persona>& kept() const noexcept { return kept_; }

  /// Failures of personas that were not kept.
  std::uint64_t other() const noexcept { return other_; }

 private:
  failed_persona* entry(std::uint64_t persona, std::uint64_t user);

  std::unordered_map<std::uint64_t, failed_persona> kept_;
  std::uint64_t other_ = 0;
};

}  // namespace veriload::aggregation

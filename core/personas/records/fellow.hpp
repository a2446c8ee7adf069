// Somebody else of the pool, from the same country. Flow: scene -> [fellow] -> transaction, ticket.
#pragma once

#include "core/personas/records/record_scene.hpp"

#include <cstdint>
#include <optional>

namespace veriload::personas {

/// The index of another persona of the same locale, by chance. Nothing when 64 tries found none: in
/// a pool of one, or where the locale's share is small. `first_turn` and the 63 after it are used.
inline std::optional<std::uint64_t> fellow_of(const record_scene& scene, const record_draws& draws,
                                              std::uint32_t first_turn) {
  constexpr std::uint32_t tries = 64;
  const std::uint32_t own = scene.shared.locale_of(scene.index);
  for (std::uint32_t i = 0; i < tries; ++i) {
    const std::uint64_t index = draws.below(scene.shared.count(), first_turn + i);
    if (index != scene.index && scene.shared.locale_of(index) == own) return index;
  }
  return std::nullopt;
}

}  // namespace veriload::personas

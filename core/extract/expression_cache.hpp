// Every expression of a process, compiled once. Flow: service -> [expression_cache] -> expression.
#pragma once

#include "core/extract/expression.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace veriload::extract {

/// Gives each (language, text, detail) a number. It only grows, up to `limit`: expressions are
/// meant to be constants of a scenario. Wrong ones are not remembered.
///
/// Thread: any. Asking again for a known expression takes a shared lock; finding by number none.
class expression_cache {
 public:
  static constexpr std::size_t limit = 10'000;

  expression_cache() = default;
  ~expression_cache();
  expression_cache(const expression_cache&) = delete;
  expression_cache& operator=(const expression_cache&) = delete;

  /// The number of an expression, from 1 on; 0 with `why` when it is wrong or there are too many.
  std::uint32_t compile(language in, std::string_view text, std::string_view detail,
                        std::string& why);

  /// The expression of a number, or null when it was never given out. Lives as long as the cache.
  const expression* find(std::uint32_t id) const noexcept {
    return id == 0 || id > limit ? nullptr : made_[id - 1].load(std::memory_order_acquire);
  }

 private:
  mutable std::shared_mutex mutex_;  // guards ids_
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::array<std::atomic<const expression*>, limit> made_{};  // owned
};

}  // namespace veriload::extract

// Why requests and tasks failed, bounded. Flow: recorder -> [causes] -> run result.
#pragma once

#include "core/aggregation/sample.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::aggregation {

/// Different causes that are kept of a run; what comes later is counted in `other`.
inline constexpr std::size_t most_causes = 100;

/// Failed requests of one endpoint, class and code.
struct error_cause {
  std::uint32_t endpoint;
  error_class kind;
  std::int32_t code;
  std::uint64_t count;
  std::string example;  ///< text of the first one, at most `longest_error_text` bytes
};

/// Failed requests by cause. Thread: owned by one. Memory: at most 35 KB. Allocates for a new cause
/// only.
class error_causes {
 public:
  void add(std::uint32_t endpoint, error_class kind, std::int32_t code, std::string_view text);

  /// In the order of their first appearance.
  const std::vector<error_cause>& kept() const noexcept { return kept_; }

  /// Failures whose cause came after the first `most_causes`.
  std::uint64_t other() const noexcept { return other_; }

 private:
  std::vector<error_cause> kept_;
  std::uint64_t other_ = 0;
};

/// Failures of one hook or task with one message.
struct task_cause {
  std::string where;    ///< "on_start", "on_stop" or the task's name
  std::string message;  ///< at most `longest_error_text` bytes
  std::uint64_t count;
};

/// Failed tasks by cause. Thread: owned by one. Memory: at most 50 KB. Allocates for a new cause
/// only.
class task_causes {
 public:
  void add(std::string_view where, std::string_view message);

  /// In the order of their first appearance.
  const std::vector<task_cause>& kept() const noexcept { return kept_; }

  /// Failures whose cause came after the first `most_causes`.
  std::uint64_t other() const noexcept { return other_; }

 private:
  std::vector<task_cause> kept_;
  std::uint64_t other_ = 0;
};

}  // namespace veriload::aggregation

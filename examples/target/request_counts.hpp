// How many requests came for each path: what tests compare a report with. Flow: server -> [counts]
// -> routes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace target {

/// One table per server thread, so that counting never waits for another thread; added up when
/// read.
///
/// A table holds 1000 different paths; further ones are counted as `other`.
class request_counts {
 public:
  explicit request_counts(std::size_t threads);

  /// Thread: any, but cheap only when each thread gives its own number in [0, threads).
  void add(std::size_t thread, std::string_view path);

  /// The sums by path. Thread: any.
  std::map<std::string, std::uint64_t> totals() const;

 private:
  struct table {
    mutable std::mutex lock;
    std::map<std::string, std::uint64_t, std::less<>> by_path;
    std::uint64_t other = 0;
  };
  std::vector<std::unique_ptr<table>> tables_;
};

}  // namespace target

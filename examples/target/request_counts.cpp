#include "examples/target/request_counts.hpp"

namespace target {

namespace {
constexpr std::size_t paths_per_table = 1000;
}

request_counts::request_counts(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i)
    tables_.push_back(std::make_unique<table>());
}

void request_counts::add(std::size_t thread, std::string_view path) {
  table& own = *tables_[thread];
  const std::scoped_lock held(own.lock);
  if (const auto found = own.by_path.find(path); found != own.by_path.end()) {
    ++found->second;
  } else if (own.by_path.size() < paths_per_table) {
    own.by_path.emplace(path, 1);
  } else {
    ++own.other;
  }
}

std::map<std::string, std::uint64_t> request_counts::totals() const {
  std::map<std::string, std::uint64_t> sums;
  for (const auto& own : tables_) {
    const std::scoped_lock held(own->lock);
    for (const auto& [path, count] : own->by_path)
      sums[path] += count;
    if (own->other > 0) sums["other"] += own->other;
  }
  return sums;
}

}  // namespace target

#include "core/personas/persona_pool.hpp"

#include "core/base/assert.hpp"
#include "core/base/setup_error.hpp"

#include <string>

namespace veriload::personas {

persona_pool::persona_pool(std::uint64_t pool_size, config::exhaust_mode on_exhaust,
                           std::uint64_t worker, std::uint64_t workers)
    : size_(0), worker_(worker), workers_(workers), on_exhaust_(on_exhaust) {
  VL_ASSERT(worker < workers, "workers are numbered from 0");
  if (pool_size < workers) {
    throw setup_error("data.pool_size is " + std::to_string(pool_size) +
                      ", expected at least one persona for each of " + std::to_string(workers) +
                      " workers");
  }
  size_ = pool_size / workers + (worker < pool_size % workers ? 1 : 0);
}

std::optional<std::uint64_t> persona_pool::persona_for(std::uint64_t start) const {
  if (start >= size_ && on_exhaust_ == config::exhaust_mode::error) return std::nullopt;
  return worker_ + start % size_ * workers_;
}

}  // namespace veriload::personas

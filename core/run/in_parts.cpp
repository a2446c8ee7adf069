#include "core/run/in_parts.hpp"

#include "core/base/assert.hpp"

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace veriload::run {

void in_parts(std::uint64_t count, std::uint32_t parts, const part_work& work) {
  VL_ASSERT(parts > 0, "somebody must do it");
  std::vector<std::exception_ptr> thrown(parts);
  const auto one = [&](std::uint32_t part) {
    // No product with count: it may be near 2^64.
    const std::uint64_t each = count / parts, more = count % parts;
    const std::uint64_t first = part * each + std::min<std::uint64_t>(part, more);
    const std::uint64_t last = first + each + (part < more ? 1 : 0);
    try {
      work(part, first, last);
    } catch (const std::exception&) {
      thrown[part] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::uint32_t part = 1; part < parts; ++part)
      threads.emplace_back(one, part);
    one(0);
  }
  for (const std::exception_ptr& error : thrown) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace veriload::run

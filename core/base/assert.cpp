#include "core/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace veriload::base {

void assertion_failed(const char* file, int line, const char* expression,
                      const char* why) noexcept {
  std::fprintf(stderr, "%s:%d: broken invariant: %s (%s)\n", file, line, expression, why);
  std::abort();
}

}  // namespace veriload::base

// Rule X01: the allocations of a plugin fail one after the other; none may leave it as an
// exception.
#include "core/base/setup_error.hpp"
#include "core/plugin_check/failing_allocator.hpp"
#include "core/plugin_check/lives.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/rules.hpp"

#include <string>

namespace veriload::plugin_check {
namespace {

constexpr long most_allocations = 600;

}  // namespace

verdict check_allocation(const subject& on) {
  const mapped_plugin plugin = mapped_plugin::open(on.file());
  const vl_plugin_v1& d = plugin.descriptor();
  failing_allocator& allocator = failing_allocator::in(plugin.library);
  conditions under = with(on, "A01");
  const life first = live_through(d, under);
  long n = 0;
  for (; n < most_allocations; ++n) {
    under.doing = naming(on, "allocation " + std::to_string(n) + " fails");
    allocator.fail_at(n);
    try {
      live_through(d, under);
    } catch (const setup_error&) {
      // A polite refusal of init.
    }
    if (!allocator.failed()) break;
  }
  allocator.fail_at(-1);
  verdict told = concluded(first, "X01", "");
  if (told.result == outcome::passed && told.reason.empty())
    told.reason = std::to_string(n) + " allocations failed one by one";
  return told;
}

}  // namespace veriload::plugin_check

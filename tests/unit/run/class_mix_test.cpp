#include "core/run/class_mix.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace veriload;

namespace {

host::user_class called(const char* name) {
  return {nullptr, {}, name, {"work"}, scheduler::task_choice(std::vector<std::uint32_t>{1})};
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_prefix_of_the_users_has_the_shares_of_the_classes) {
  const auto a = called("a"), b = called("b"), c = called("c");
  const run::class_mix mix({&a, &b, &c}, {5, 3, 2});
  std::size_t seen[3]{};
  for (std::uint64_t n = 0; n < 1'000; ++n) {
    const host::user_class& one = mix.of(n);
    ++seen[&one == &a ? 0 : &one == &b ? 1 : 2];
    const auto users = static_cast<double>(n + 1);
    BOOST_TEST(std::fabs(static_cast<double>(seen[0]) - users * 0.5) <= 1.0);
    BOOST_TEST(std::fabs(static_cast<double>(seen[1]) - users * 0.3) <= 1.0);
    BOOST_TEST(std::fabs(static_cast<double>(seen[2]) - users * 0.2) <= 1.0);
  }
  BOOST_TEST(seen[0] == 500U);
  BOOST_TEST(seen[2] == 200U);
}

// crashes
// Awaiters get constructors.
#include "../shape.hpp"

using namespace shapes;

namespace {

struct awaiter {
  owner kept;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  std::size_t await_resume() const noexcept { return kept.size(); }
};
task<> body() {
  const auto n = co_await awaiter{owner("abc")};
  expect(n == 3, "awaiter");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

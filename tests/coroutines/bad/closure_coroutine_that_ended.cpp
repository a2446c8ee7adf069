// language: the closure is gone when its coroutine reads the capture
// Write a function with parameters by value.
#include "../shape.hpp"

using namespace shapes;

namespace {

task<std::size_t> make() {
  owner o("abc");
  return [o]() -> task<std::size_t> {
    co_await turn();
    co_return o.size();
  }();
}
task<> body() {
  const auto n = co_await make();
  expect(n == 3, "ended closure");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

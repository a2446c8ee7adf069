// crashes
// Capture references, or name the closure and move it in.
#include "../shape.hpp"

using namespace shapes;

namespace {

template <class F>
task<std::size_t> call(F f) {
  co_await turn();
  co_return f();
}
task<> body() {
  owner o("abc");
  const auto n = co_await call([o] { return o.size(); });
  expect(n == 3, "closure");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

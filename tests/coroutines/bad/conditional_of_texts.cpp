// crashes
// Write if and else.
#include "../shape.hpp"

using namespace shapes;

namespace {

task<> body() {
  const bool yes = pending.empty();
  const owner o = yes ? co_await give_owner(owner("abc")) : owner("d");
  expect(o.size() == 3, "conditional");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

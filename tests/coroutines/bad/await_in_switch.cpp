// crashes
// Await into a named local and switch over that.
#include "../shape.hpp"

using namespace shapes;

namespace {

int hits = 0;
task<> body() {
  switch (co_await give(2)) {
    case 2:
      ++hits;
      break;
    default:
      break;
  }
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

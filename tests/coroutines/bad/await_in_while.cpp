// crashes
// Await into a named local and test that.
#include "../shape.hpp"

using namespace shapes;

namespace {

int left = 0;
task<> body() {
  left = 3;
  while ((co_await give(left)) > 0)
    --left;
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

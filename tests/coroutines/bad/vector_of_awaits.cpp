// refused: array used as initializer
// Await into locals, then build the vector.
#include "../shape.hpp"

#include <vector>

using namespace shapes;

namespace {

task<> body() {
  const auto both = std::vector<int>{co_await give(1), 2};
  expect(both.size() == 2, "vector of awaits");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

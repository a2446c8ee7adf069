// refused: array used as initializer
// Take pairs as variadic arguments.
#include "../shape.hpp"

#include <initializer_list>

using namespace shapes;

namespace {

task<int> take(std::initializer_list<int> numbers) {
  int sum = 0;
  for (const int n : numbers)
    sum += n;
  co_await turn();
  co_return sum;
}
task<> body() {
  const auto n = co_await take({1, 2});
  expect(n == 3, "initializer list");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

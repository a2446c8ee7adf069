// refused: array used as initializer
// Name the list first.
#include "../shape.hpp"

#include <vector>

using namespace shapes;

namespace {

task<std::size_t> take(std::vector<std::string> names) {
  co_await turn();
  co_return names.size();
}
task<> body() {
  const auto n = co_await take({"a", "b"});
  expect(n == 2, "brace list");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

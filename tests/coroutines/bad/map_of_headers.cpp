// refused: array used as initializer
// Use header(key, value) calls.
#include "../shape.hpp"

#include <map>

using namespace shapes;

namespace {

task<std::size_t> take(std::map<std::string, std::string> headers) {
  co_await turn();
  co_return headers.size();
}
task<> body() {
  const auto n = co_await take({{"accept", "text/html"}, {"x", "y"}});
  expect(n == 2, "map");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

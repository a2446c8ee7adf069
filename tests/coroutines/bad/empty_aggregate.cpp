// crashes
// Give the type a constructor.
#include "../shape.hpp"

using namespace shapes;

namespace {

struct options {
  owner name;
  int retries = 1;
};
task<std::size_t> take(options o) {
  co_await turn();
  co_return o.name.size();
}
task<> body() {
  const auto n = co_await take(options{});
  expect(n > 3, "empty aggregate");
}

}  // namespace

int main() {
  for (int round = 0; round < 3; ++round)
    run(body());
  expect(owner::alive == 0, "an object was destroyed twice or never");
  veriload::drain_frame_pool();
}

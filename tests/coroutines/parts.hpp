// Types and coroutines of the safe shapes. Flow: [parts] -> safe_shapes.
#pragma once

#include "shape.hpp"

#include <veriload/flow.hpp>
#include <veriload/json.hpp>
#include <veriload/when_all.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>

namespace shapes {

struct numbers_only {
  int a = 1;
  double b = 2;
  std::string_view c = "view";
};
struct built {
  built() = default;
  explicit built(owner o) : first(std::move(o)) {}
  owner first;
  owner second;
};
class chain {
 public:
  chain&& add(owner o) && {
    parts_.push_back(std::move(o));
    return std::move(*this);
  }
  std::size_t size() const { return parts_.size(); }

 private:
  std::vector<owner> parts_;
};
struct holder {
  owner kept;
  task<std::size_t> size() {
    co_await turn();
    co_return kept.size();
  }
  virtual ~holder() = default;
  virtual task<int> number() { co_return co_await give(1); }
};
struct derived_holder : holder {
  task<int> number() override { co_return co_await give(2); }
};

inline task<int> sum_of(numbers_only n) {
  co_await turn();
  co_return n.a + int(n.b) + int(n.c.size());
}
inline task<std::size_t> size_of_built(built b) {
  co_await turn();
  co_return b.first.size() + b.second.size();
}
inline task<std::size_t> size_of_chain(chain c) {
  co_await turn();
  co_return c.size();
}
inline task<int> take_unique(std::unique_ptr<int> p) {
  co_await turn();
  co_return *p;
}
inline task<std::unique_ptr<owner>> make_unique_owner() {
  co_await turn();
  co_return std::make_unique<owner>();
}
inline task<int> take_optional(std::optional<owner> o) {
  co_await turn();
  co_return o.has_value() ? 1 : 0;
}
inline task<int> with_default(int a, built b = built()) {
  co_await turn();
  co_return a + int(b.first.size() > 0);
}
inline task<int> fail(int code) {
  co_await turn();
  throw std::runtime_error("code " + std::to_string(code));
}
inline task<std::vector<int>> list() {
  co_await turn();
  co_return std::vector<int>(3, 7);
}
inline task<std::pair<int, owner>> pair() {
  co_await turn();
  co_return std::pair<int, owner>(4, owner());
}
template <class... Ts>
task<std::size_t> count_all(Ts... values) {
  co_await turn();
  co_return (values.size() + ...);
}
template <class F>
task<int> call_later(F f) {
  co_await turn();
  co_return f();
}
inline task<int> countdown(int n) {
  if (n == 0) co_return 0;
  const int rest = co_await countdown(n - 1);
  co_return rest + 1;
}

inline task<std::string> dumped(veriload::json value) {
  co_await turn();
  co_return value.dump();
}

}  // namespace shapes

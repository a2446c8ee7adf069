// Control flow, closures, members and SDK parts that every supported compiler gets right.
#include "parts.hpp"

#include <array>
#include <map>

using namespace shapes;

namespace {

task<> range_for_over_an_await() {
  int sum = 0;
  for (const int x : co_await list())
    sum += x;
  expect(sum == 21, "range for");
}

task<> await_in_a_loop_body() {
  int sum = 0;
  for (int i = 0; i < 4; ++i) {
    const int x = co_await give(i);
    sum += x;
  }
  expect(sum == 6, "loop");
}

task<> await_in_a_for_condition_with_a_variable() {
  int rounds = 0;
  for (int i = 0; i < co_await give(3); ++i)
    ++rounds;
  expect(rounds == 3, "for condition");
}

task<> if_with_an_initialiser() {
  int hit = 0;
  if (const int x = co_await give(2); x > 1) hit = x;
  expect(hit == 2, "if initialiser");
}

task<> condition_through_a_named_bool() {
  bool ok = co_await truth(true);
  if (!ok) co_return;
  ok = co_await truth(false);
  while (!ok)
    ok = co_await truth(true);
  expect(ok, "named bool");
}

task<> assignment_with_and() {
  const bool both = co_await truth(true) && co_await truth(true);
  expect(both, "and");
}

task<> assignment_with_or() {
  const bool either = co_await truth(false) || co_await truth(true);
  expect(either, "or");
}

task<> sum_of_two_awaits() {
  const int n = co_await give(1) + co_await give(2);
  expect(n == 3, "sum");
}

task<> await_as_an_argument() {
  const auto n = co_await length_of(co_await give_owner(owner("abc")));
  expect(n == 3, "await as argument");
}

task<> if_and_else_instead_of_a_branch() {
  std::string s;
  if (pending.empty()) {
    s = co_await give_text("a text that is too long for the small buffer");
  } else {
    s = "other";
  }
  expect(s.size() > 20, "if else");
}

task<> conditional_of_numbers() {
  const bool yes = pending.empty();
  const int n = yes ? co_await give(1) : 2;
  expect(n == 1, "conditional numbers");
}

task<> catch_around_an_await() {
  std::string seen;
  try {
    const int n = co_await fail(3);
    expect(n == 0, "not reached");
  } catch (const std::runtime_error& e) {
    seen = e.what();
  }
  expect(seen == "code 3", "catch");
}

task<> await_after_a_catch() {
  bool failed = false;
  try {
    (void)co_await fail(1);
  } catch (const std::runtime_error&) {
    failed = true;
  }
  const int n = failed ? 1 : 0;
  const int m = co_await give(n);
  expect(m == 1, "after catch");
}

task<> locals_are_destroyed_on_a_throw() {
  const int before = owner::alive;
  static const auto body = []() -> task<> {
    const owner kept;
    (void)co_await fail(1);
  };
  try {
    co_await body();
  } catch (const std::runtime_error&) {
  }
  expect(owner::alive == before, "unwound");
}

task<> member_coroutine() {
  holder h;
  const auto n = co_await h.size();
  expect(n > 0, "member");
}

task<> virtual_coroutine() {
  derived_holder h;
  holder& base = h;
  const int n = co_await base.number();
  expect(n == 2, "virtual");
}

task<> recursion() {
  const int n = co_await countdown(50);
  expect(n == 50, "recursion");
}

task<> closure_by_reference() {
  owner o("abc");
  const int n = co_await call_later([&o] { return int(o.size()); });
  expect(n == 3, "closure by reference");
}

task<> closure_with_numbers() {
  int k = 4;
  const int n = co_await call_later([k] { return k; });
  expect(n == 4, "closure with numbers");
}

task<> named_closure_moved_in() {
  auto f = [o = owner("abc")] { return int(o.size()); };
  const int n = co_await call_later(std::move(f));
  expect(n == 3, "named closure");
}

task<> closure_coroutine_without_captures() {
  static const auto body = [](owner o) -> task<std::size_t> {
    co_await turn();
    co_return o.size();
  };
  const auto n = co_await body(owner("ab"));
  expect(n == 2, "captureless");
}

task<> named_closure_coroutine_that_outlives_the_await() {
  const owner o("abc");
  const auto body = [&o]() -> task<std::size_t> {
    co_await turn();
    co_return o.size();
  };
  const auto n = co_await body();
  expect(n == 3, "named closure coroutine");
}

task<> task_kept_in_a_local() {
  task<int> later = give(8);
  const int n = co_await std::move(later);
  expect(n == 8, "kept task");
}

task<> task_in_a_container() {
  std::vector<task<int>> all;
  for (int i = 0; i < 3; ++i)
    all.push_back(give(i));
  int sum = 0;
  for (task<int>& t : all) {
    const int n = co_await std::move(t);
    sum += n;
  }
  expect(sum == 3, "container");
}

task<> task_never_awaited() {
  task<owner> never = give_owner(owner());
  co_await turn();
}

task<> switch_over_a_local() {
  const int n = co_await give(2);
  int hit = 0;
  switch (n) {
    case 2: {
      hit = co_await give(9);
      break;
    }
    default:
      break;
  }
  expect(hit == 9, "switch");
}

task<> named_initializer_list() {
  const std::vector<std::string> names{"a", "b"};
  co_await turn();
  expect(names.size() == 2, "named list");
}

task<> named_map() {
  const std::map<std::string, std::string> headers{{"a", "b"}};
  const auto s = co_await give_text(headers.at("a"));
  expect(s == "b", "named map");
}

task<> array_of_results() {
  std::array<int, 2> both{};
  both[0] = co_await give(1);
  both[1] = co_await give(2);
  expect(both[0] + both[1] == 3, "array");
}

task<> text_built_from_an_await() {
  const std::string s = "Bearer " + co_await give_text("a text too long for the small buffer");
  expect(s.size() > 20, "text");
}

task<> reference_parameter_of_a_local() {
  static const auto change = [](owner& o) -> task<> {
    co_await turn();
    o = owner("changed");
  };
  owner o;
  co_await change(o);
  expect(o.size() == 7, "reference");
}

task<> long_loop_of_immediate_awaits() {
  static const auto at_once = []() -> task<int> { co_return 1; };
  int sum = 0;
  for (int i = 0; i < 200'000; ++i) {
    const int n = co_await at_once();
    sum += n;
  }
  expect(sum == 200'000, "long loop");
}

task<> json_of_pairs() {
  const std::string name = "a text that is too long for the small buffer";
  const auto s = co_await dumped(veriload::json::of("name", name, "n", 2, "t", true));
  expect(s.size() > 20, "json pairs");
}

task<> json_by_calls() {
  const auto s = co_await dumped(veriload::json::object().set("a", 1).set(
      "b", veriload::json::array().push(owner().text()).push(2)));
  expect(s.size() > 20, "json calls");
}

task<> flow_around_a_task() {
  const owner o = co_await veriload::flow("make", give_owner(owner("abc")));
  expect(o.size() == 3, "flow");
}

task<> failing_flow() {
  std::string seen;
  try {
    (void)co_await veriload::flow("a name that is too long for the small buffer", fail(2));
  } catch (const veriload::flow_failed& e) {
    seen = e.flow();
  }
  expect(seen.size() > 20, "failing flow");
}

task<> when_all_with_values() {
  const auto both = co_await veriload::when_all(give_owner(owner("ab")), give(3));
  expect(std::get<0>(both).size() == 2 && std::get<1>(both) == 3, "when_all values");
}

task<> when_all_of_tasks() { co_await veriload::when_all(member_coroutine(), recursion()); }

constexpr shape table[] = {
#define SHAPE(f) \
  { #f, &f }
    SHAPE(range_for_over_an_await),
    SHAPE(await_in_a_loop_body),
    SHAPE(await_in_a_for_condition_with_a_variable),
    SHAPE(if_with_an_initialiser),
    SHAPE(condition_through_a_named_bool),
    SHAPE(assignment_with_and),
    SHAPE(assignment_with_or),
    SHAPE(sum_of_two_awaits),
    SHAPE(await_as_an_argument),
    SHAPE(if_and_else_instead_of_a_branch),
    SHAPE(conditional_of_numbers),
    SHAPE(catch_around_an_await),
    SHAPE(await_after_a_catch),
    SHAPE(locals_are_destroyed_on_a_throw),
    SHAPE(member_coroutine),
    SHAPE(virtual_coroutine),
    SHAPE(recursion),
    SHAPE(closure_by_reference),
    SHAPE(closure_with_numbers),
    SHAPE(named_closure_moved_in),
    SHAPE(closure_coroutine_without_captures),
    SHAPE(named_closure_coroutine_that_outlives_the_await),
    SHAPE(task_kept_in_a_local),
    SHAPE(task_in_a_container),
    SHAPE(task_never_awaited),
    SHAPE(switch_over_a_local),
    SHAPE(named_initializer_list),
    SHAPE(named_map),
    SHAPE(array_of_results),
    SHAPE(text_built_from_an_await),
    SHAPE(reference_parameter_of_a_local),
    SHAPE(long_loop_of_immediate_awaits),
    SHAPE(json_of_pairs),
    SHAPE(json_by_calls),
    SHAPE(flow_around_a_task),
    SHAPE(failing_flow),
    SHAPE(when_all_with_values),
    SHAPE(when_all_of_tasks),
#undef SHAPE
};

}  // namespace

int main() { return run_all(table, std::size(table)); }

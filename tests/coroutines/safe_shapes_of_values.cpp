// Values in and out of awaits: shapes that every supported compiler gets right.
#include "parts.hpp"

using namespace shapes;

namespace {

task<> await_into_a_local() {
  const int r = co_await give(3);
  expect(r == 3, "local");
}

task<> await_and_drop() { (void)co_await give(3); }

task<> class_temporary_as_argument() {
  const auto n = co_await length_of(owner("x"));
  expect(n == 1, "temporary");
}

task<> two_temporaries() {
  const auto n = co_await count_all(owner("x"), owner("yy"));
  expect(n == 3, "two temporaries");
}

task<> named_then_moved() {
  owner o("abc");
  const auto n = co_await length_of(std::move(o));
  expect(n == 3, "moved");
}

task<> copied_from_a_local() {
  const owner o("abc");
  const auto n = co_await length_of(o);
  expect(n == 3 && o.size() == 3, "copied");
}

task<> owner_result() {
  const owner o = co_await give_owner(owner("abcd"));
  expect(o.size() == 4, "owner result");
}

task<> member_of_a_result() {
  const auto n = (co_await give_owner(owner("abcd"))).size();
  expect(n == 4, "member of result");
}

task<> aggregate_of_numbers() {
  const int n = co_await sum_of(numbers_only());
  expect(n == 7, "numbers");
}

task<> aggregate_of_numbers_named() {
  numbers_only o{.a = 5};
  const int n = co_await sum_of(o);
  expect(n == 11, "numbers named");
}

task<> class_with_constructor() {
  const auto n = co_await size_of_built(built(owner("ab")));
  expect(n > 2, "constructor");
}

task<> builder_chain() {
  const auto n = co_await size_of_chain(chain().add(owner()).add(owner()).add(owner()));
  expect(n == 3, "chain");
}

task<> default_argument_with_constructor() {
  const int n = co_await with_default(1);
  expect(n == 2, "default argument");
}

task<> unique_pointer_parameter() {
  const int n = co_await take_unique(std::make_unique<int>(6));
  expect(n == 6, "unique_ptr");
}

task<> unique_pointer_result() {
  const auto p = co_await make_unique_owner();
  expect(p->size() > 0, "unique_ptr result");
}

task<> optional_parameter() {
  const int n = co_await take_optional(std::optional<owner>(owner()));
  const int none = co_await take_optional(std::nullopt);
  expect(n == 1 && none == 0, "optional");
}

task<> structured_binding() {
  const auto [n, o] = co_await pair();
  expect(n == 4 && o.size() > 0, "binding");
}

constexpr shape table[] = {
#define SHAPE(f) \
  { #f, &f }
    SHAPE(await_into_a_local),
    SHAPE(await_and_drop),
    SHAPE(class_temporary_as_argument),
    SHAPE(two_temporaries),
    SHAPE(named_then_moved),
    SHAPE(copied_from_a_local),
    SHAPE(owner_result),
    SHAPE(member_of_a_result),
    SHAPE(aggregate_of_numbers),
    SHAPE(aggregate_of_numbers_named),
    SHAPE(class_with_constructor),
    SHAPE(builder_chain),
    SHAPE(default_argument_with_constructor),
    SHAPE(unique_pointer_parameter),
    SHAPE(unique_pointer_result),
    SHAPE(optional_parameter),
    SHAPE(structured_binding),
#undef SHAPE
};

}  // namespace

int main() { return run_all(table, std::size(table)); }

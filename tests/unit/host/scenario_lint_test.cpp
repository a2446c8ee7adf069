#include "core/host/scenario_lint.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload::host;

namespace {

/// "line:column first-words" of each warning, one per line.
std::string lint(std::string_view source) {
  std::string out;
  for (const lint_warning& w : lint_scenario(source)) {
    out += std::to_string(w.line) + ":" + std::to_string(w.column) + " " +
           w.message.substr(0, w.message.find(':')) + "\n";
    BOOST_TEST(!w.remedy.empty());
  }
  return out;
}

constexpr const char* condition = " co_await in a condition\n";
constexpr const char* brace = " brace list in an awaited expression\n";
constexpr const char* branch = " co_await in a branch of ?\n";
constexpr const char* capture = " closure with captures by value in an awaited expression\n";
constexpr const char* escape = " coroutine closure with captures that ends before its coroutine\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_lints)

BOOST_AUTO_TEST_CASE(finds_an_await_in_a_condition) {
  BOOST_TEST(lint("if (co_await f()) g();") == std::string("1:5") + condition);
  BOOST_TEST(lint("while ((co_await f()) > 1) g();") == std::string("1:9") + condition);
  BOOST_TEST(lint("do g(); while (co_await f());") == std::string("1:16") + condition);
  BOOST_TEST(lint("switch (co_await f()) {}") == std::string("1:9") + condition);
  BOOST_TEST(lint("if (a && b(co_await f(1))) g();") == std::string("1:12") + condition);
  BOOST_TEST(lint("if constexpr (x)\n  if (!co_await f()) g();") == std::string("2:8") + condition);
}

BOOST_AUTO_TEST_CASE(leaves_conditions_alone_that_do_not_await) {
  BOOST_TEST(lint("bool ok = co_await f(); if (ok) g();") == "");
  BOOST_TEST(lint("if (auto r = co_await f(); r > 1) g();") == "");
  BOOST_TEST(lint("if (ok) { auto r = co_await f(); }") == "");
  BOOST_TEST(lint("for (int i = 0; i < 3; ++i) co_await f();") == "");
  BOOST_TEST(lint("if (x) co_await f();") == "");
  BOOST_TEST(lint("my_if(co_await f());") == "");
}

BOOST_AUTO_TEST_CASE(finds_a_brace_list_in_an_awaited_expression) {
  BOOST_TEST(lint("co_await f({1, 2});") == std::string("1:12") + brace);
  BOOST_TEST(lint("auto r = co_await get(\"/\", options{.name = s});") ==
             std::string("1:35") + brace);
  BOOST_TEST(lint("co_await get(\n  {});") == std::string("2:3") + brace);
  BOOST_TEST(lint("co_await http().get(\"/\").json(json{1}).name(\"x\");") ==
             std::string("1:35") + brace);
}

BOOST_AUTO_TEST_CASE(braces_beside_an_await_are_no_brace_list) {
  BOOST_TEST(lint("options o{.name = s}; co_await f(std::move(o));") == "");
  BOOST_TEST(lint("task<> f() { co_await g(); }\nint x{3};") == "");
  BOOST_TEST(lint("co_await g(); { int x{3}; }") == "");
  BOOST_TEST(lint("try { co_await g(); } catch (const e& x) { h(); }") == "");
}

BOOST_AUTO_TEST_CASE(finds_an_await_in_a_branch) {
  BOOST_TEST(lint("auto s = c ? co_await f() : t;") == std::string("1:14") + branch);
  BOOST_TEST(lint("auto s = c ? t : g(co_await f());") == std::string("1:20") + branch);
  BOOST_TEST(lint("auto s = c ? t : co_await f();") == std::string("1:18") + branch);
  BOOST_TEST(lint("auto s = (co_await f()) ? t : u;") == "");
  BOOST_TEST(lint("auto s = c ? t : u; co_await f();") == "");
}

BOOST_AUTO_TEST_CASE(finds_a_closure_that_captures_by_value) {
  BOOST_TEST(lint("co_await run([name] { return g(name); });") == std::string("1:14") + capture);
  BOOST_TEST(lint("co_await run([=] { return g(name); });") == std::string("1:14") + capture);
  BOOST_TEST(lint("co_await run([n = std::move(name)] { g(n); });") ==
             std::string("1:14") + capture);
  BOOST_TEST(lint("co_await run([&a, this, b] { g(); });") == std::string("1:14") + capture);
}

BOOST_AUTO_TEST_CASE(a_closure_by_reference_or_checked_by_the_compiler_is_fine) {
  BOOST_TEST(lint("co_await run([&] { return g(name); });") == "");
  BOOST_TEST(lint("co_await run([this, &name] { return g(name); });") == "");
  BOOST_TEST(lint("co_await run([] { return g(); });") == "");
  BOOST_TEST(lint("co_await retryable(3, 0.5, [this, id] { return fetch(id); });") == "");
  BOOST_TEST(lint("auto work = [name] { return g(name); }; co_await run(std::move(work));") == "");
  BOOST_TEST(lint("auto r = co_await f(items[i], table[name]);") == "");
}

BOOST_AUTO_TEST_CASE(finds_a_coroutine_closure_that_nobody_awaits_in_place) {
  BOOST_TEST(lint("auto t = [x]() -> task<> { co_await g(x); }();") ==
             std::string("1:10") + escape);
  BOOST_TEST(lint("list.push_back([&]() -> task<> { co_return; }());") ==
             std::string("1:16") + escape);
  BOOST_TEST(lint("start([this]() -> task<> { co_await g(); });") == std::string("1:7") + escape);
}

BOOST_AUTO_TEST_CASE(a_coroutine_closure_that_outlives_its_coroutine_is_fine) {
  BOOST_TEST(lint("co_await retryable(3, 0, [this]() -> task<> { co_await g(); });") == "");
  BOOST_TEST(lint("auto f = [&]() -> task<> { co_await g(); }; co_await f();") == "");
  BOOST_TEST(lint("start([]() -> task<> { co_await g(); });") == "");
  BOOST_TEST(lint("each(list, [&](int x) { sum += x; });") == "");
}

BOOST_AUTO_TEST_CASE(an_inner_closure_is_judged_by_itself) {
  BOOST_TEST(lint("co_await run([&] { if (co_await f()) g(); });") ==
             std::string("1:24") + condition);
}

BOOST_AUTO_TEST_CASE(comments_literals_and_macros_are_not_code) {
  BOOST_TEST(lint("// if (co_await f())\n/* co_await f({1}) */") == "");
  BOOST_TEST(lint("auto s = \"if (co_await f({1}))\"; char c = '\"';") == "");
  BOOST_TEST(lint("auto s = R\"x(\" if (co_await f()) )\" )x\";") == "");
  BOOST_TEST(lint("#define TRY(x) if (co_await x) \\\n  while (co_await y)\nint a;") == "");
  BOOST_TEST(lint("int n = 1'000'000; if (co_await f()) g();") == std::string("1:24") + condition);
}

BOOST_AUTO_TEST_CASE(any_text_is_taken) {
  for (const char* text : {"",
                           "{",
                           "}",
                           "]",
                           "co_await",
                           "co_await (",
                           "if (co_await",
                           "[",
                           "[x",
                           "co_await f([",
                           "co_await f([x]",
                           "\"",
                           "'",
                           "R\"(",
                           "R\"",
                           "/*",
                           "#\\",
                           "co_await f({",
                           "co_await x)",
                           "if (",
                           "[[nodiscard]] int f();"}) {
    BOOST_CHECK_NO_THROW(lint_scenario(text));
  }
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/extract/expression_cache.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

using namespace veriload::extract;

namespace {

struct fixture {
  std::unique_ptr<expression_cache> cache = std::make_unique<expression_cache>();
  std::string why;
  std::uint32_t compile(language in, std::string_view text, std::string_view detail = {}) {
    return cache->compile(in, text, detail, why);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(the_same_expression_has_the_same_number, fixture) {
  const auto regex = compile(language::regex, "a");
  BOOST_TEST(regex == 1u);
  BOOST_TEST(compile(language::regex, "a") == regex);
  BOOST_TEST(compile(language::css, "a") != regex);
  BOOST_TEST(compile(language::css, "a", "href") != compile(language::css, "a"));
  BOOST_TEST(compile(language::css, "a b", "c") != compile(language::css, "a", "b c"));
  BOOST_TEST(compile(language::json_path, "$.a") != 0u);
  BOOST_TEST((cache->find(regex) == cache->find(compile(language::regex, "a"))));
}

BOOST_FIXTURE_TEST_CASE(wrong_ones_have_none_and_say_why, fixture) {
  BOOST_TEST(compile(language::regex, "(") == 0u);
  BOOST_TEST(!why.empty());
  BOOST_TEST((cache->find(0) == nullptr));
  BOOST_TEST((cache->find(1) == nullptr));
  BOOST_TEST((cache->find(4'000'000'000u) == nullptr));
  BOOST_TEST(compile(language::regex, "a") == 1u);
}

BOOST_FIXTURE_TEST_CASE(there_is_an_end_to_it, fixture) {
  for (std::size_t i = 0; i < expression_cache::limit; ++i) {
    BOOST_REQUIRE(compile(language::json_path, "$[" + std::to_string(i) + "]") != 0);
  }
  BOOST_TEST(compile(language::json_path, "$[20000]") == 0u);
  BOOST_TEST(why ==
             "over 10000 different expressions, expected constants: do not build them from data");
  BOOST_TEST(compile(language::json_path, "$[7]") == 8u);
  BOOST_TEST(test::search(compile_json_path("$[1]", why), "[1,2]") == "2");
}

#include "core/host/services.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload::host;

namespace {

// What this service does is the same for every plugin, so it needs no host.
vl_id compile(std::uint32_t kind, std::string_view text, std::string_view detail = {},
              vl_error* error = nullptr) {
  return extract_service.compile(nullptr, kind, view_of(text), view_of(detail), error);
}

struct taken {
  std::string out;
  bool only_first = false;
  static vl_status take(void* ctx, const vl_str* groups, std::uint32_t n) noexcept {
    auto& self = *static_cast<taken*>(ctx);
    for (std::uint32_t i = 0; i < n; ++i)
      self.out += groups[i].ptr == nullptr ? "(null)," : std::string(text_of(groups[i])) + ",";
    self.out += "|";
    return self.only_first ? VL_EOF : VL_OK;
  }
};

vl_status find(vl_id id, std::string_view text, taken& to, vl_error* error = nullptr) {
  const vl_match_sink sink{&to, &taken::take};
  return extract_service.find(nullptr, id, {text.data(), text.size()}, &sink, error);
}

vl_error empty_error() {
  vl_error error{};
  error.struct_size = sizeof error;
  return error;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(extract_service_suite)

BOOST_AUTO_TEST_CASE(each_language_finds_its_values) {
  taken regex, css, path;
  BOOST_TEST(find(compile(VL_EXTRACT_REGEX, "(a)(x)?"), "ab", regex) == VL_OK);
  BOOST_TEST(regex.out == "a,a,(null),|");
  BOOST_TEST(find(compile(VL_EXTRACT_CSS, "a", "href"), "<a href=1><a href=2>", css) == VL_OK);
  BOOST_TEST(css.out == "1,|2,|");
  path.only_first = true;
  BOOST_TEST(find(compile(VL_EXTRACT_JSON_PATH, "$.*"), "[1,2]", path) == VL_OK);
  BOOST_TEST(path.out == "1,|");
}

BOOST_AUTO_TEST_CASE(the_same_expression_has_one_id) {
  const vl_id id = compile(VL_EXTRACT_REGEX, "same");
  BOOST_TEST(id != 0u);
  BOOST_TEST(compile(VL_EXTRACT_REGEX, "same") == id);
  BOOST_TEST(compile(VL_EXTRACT_CSS, "same") != id);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told) {
  vl_error error = empty_error();
  BOOST_TEST(compile(VL_EXTRACT_REGEX, "(", {}, &error) == 0u);
  BOOST_TEST(error.code == VL_E_INVALID);
  BOOST_TEST(std::string_view(error.message).starts_with("regular expression, byte 1: "));
  BOOST_TEST(compile(VL_EXTRACT_REGEX, "(") == 0u);
  BOOST_TEST(compile(4, "a", {}, &error) == 0u);
  BOOST_TEST(error.code == VL_E_UNSUPPORTED);

  taken none;
  BOOST_TEST(find(0, "a", none, &error) == VL_E_INVALID);
  BOOST_TEST(find(compile(VL_EXTRACT_JSON_PATH, "$"), "<p>", none, &error) == VL_E_PROTOCOL);
  BOOST_TEST(std::string_view(error.message) == "no JSON: byte 0: expected a value, found '<'");
  const std::string endless(40, 'a');
  BOOST_TEST(find(compile(VL_EXTRACT_REGEX, "(a+)+$"), endless + "b", none, &error) ==
             VL_E_TIMEOUT);
  BOOST_TEST(find(compile(VL_EXTRACT_REGEX, "(a+)+$"), endless + "b", none) == VL_E_TIMEOUT);
  BOOST_TEST(none.out == "");
}

BOOST_AUTO_TEST_SUITE_END()

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(an_empty_text_may_have_no_address) {
  BOOST_TEST(to_view(vl_str{nullptr, 0}).empty());
  BOOST_TEST(to_view(vl_cbuf{nullptr, 0}).empty());
  BOOST_TEST(to_view(to_str("abc")) == "abc");
}

BOOST_AUTO_TEST_CASE(the_reason_is_its_parts_and_the_status_comes_back) {
  vl_error error = new_error();
  BOOST_TEST(error_text(&error, VL_E_CONFIG, "port must be below 65536, is ", "70000") ==
             VL_E_CONFIG);
  BOOST_TEST(error.code == VL_E_CONFIG);
  BOOST_TEST(message_of(error) == "port must be below 65536, is 70000");
}

BOOST_AUTO_TEST_CASE(nobody_asked_for_the_reason) {
  BOOST_TEST(error_text(nullptr, VL_E_INVALID, "x") == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(a_long_reason_is_cut_at_a_character_and_nothing_follows) {
  vl_error error = new_error();
  // 238 bytes, then a character of two bytes of which only one would fit beside the terminator.
  error_text(&error, VL_E_INVALID, std::string(238, 'x'), "\xc3\xa9", "tail");
  BOOST_TEST(message_of(error).size() == 238u);
  error_text(&error, VL_E_INVALID, std::string(237, 'x'), "\xc3\xa9", "tail");
  BOOST_TEST(message_of(error).size() == 239u);
  BOOST_TEST(error.message[239] == '\0');
}

BOOST_AUTO_TEST_CASE(a_shorter_struct_is_never_overrun) {
  struct {
    vl_error error;
    char guard[8];
  } both{};
  for (std::uint32_t size = 0; size <= 24; ++size) {
    both.error = vl_error{};
    std::memset(both.error.message, 0x7e, sizeof both.error.message);
    both.error.struct_size = size;
    BOOST_TEST(error_text(&both.error, VL_E_INVALID, "some longer reason") == VL_E_INVALID);
    const std::size_t first = size > 16 ? size - 16 : 0;
    for (std::size_t i = first; i < sizeof both.error.message; ++i) {
      BOOST_REQUIRE(both.error.message[i] == 0x7e);
    }
    if (size > 16) BOOST_TEST(both.error.message[size - 17] == '\0');
  }
}

BOOST_AUTO_TEST_CASE(cutting_never_splits_a_character) {
  const std::string_view euro = "\xe2\x82\xac\xe2\x82\xac";
  BOOST_TEST(cut_at_character(euro, 6) == euro);
  BOOST_TEST(cut_at_character(euro, 5).size() == 3u);
  BOOST_TEST(cut_at_character(euro, 3).size() == 3u);
  BOOST_TEST(cut_at_character(euro, 2).empty());
}

BOOST_AUTO_TEST_CASE(every_status_has_a_word) {
  for (vl_status status = VL_E_STATUS; status <= VL_EOF; ++status) {
    BOOST_TEST(status_word(status) != "unknown failure");
  }
  BOOST_TEST(status_word(-99) == "unknown failure");
}

BOOST_AUTO_TEST_SUITE_END()

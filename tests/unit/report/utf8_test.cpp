#include "core/report/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace veriload::report;

namespace {

std::vector<std::uint32_t> characters(std::string_view text) {
  std::vector<std::uint32_t> out;
  while (!text.empty())
    out.push_back(take_character(text));
  return out;
}

constexpr std::uint32_t bad = 0xfffd;

}  // namespace

BOOST_AUTO_TEST_CASE(characters_of_every_length_come_back_as_they_were_written) {
  for (const char32_t c :
       {U'a', U'\x7f', U'\x80', U'\u07ff', U'\u0800', U'\uffff', U'\U00010000', U'\U0010ffff'}) {
    std::string text;
    append_character(text, c);
    std::string_view rest = text;
    BOOST_TEST(static_cast<std::uint32_t>(take_character(rest)) == static_cast<std::uint32_t>(c));
    BOOST_TEST(rest.empty());
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_a_character_is_replaced_byte_by_byte) {
  using list = std::vector<std::uint32_t>;
  BOOST_TEST((characters("\x80z") == list{bad, 'z'}));                       // begins in the middle
  BOOST_TEST((characters("\xc3") == list{bad}));                             // cut off
  BOOST_TEST((characters("\xc3z") == list{bad, 'z'}));                       // no later byte
  BOOST_TEST((characters("\xc0\xaf") == list{bad, bad}));                    // overlong
  BOOST_TEST((characters("\xed\xa0\x80") == list{bad, bad, bad}));           // a surrogate
  BOOST_TEST((characters("\xf4\x90\x80\x80") == list{bad, bad, bad, bad}));  // past the end
  BOOST_TEST((characters("\xf8z") == list{bad, 'z'}));
}

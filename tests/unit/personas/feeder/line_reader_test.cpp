#include "core/personas/feeder/line_reader.hpp"

#include "tests/unit/personas/feeder/source_files.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;
using veriload::personas::test::refusal;
using veriload::personas::test::source_files;
using veriload::personas::test::texts;

namespace {

texts lines_of(const std::string& file) {
  line_reader reader(file);
  texts found;
  for (std::string_view line; reader.next(line);) {
    found.emplace_back(line);
    BOOST_TEST(reader.number() == found.size());
  }
  return found;
}

std::string wrong(std::string_view text) {
  const source_files files;
  const std::string file = files.write("x", text);
  return refusal(files, [&] { lines_of(file); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(lines_keep_their_ends_and_lose_the_mark) {
  const source_files files;
  BOOST_TEST(lines_of(files.write("a",
                                  "\xef\xbb\xbf"
                                  "a\r\n\nb")) == (texts{"a\r\n", "\n", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(lines_of(files.write("b", "")).empty());
}

BOOST_AUTO_TEST_CASE(lines_longer_than_a_piece_are_whole) {
  const source_files files;
  const std::string first(300'000, 'x'), second(700'000, 'y');
  const texts found = lines_of(files.write("a", first + "\n" + second + "\nz\n"));
  BOOST_REQUIRE(found.size() == 3u);
  BOOST_TEST((found[0] == first + "\n"));
  BOOST_TEST((found[1] == second + "\n"));
  BOOST_TEST(found[2] == "z\n");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_found_with_their_place) {
  BOOST_TEST(wrong("a\nbc\xff"
                   "d\n") == "x:2:3: found the byte 0xff, expected UTF-8 without NUL");
  BOOST_TEST(wrong(std::string_view("0123456789\0x", 12)) ==
             "x:1:11: found the byte 0x00, expected UTF-8 without NUL");
  // A character that is cut off, an overlong form, a surrogate, past the last one.
  for (const char* bad : {"\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"})
    BOOST_TEST(wrong(std::string("12345678") + bad).find("x:1:9: ") == 0u);
  BOOST_TEST(wrong("12345678\xc3\xa4\xe6\xa1\x9c\xf0\x9f\x98\x80"
                   "12345678") == "");
}

BOOST_AUTO_TEST_CASE(a_line_without_an_end_is_given_up) {
  const std::string endless(line_reader::longest_line + 2'000'000, 'x');
  BOOST_TEST(wrong("a\n" + endless) == "x:2:1: found a line of more than 16 MiB, expected less");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_said) {
  const source_files files;
  BOOST_TEST(refusal(files, [&] { line_reader reader(files.path("gone")); }) ==
             "gone: No such file or directory");
}

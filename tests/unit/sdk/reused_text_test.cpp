#include <veriload/reused_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;

BOOST_AUTO_TEST_SUITE(reused_texts)

BOOST_AUTO_TEST_CASE(texts_of_every_length_are_copied_byte_for_byte) {
  std::string whole;
  for (int i = 0; i < 100; ++i)
    whole += static_cast<char>('!' + i % 90);
  for (std::size_t first = 0; first <= 40; ++first) {
    for (std::size_t second = 0; second <= 40; ++second) {
      // Of exactly their size, so that a sanitizer sees a byte too much.
      const std::string a(whole, 0, first), b(whole, first, second);
      reused_text text;
      text.append(a).append(b);
      BOOST_TEST(text.view() == a + b);
    }
  }
}

BOOST_AUTO_TEST_CASE(memory_grows_with_the_text_and_is_kept) {
  reused_text text;
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    text += static_cast<char>('a' + i % 26);
    expected += static_cast<char>('a' + i % 26);
  }
  BOOST_TEST(text.view() == expected);
  const char* const kept = text.view().data();
  text.assign("short");
  BOOST_TEST(text.view() == "short");
  // As addresses: Boost.Test would read the characters behind them up to a zero.
  BOOST_TEST((text.view().data() == kept));
  text.clear();
  BOOST_TEST(text.empty());
}

BOOST_AUTO_TEST_CASE(what_is_written_into_the_room_counts_once_it_is_added) {
  reused_text text;
  text.append("GET ");
  char* const room = text.room(100);
  room[0] = '/';
  BOOST_TEST(text.view() == "GET ");
  text.added(1);
  BOOST_TEST(text.view() == "GET /");
}

BOOST_AUTO_TEST_SUITE_END()

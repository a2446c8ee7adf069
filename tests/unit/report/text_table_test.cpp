#include "core/report/text_table.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace veriload::report;

BOOST_AUTO_TEST_CASE(columns_are_as_wide_as_their_widest_cell_and_lines_end_clean) {
  text_table table("lr");
  table.add({{"name"}, {"n"}});
  table.add({{"a"}, {"1,000"}});
  table.add({{"longer"}});
  BOOST_TEST(table.text(80, false) ==
             "  name        n\n"
             "  a       1,000\n"
             "  longer\n");
}

BOOST_AUTO_TEST_CASE(the_flexible_column_is_cut_to_the_screen_with_an_ellipsis) {
  text_table table("Lr");
  table.add({{"GET /a/path/without/an/end"}, {"12,345"}});
  table.add_rule();
  std::istringstream lines(table.text(30, false));
  std::string first;
  std::string rule;
  std::getline(lines, first);
  std::getline(lines, rule);
  BOOST_TEST(first == "  GET /a/path/without\u2026  12,345");
  BOOST_TEST(columns_of(first) == 30);
  BOOST_TEST(columns_of(rule) == 30);
}

BOOST_AUTO_TEST_CASE(wide_characters_take_two_columns_and_combining_ones_none) {
  BOOST_TEST(columns_of("abc") == 3);
  BOOST_TEST(columns_of("\u5546\u54c1") == 4);
  BOOST_TEST(columns_of("e\u0301") == 1);
  BOOST_TEST(cut_to("\u5546\u54c1\u5546", 5) == "\u5546\u54c1\u2026");
  BOOST_TEST(cut_to("\u5546\u54c1\u5546", 4) == "\u5546\u2026");
  BOOST_TEST(cut_to("abc", 3) == "abc");
  BOOST_TEST(cut_to("abc", 0) == "");
}

BOOST_AUTO_TEST_CASE(a_text_from_outside_cannot_change_the_terminal) {
  BOOST_TEST(printable("a\x1b[31mb\nc\x7f") == "a?[31mb?c?");
  BOOST_TEST(printable("x\u202ey") == "x?y");
  BOOST_TEST(printable("\xff") == "\ufffd");
  BOOST_TEST(printable("\u00e4") == "\u00e4");
}

BOOST_AUTO_TEST_CASE(colour_is_written_only_when_it_is_understood_and_takes_no_columns) {
  BOOST_TEST(marked("x", emphasis::bad, false) == "x");
  BOOST_TEST(marked("x", emphasis::none, true) == "x");
  BOOST_TEST(marked("x", emphasis::bad, true) == "\x1b[31mx\x1b[0m");
  text_table table("rl");
  table.add({{"1", emphasis::bad}, {"b"}});
  table.add({{"22"}, {"b"}});
  BOOST_TEST(table.text(80, true) == "   \x1b[31m1\x1b[0m  b\n  22  b\n");
}

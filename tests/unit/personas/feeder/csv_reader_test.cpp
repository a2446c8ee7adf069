#include "core/personas/feeder/readers.hpp"

#include "core/personas/feeder/row_table.hpp"
#include "tests/unit/personas/feeder/source_files.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;
using veriload::personas::test::cells;
using veriload::personas::test::refusal;
using veriload::personas::test::source_files;
using veriload::personas::test::texts;

namespace {

row_table read(std::string_view text) {
  const source_files files;
  row_table table;
  read_csv(files.write("x.csv", text), table);
  table.close();
  return table;
}

std::string wrong(std::string_view text, std::uint64_t limit = row_table::most_rows) {
  const source_files files;
  const std::string file = files.write("x.csv", text);
  return refusal(files, [&] {
    row_table table(limit);
    read_csv(file, table);
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(quotes_commas_and_line_ends_are_read) {
  const row_table table =
      read("sku,name\r\nA-1,\"Lamp, \"\"red\"\"\"\r\n\"\",\"two\r\nlines\"\r\n,x");
  BOOST_TEST(table.columns()[0] == "sku");
  BOOST_TEST(table.columns()[1] == "name");
  BOOST_REQUIRE(table.rows() == 3u);
  BOOST_TEST(cells(table, 0) == (texts{"A-1", "Lamp, \"red\""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 1) == (texts{"", "two\r\nlines"}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 2) == (texts{"", "x"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_mark_empty_lines_and_plain_line_feeds_are_taken) {
  const row_table table = read("\xef\xbb\xbf\"sku\",\"n\"\n\n1,2\n\r\n3,4\n\n");
  BOOST_TEST(table.columns()[0] == "sku");
  BOOST_REQUIRE(table.rows() == 2u);
  BOOST_TEST(cells(table, 1) == (texts{"3", "4"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(cells_of_one_column_and_blanks_are_as_they_are) {
  const row_table table = read("sku\n a \n\"\"\n");
  BOOST_REQUIRE(table.rows() == 2u);
  BOOST_TEST(table.cell(0, 0) == " a ");
  BOOST_TEST(table.cell(1, 0) == "");
}

BOOST_AUTO_TEST_CASE(rows_of_another_length_are_refused_where_they_differ) {
  BOOST_TEST(wrong("a,b,c\n1,2,3\n1,22\n") ==
             "x.csv:3:5: found 2 cells, expected 3, as in the line of names");
  BOOST_TEST(wrong("a,b\n\n1,2,3,4\n") ==
             "x.csv:3:5: found 4 cells, expected 2, as in the line of names");
  BOOST_TEST(wrong("a,b\n\"1\n\"\n") ==
             "x.csv:3:2: found 1 cell, expected 2, as in the line of names");
}

BOOST_AUTO_TEST_CASE(quotes_that_cannot_be_are_refused_and_nothing_of_the_cells_is_told) {
  BOOST_TEST(wrong("a,b\n1,\"secret\nmore\n") ==
             "x.csv:2:3: found no closing quote up to the end of the file, expected one");
  BOOST_TEST(wrong("a,b\n1,\"sec\"ret\n") ==
             "x.csv:2:8: found text behind a closing quote, expected a comma or the end of the "
             "line");
  BOOST_TEST(wrong("a,b\n1,sec\"ret\n") ==
             "x.csv:2:6: found a quote inside a cell, expected the whole cell in quotes and this "
             "one doubled");
  BOOST_TEST(wrong("a,b\n1,x\ry\n") ==
             "x.csv:2:4: found a carriage return inside a line, expected the cell in quotes");
}

BOOST_AUTO_TEST_CASE(a_quote_that_swallows_the_file_is_found_early) {
  std::string text = "a\n\"";
  for (int i = 0; i < 20; ++i)
    text += std::string(1 << 20, 'x') + "\n";
  BOOST_TEST(wrong(text) == "x.csv:2:1: found no closing quote in 16 MiB, expected one");
}

BOOST_AUTO_TEST_CASE(names_are_needed_and_differ) {
  BOOST_TEST(wrong("") ==
             "x.csv:1:1: found an empty file, expected a line with the names of the columns");
  BOOST_TEST(wrong("\r\n\n") ==
             "x.csv:1:1: found an empty file, expected a line with the names of the columns");
  BOOST_TEST(wrong("a,,c\n") == "x.csv:1:3: found a column without a name, expected a name");
  BOOST_TEST(wrong("a,b,a\n") ==
             "x.csv:1:5: found the column \"a\" for the second time, expected different names");
  BOOST_TEST(wrong("a;b\n1;2\n") == "x.csv:1:2: found a semicolon between names, expected commas");
  BOOST_TEST(wrong("a\tb\n1\t2\n") == "x.csv:1:2: found a tab between names, expected commas");
  BOOST_TEST(wrong("a,b\n") == "x.csv:2:1: found no row behind the line of names, expected one");
  std::string many = "c";
  for (int i = 0; i < 1000; ++i)
    many += ",c" + std::to_string(i);
  BOOST_TEST(wrong(many + "\n").find("found more than 1000 columns") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_and_too_many_rows_are_refused) {
  BOOST_TEST(wrong("a,b\n1,\xfe\n") ==
             "x.csv:2:3: found the byte 0xfe, expected UTF-8 without NUL");
  BOOST_TEST(wrong("a\n1\n2\n3\n", 2) ==
             "x.csv:4:1: found more than 2 rows, expected fewer, because they are kept in memory; "
             "take a part of them");
  BOOST_TEST(wrong("a\n1\n2\n\n", 2) == "");
}

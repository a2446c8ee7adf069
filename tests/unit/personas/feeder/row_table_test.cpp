#include "core/personas/feeder/row_table.hpp"

#include "tests/unit/personas/feeder/source_files.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;
using veriload::personas::test::cells;
using veriload::personas::test::texts;

namespace {

void add(row_table& table, const texts& row) {
  for (const std::string& cell : row) {
    table.append(cell);
    table.end_cell();
  }
  table.end_row();
}

}  // namespace

BOOST_AUTO_TEST_CASE(cells_come_back_as_they_went_in) {
  row_table table;
  BOOST_TEST(table.add_column("a") == "");
  BOOST_TEST(table.add_column("b") == "");
  add(table, {"1", ""});
  add(table, {"", "two"});
  table.append("th");
  table.append("ree");
  table.end_cell();
  table.end_cell();
  table.end_row();
  table.close();
  BOOST_TEST(table.rows() == 3u);
  BOOST_TEST(cells(table, 0) == (texts{"1", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 1) == (texts{"", "two"}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 2) == (texts{"three", ""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_column_that_comes_later_is_empty_before) {
  row_table table;
  table.add_column("a");
  add(table, {"1"});
  add(table, {"2"});
  table.add_column("b");
  add(table, {"3", "x"});
  table.add_column("c");
  add(table, {"4", "y", "z"});
  BOOST_TEST(cells(table, 0) == (texts{"1", "", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 1) == (texts{"2", "", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 2) == (texts{"3", "x", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 3) == (texts{"4", "y", "z"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_that_cannot_be_are_told_of) {
  row_table table;
  table.add_column("a.b");
  BOOST_TEST(table.add_column("") == "found a column without a name, expected a name");
  BOOST_TEST(table.add_column("a.b") ==
             "found the column \"a.b\" for the second time, expected different names");
  BOOST_TEST(table.add_column("a") ==
             "found the columns \"a.b\" and \"a\", expected no column below another");
  BOOST_TEST(table.add_column("a.b.c") ==
             "found the columns \"a.b\" and \"a.b.c\", expected no column below another");
  BOOST_TEST(table.add_column("x\ny").find("a control character") != std::string::npos);
  BOOST_TEST(table.add_column("a.bc") == "");
  BOOST_TEST(table.columns().size() == 2u);
}

BOOST_AUTO_TEST_CASE(there_is_a_most_of_columns_and_of_rows) {
  row_table table(2);
  for (std::size_t i = 0; i < row_table::most_columns; ++i)
    BOOST_TEST(table.add_column("c" + std::to_string(i)) == "");
  BOOST_TEST(table.add_column("more") == "found more than 1000 columns, expected fewer");
  row_table small(2);
  small.add_column("a");
  add(small, {"1"});
  BOOST_TEST(!small.is_full());
  add(small, {"2"});
  BOOST_TEST(small.is_full());
  BOOST_TEST(small.full().find("found more than 2 rows") == 0u);
}

BOOST_AUTO_TEST_CASE(a_row_costs_its_bytes_and_little_more) {
  row_table table;
  table.add_column("a");
  table.add_column("b");
  constexpr std::uint64_t rows = 10'000;
  for (std::uint64_t i = 0; i < rows; ++i)
    add(table, {"0123456789", "abcdef"});
  table.close();
  BOOST_TEST(table.bytes() == rows * (16 + 2 * 4 + 8));
}

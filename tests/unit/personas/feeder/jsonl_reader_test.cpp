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
  read_jsonl(files.write("x.jsonl", text), table);
  table.close();
  return table;
}

std::string wrong(std::string_view text, std::uint64_t limit = row_table::most_rows) {
  const source_files files;
  const std::string file = files.write("x.jsonl", text);
  return refusal(files, [&] {
    row_table table(limit);
    read_jsonl(file, table);
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(inner_objects_become_dotted_names) {
  const row_table table = read(
      "\xef\xbb\xbf{\"sku\": \"A\", \"user\": {\"name\": \"L\\u00e9a\", \"tags\": [1, \"x\"], "
      "\"deep\": {\"n\": 1.50}}, \"vip\": true}\r\n"
      "\n"
      "{\"vip\": null, \"user\": {\"name\": \"B\", \"tags\": [], \"deep\": {\"n\": -3}}, "
      "\"sku\": \"\"}");
  BOOST_TEST(texts(table.columns().begin(), table.columns().end()) ==
                 (texts{"sku", "user.name", "user.tags", "user.deep.n", "vip"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(table.rows() == 2u);
  BOOST_TEST(cells(table, 0) == (texts{"A",
                                       "L\xc3\xa9"
                                       "a",
                                       "[1, \"x\"]", "1.50", "true"}),
             boost::test_tools::per_element());
  BOOST_TEST(cells(table, 1) == (texts{"", "B", "[]", "-3", ""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rows_may_have_other_names) {
  const row_table table = read("{\"a\":1}\n{\"b\":2}\n{}\n{\"b\":{},\"c\":3,\"a\":4}\n");
  BOOST_REQUIRE(table.rows() == 4u);
  BOOST_TEST(cells(table, 0) == (texts{"1", "", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 1) == (texts{"", "2", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 2) == (texts{"", "", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 3) == (texts{"4", "", "3"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_object_is_refused_and_nothing_of_the_values_is_told) {
  BOOST_TEST(wrong("{\"a\":1}\n{\"a\":1 \"secret\"}\n") ==
             "x.jsonl:2:8: found no JSON: expected ',' or '}'");
  BOOST_TEST(wrong("{\"a\":secret}\n") == "x.jsonl:1:6: found no JSON: expected a value");
  BOOST_TEST(wrong("{\"a\":\"secret\n") ==
             "x.jsonl:1:13: found no JSON: a control character in a "
             "string");
  BOOST_TEST(wrong("{\"a\":1} {\"a\":2}\n") == "x.jsonl:1:9: found no JSON: expected the end");
  BOOST_TEST(wrong("[1]\n") == "x.jsonl:1:1: found a list, expected an object");
  BOOST_TEST(wrong("  \"secret\"\n") == "x.jsonl:1:3: found a string, expected an object");
}

BOOST_AUTO_TEST_CASE(names_are_single_and_none_is_below_another) {
  BOOST_TEST(wrong("{\"a\":1,\"a\":2}\n") ==
             "x.jsonl:1:9: found the name \"a\" for the second time, expected it once");
  BOOST_TEST(wrong("{\"a.b\":1,\"a\":{\"b\":2}}\n") ==
             "x.jsonl:1:16: found the name \"a.b\" for the second time, expected it once");
  BOOST_TEST(wrong("{\"a\":1}\n{\"a\":{\"b\":2}}\n") ==
             "x.jsonl:2:8: found the columns \"a\" and \"a.b\", expected no column below another");
  BOOST_TEST(wrong("{\"\":1}\n") == "x.jsonl:1:3: found a column without a name, expected a name");
}

BOOST_AUTO_TEST_CASE(empty_files_bad_bytes_and_too_many_rows_are_refused) {
  BOOST_TEST(wrong("") == "x.jsonl:1:1: found no row, expected an object on each line");
  BOOST_TEST(wrong(" \n\n") == "x.jsonl:3:1: found no row, expected an object on each line");
  BOOST_TEST(wrong("{\"a\":\"\xff\"}") ==
             "x.jsonl:1:7: found the byte 0xff, expected UTF-8 without NUL");
  BOOST_TEST(
      wrong("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n", 2).find("x.jsonl:3:1: found more than 2 rows") ==
      0u);
}

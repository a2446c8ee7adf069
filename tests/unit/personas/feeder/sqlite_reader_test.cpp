#include "core/personas/feeder/readers.hpp"

#include "core/personas/feeder/row_table.hpp"
#include "tests/unit/personas/feeder/source_files.hpp"

#include <sqlite3.h>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;
using veriload::personas::test::cells;
using veriload::personas::test::refusal;
using veriload::personas::test::source_files;
using veriload::personas::test::texts;

namespace {

// A shop's database in a folder of its own.
class shop {
 public:
  shop() : path_(files_.path("shop.db")) {
    sqlite3* database = nullptr;
    BOOST_REQUIRE(sqlite3_open(path_.c_str(), &database) == SQLITE_OK);
    BOOST_TEST(
        sqlite3_exec(database,
                     "CREATE TABLE item (sku TEXT, price REAL, stock INTEGER, raw BLOB);"
                     "INSERT INTO item VALUES ('A-1', 9.5, 3, x'00ff'), ('B', NULL, 0, NULL),"
                     "('C', 1e3, -7, NULL);"
                     "CREATE TABLE bad (t TEXT); INSERT INTO bad VALUES (CAST(x'41ff' AS "
                     "TEXT));",
                     nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
  }

  row_table read(const std::string& query) const {
    row_table table;
    read_sqlite(path_, query, "v.yaml:9:5", table);
    table.close();
    return table;
  }

  std::string wrong(const std::string& query, std::uint64_t limit = row_table::most_rows) const {
    return refusal(files_, [&] {
      row_table table(limit);
      read_sqlite(path_, query, "v.yaml:9:5", table);
    });
  }

  const source_files& files() const { return files_; }

 private:
  source_files files_;
  std::string path_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_rows_of_a_query_are_read) {
  const row_table table =
      shop().read("SELECT sku, price AS \"price.eur\", stock FROM item ORDER BY sku;  -- all");
  BOOST_TEST(
      texts(table.columns().begin(), table.columns().end()) == (texts{"sku", "price.eur", "stock"}),
      boost::test_tools::per_element());
  BOOST_REQUIRE(table.rows() == 3u);
  BOOST_TEST(cells(table, 0) == (texts{"A-1", "9.5", "3"}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 1) == (texts{"B", "", "0"}), boost::test_tools::per_element());
  BOOST_TEST(cells(table, 2) == (texts{"C", "1000.0", "-7"}), boost::test_tools::per_element());
  BOOST_TEST(shop()
                 .read("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) "
                       "SELECT upper(i) AS i FROM n")
                 .rows() == 5u);
}

BOOST_AUTO_TEST_CASE(nothing_but_one_select_is_run) {
  const shop from;
  for (const char* other :
       {"DELETE FROM item", "DELETE FROM item RETURNING sku", "PRAGMA user_version",
        "EXPLAIN SELECT sku FROM item", "ATTACH 'other.db' AS o", "BEGIN", "DROP TABLE item"}) {
    BOOST_TEST(from.wrong(other) == "v.yaml:9:5: found another statement, expected a SELECT",
               other);
  }
  BOOST_TEST(from.wrong("SELECT sku FROM item; SELECT 1") ==
             "v.yaml:9:5: found a second statement, expected one SELECT");
  BOOST_TEST(from.wrong("  -- nothing") == "v.yaml:9:5: found no statement, expected a SELECT");
  BOOST_TEST(from.wrong("SELECT skv FROM item") == "v.yaml:9:5: no such column: skv");
  BOOST_TEST(from.wrong("SELECT FORM item").find("v.yaml:9:5: ") == 0u);
  BOOST_TEST(from.read("SELECT sku FROM item").rows() == 3u);  // all of them are still there
}

BOOST_AUTO_TEST_CASE(columns_and_cells_that_cannot_be_are_refused) {
  const shop from;
  BOOST_TEST(from.wrong("SELECT sku, sku FROM item") ==
             "v.yaml:9:5: found the column \"sku\" for the second time, expected different names "
             "(AS gives a column a name)");
  BOOST_TEST(from.wrong("SELECT sku, raw FROM item ORDER BY sku") ==
             "shop.db: row 1, column \"raw\": found a BLOB, expected text or a number (hex() makes "
             "text of it)");
  BOOST_TEST(from.wrong("SELECT t FROM bad") ==
             "shop.db: row 1, column \"t\": found bytes that are not UTF-8, expected UTF-8");
  BOOST_TEST(from.wrong("SELECT sku FROM item WHERE 0") ==
             "v.yaml:9:5: found a query without rows, expected one at least");
  BOOST_TEST(from.wrong("SELECT sku FROM item", 2).find("shop.db: found more than 2 rows") == 0u);
}

BOOST_AUTO_TEST_CASE(files_that_are_no_database_are_refused_and_none_is_made) {
  const shop from;
  const std::string text = from.files().write("text.db", std::string(2000, 'x'));
  const auto read = [&](const std::string& file) {
    return refusal(from.files(), [&] {
      row_table table;
      read_sqlite(file, "SELECT sku FROM item", "v.yaml:9:5", table);
    });
  };
  BOOST_TEST(read(text) == "text.db: found no SQLite database");
  BOOST_TEST(read(from.files().path("gone.db")).find("gone.db: unable to open") == 0u);
  BOOST_TEST(!std::filesystem::exists(from.files().path("gone.db")));
}

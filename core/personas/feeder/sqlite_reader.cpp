#include "core/base/setup_error.hpp"
#include "core/personas/feeder/line_reader.hpp"
#include "core/personas/feeder/readers.hpp"
#include "core/personas/feeder/row_table.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace veriload::personas {
namespace {

constexpr int patience_ms = 2'000;  // while somebody else writes

struct closer {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using database_handle = std::unique_ptr<sqlite3, closer>;
using statement_handle = std::unique_ptr<sqlite3_stmt, closer>;

// Everything but reading: writes, PRAGMA, ATTACH, transactions.
int allow_reading_alone(void*, int action, const char*, const char*, const char*, const char*) {
  return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ||
                 action == SQLITE_RECURSIVE
             ? SQLITE_OK
             : SQLITE_DENY;
}

class sqlite_rows {
 public:
  sqlite_rows(const std::string& file, const std::string& query_place, row_table& into)
      : file_(file), query_place_(query_place), into_(into) {
    sqlite3* opened = nullptr;
    const int status =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (status != SQLITE_OK) throw setup_error(file + ": " + message());
    sqlite3_busy_timeout(database_.get(), patience_ms);
    sqlite3_set_authorizer(database_.get(), &allow_reading_alone, nullptr);
  }

  void read(const std::string& query) {
    prepare(query);
    const int columns = sqlite3_column_count(statement_.get());
    for (int i = 0; i < columns; ++i) {
      const char* const name = sqlite3_column_name(statement_.get(), i);
      const std::string problem = into_.add_column(name == nullptr ? "" : name);
      if (!problem.empty()) refuse(problem + " (AS gives a column a name)");
    }
    int status = SQLITE_ROW;
    while ((status = sqlite3_step(statement_.get())) == SQLITE_ROW) {
      if (into_.is_full()) throw setup_error(file_ + ": " + into_.full());
      for (int i = 0; i < columns; ++i)
        take(i);
      if (into_.bytes_of_open_row() > row_table::most_row_bytes)
        throw setup_error(row() + ": found more than 16 MiB, expected less");
      into_.end_row();
    }
    if (status != SQLITE_DONE) throw setup_error(row() + ": " + message());
    if (into_.rows() == 0) refuse("found a query without rows, expected one at least");
  }

 private:
  void prepare(const std::string& query) {
    const char* rest = nullptr;
    statement_ = compile(query.c_str(), &rest);
    if (!statement_) refuse("found no statement, expected a SELECT");
    // Only a SELECT has columns and needs no more than to read; EXPLAIN is one of those, too.
    if (sqlite3_column_count(statement_.get()) == 0 ||
        sqlite3_stmt_isexplain(statement_.get()) != 0 ||
        sqlite3_stmt_readonly(statement_.get()) == 0) {
      refuse("found another statement, expected a SELECT");
    }
    if (compile(rest, &rest)) refuse("found a second statement, expected one SELECT");
  }

  statement_handle compile(const char* text, const char** rest) {
    sqlite3_stmt* made = nullptr;
    const int status = sqlite3_prepare_v2(database_.get(), text, -1, &made, rest);
    if (status == SQLITE_AUTH) refuse("found another statement, expected a SELECT");
    if (status == SQLITE_NOTADB) throw setup_error(file_ + ": found no SQLite database");
    if (status != SQLITE_OK) refuse(message());
    return statement_handle(made);
  }

  void take(int column) {
    sqlite3_stmt* const at = statement_.get();
    const int type = sqlite3_column_type(at, column);
    if (type == SQLITE_BLOB) {
      throw setup_error(cell(column) +
                        ": found a BLOB, expected text or a number (hex() makes text of it)");
    }
    if (type != SQLITE_NULL) {
      const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(at, column));
      const std::string_view text(
          bytes == nullptr ? "" : bytes,
          bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(at, column)));
      if (first_bad_byte(text) != std::string_view::npos)
        throw setup_error(cell(column) + ": found bytes that are not UTF-8, expected UTF-8");
      into_.append(text);
    }
    into_.end_cell();
  }

  std::string row() const { return file_ + ": row " + std::to_string(into_.rows() + 1); }
  std::string cell(int column) const {
    return row() + ", column \"" + into_.columns()[static_cast<std::size_t>(column)] + "\"";
  }
  std::string message() const {
    return database_ ? sqlite3_errmsg(database_.get()) : "not enough memory";
  }
  [[noreturn]] void refuse(const std::string& text) const {
    throw setup_error(query_place_ + ": " + text);
  }

  const std::string& file_;
  const std::string& query_place_;
  row_table& into_;
  database_handle database_;
  statement_handle statement_;  // goes before its database
};

}  // namespace

void read_sqlite(const std::string& file, const std::string& query, const std::string& query_place,
                 row_table& into) {
  sqlite_rows(file, query_place, into).read(query);
}

}  // namespace veriload::personas

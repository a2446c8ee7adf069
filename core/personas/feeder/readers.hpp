// One reader per format of a feeder's source. Flow: file -> [readers] -> row table.
#pragma once

#include <string>

namespace veriload::personas {

class row_table;

/// Each fills a table that is empty and throws setup_error, with the place in the file where there
/// is one, for what is not as it must be and when the file has no row. No value of a row is ever in
/// a message. Thread: any, each with its own table.

/// RFC 4180: a line of names, cells between commas, quotes around cells that have commas, quotes or
/// line ends in them. Lines end with CR LF or LF; empty lines are left out.
void read_csv(const std::string& file, row_table& into);

/// An object per line. What is inside inner objects gets the path as its name, with dots; null is
/// an empty cell, a list its JSON text. Rows need not have the same names: columns are all of them.
void read_jsonl(const std::string& file, row_table& into);

/// The rows of one SELECT. The file is opened read-only; NULL is an empty cell. Messages about the
/// query begin with `query_place`.
void read_sqlite(const std::string& file, const std::string& query, const std::string& query_place,
                 row_table& into);

}  // namespace veriload::personas

// Personas as lines of a file. Flow: persona source -> [record writer] -> export.
#pragma once

#include "core/personas/persona_source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas {

enum class record_format : std::uint8_t { jsonl, csv, sql };

/// Writes chosen fields of one persona after another. Empty values are null in JSON and SQL.
///
/// jsonl: one object a line, nested by the dots of the paths, keys sorted. csv: RFC 4180 with LF,
/// the first line has the paths. sql: INSERT statements of 200 rows; columns are the paths with
/// underscores for dots, texts are quoted as the SQL standard has it.
///
/// Thread: one. Texts keep their memory: a long export allocates nothing per row.
class record_writer {
 public:
  virtual ~record_writer() = default;

  virtual void begin(std::string& out) = 0;
  /// Appends the persona at `index`.
  virtual void add(std::uint64_t index, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

/// `source` must outlive the writer; `table` is of sql alone.
std::unique_ptr<record_writer> make_writer(record_format format, const persona_source& source,
                                           std::vector<field_id> fields, std::string_view table);

}  // namespace veriload::personas

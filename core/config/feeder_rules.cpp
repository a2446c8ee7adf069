#include "core/config/feeder_rules.hpp"

#include <array>
#include <string>

namespace veriload::config {
namespace {

using base::node;

struct ending {
  std::string_view text;
  feeder_format format;
};

constexpr std::array<ending, 6> endings{{{".csv", feeder_format::csv},
                                         {".jsonl", feeder_format::jsonl},
                                         {".ndjson", feeder_format::jsonl},
                                         {".db", feeder_format::sqlite},
                                         {".sqlite", feeder_format::sqlite},
                                         {".sqlite3", feeder_format::sqlite}}};

}  // namespace

std::optional<feeder_format> feeder_format_of(std::string_view format, std::string_view path) {
  if (format == "csv") return feeder_format::csv;
  if (format == "jsonl") return feeder_format::jsonl;
  if (format == "sqlite") return feeder_format::sqlite;
  std::string lower(path);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  for (const ending& known : endings) {
    if (lower.ends_with(known.text)) return known.format;
  }
  return std::nullopt;
}

void check_feeder(const checked_document& document, problem_list& problems) {
  const auto value = [&](const std::string& path) -> const node* {
    if (!document.is_sound(path)) return nullptr;
    const node* found = document.effective.find_path(path);
    return found && !found->is_null() ? found : nullptr;
  };
  const node* path = value("data.feeder.path");
  const node* format = value("data.feeder.format");
  if (!path || !format) return;
  const auto known = feeder_format_of(format->as_string(), path->as_string());
  if (!known) {
    problems.add(path->where(),
                 "data.feeder.path ends in none of .csv, .jsonl, .ndjson, .db, "
                 ".sqlite, .sqlite3, expected one of them or data.feeder.format; "
                 "found " +
                     found_text(*path));
    return;
  }
  const node* query = value("data.feeder.query");
  const bool sqlite = *known == feeder_format::sqlite;
  if (sqlite && !query && document.is_sound("data.feeder.query")) {
    problems.add(path->where(),
                 "data.feeder.query is missing, expected the SELECT whose rows are taken from "
                 "the database");
  }
  if (!sqlite && query) {
    problems.add(query->where(), "data.feeder.query belongs to a database, data.feeder.path is " +
                                     std::string(*known == feeder_format::csv ? "CSV" : "JSONL"));
  }
}

}  // namespace veriload::config

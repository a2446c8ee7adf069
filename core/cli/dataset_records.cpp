#include "core/cli/dataset_records.hpp"

#include "core/base/setup_error.hpp"

namespace veriload::cli {

void dataset_records::declare(command_line& line) {
  line.text("record", "KIND", kind,
            "records of the personas instead: order, transaction, ticket or review, as JSON")
      .number("per-persona", "N", 1, personas::records_per_persona, per_persona,
              "with --record: the first N of each persona (default 1)");
}

personas::record_kind dataset_records::wanted() const {
  if (const auto known = personas::record_kind_at(kind)) return *known;
  throw setup_error("--record " + kind + ": " + personas::unknown_record_kind(kind));
}

void dataset_records::refuse(bool given, const char* option) const {
  if (!given) return;
  throw setup_error(std::string(option) + ": is of personas, and --record " + kind +
                    " asks for records, which are whole JSON objects: leave one of them out");
}

std::string indented_json(std::string_view line) {
  std::string out;
  std::size_t depth = 0;
  bool in_text = false;
  const auto new_line = [&] {
    out += '\n';
    out.append(2 * depth, ' ');
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text) {
      out += c;
      if (c == '\\') out += line[++i];
      in_text = c != '"';
      continue;
    }
    in_text = c == '"';
    if (c == '}' || c == ']') {
      --depth;
      new_line();
    }
    out += c;
    if (c == '{' || c == '[') {
      ++depth;
      new_line();
    } else if (c == ',') {
      new_line();
    } else if (c == ':') {
      out += ' ';
    }
  }
  return out;
}

}  // namespace veriload::cli

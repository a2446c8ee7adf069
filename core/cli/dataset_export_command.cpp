// `veriload dataset export`: any number of personas into a file.
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/counting_line.hpp"
#include "core/cli/dataset_options.hpp"
#include "core/cli/dataset_records.hpp"
#include "core/personas/dataset/record_writer.hpp"
#include "core/run/atomic_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace veriload::cli {
namespace {

constexpr std::size_t flush_at = 1 << 18;

personas::record_format format_of(const std::string& word, const std::string& output) {
  std::string format = word;
  if (format.empty()) {
    const std::size_t dot = output.rfind('.');
    format = dot == std::string::npos ? "jsonl" : output.substr(dot + 1);
    if (format != "csv" && format != "sql") format = "jsonl";
  }
  if (format == "jsonl") return personas::record_format::jsonl;
  if (format == "csv") return personas::record_format::csv;
  if (format == "sql") return personas::record_format::sql;
  throw setup_error("--format " + format + ": expected jsonl, csv or sql");
}

// A plain name, with a schema in front at the most: it stands in statements as it is.
void check_table(const std::string& name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool good = !name.empty() && std::ranges::count(name, '.') <= 1 && name.front() != '.' &&
                    name.back() != '.' &&
                    std::ranges::all_of(name, [&](char c) { return c == '.' || letter(c); });
  if (!good) {
    throw setup_error("--table " + name + ": expected letters, digits and _, such as personas");
  }
}

void check_records(const dataset_records& records, const dataset_options& options,
                   personas::record_format format) {
  records.wanted();
  records.refuse(!options.fields.empty(), "--field");
  if (format == personas::record_format::jsonl) return;
  throw setup_error(std::string("--record ") + records.kind +
                    ": records have lists and objects inside, which are no rows of csv or sql, "
                    "expected --format jsonl");
}

void check(const std::string& problem) {
  if (!problem.empty()) throw setup_error(problem, exit_code::unrunnable);
}

void print(const std::string& text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (whole && std::fflush(stdout) == 0) return;
  throw setup_error(std::string("standard output: ") + std::strerror(errno), exit_code::unrunnable);
}

}  // namespace

exit_code dataset_export_command(const std::vector<std::string>& arguments) {
  command_line line(
      "veriload dataset export --output FILE [--config FILE] [options]",
      "Writes personas, or records that are linked to them, into a file, in memory that does not "
      "grow with their\nnumber. The file appears under its name only when it is whole.",
      "  veriload dataset export --output personas.jsonl --limit 100000\n"
      "  veriload dataset export --output users.csv --field person.username,"
      "contact.email\n"
      "  veriload dataset export --format sql --table users --limit 500 | psql shop\n"
      "  veriload dataset export --record order --per-persona 3 --output orders.jsonl\n");
  dataset_options options;
  dataset_records records;
  std::string output = "-", format, table = "personas";
  bool quiet = false;
  options.declare(line, 0, "at most N personas (default: all)");
  line.text("output,o", "FILE", output, "the file to write; - for standard output (default)")
      .text("format", "NAME", format,
            "jsonl, csv or sql (default: by the ending of the file, else jsonl)")
      .text("table", "NAME", table, "sql: the table of the INSERT statements (default: personas)")
      .texts("field", "PATH", options.fields,
             "write these fields: paths, separated by commas or given again (default: all but "
             "feeder columns named like passwords)")
      .flag("quiet,q", quiet, "no progress");
  records.declare(line);
  if (!line.read(arguments)) return exit_code::passed;
  check_table(table);
  const personas::record_format file_format = format_of(format, output);
  if (records.asked()) check_records(records, options, file_format);

  const dataset data(options);
  const personas::engine_source& source = *data.source;
  std::vector<std::string_view> all;
  for (personas::field_id i = 0; i < source.fields().size(); ++i) {
    if (source.is_shown_unasked(i)) all.push_back(source.fields()[i]);
  }
  const auto writer = personas::make_writer(file_format, source,
                                            options.chosen_fields(source, std::move(all)), table);
  chosen_personas chosen(source, options);
  const std::uint64_t lines = records.asked() ? records.per_persona : 1;
  counting_line progress(records.asked() ? "records" : "personas", chosen.count() * lines, quiet);
  const bool to_file = output != "-";
  run::atomic_file file(output);
  if (to_file) check(file.open());

  std::string text;
  text.reserve(flush_at + (1 << 14));
  const auto flush = [&] {
    if (to_file) {
      check(file.write(text));
    } else {
      print(text);
    }
    text.clear();
  };
  writer->begin(text);
  std::uint64_t written = 0;
  while (const auto index = chosen.next()) {
    for (std::uint64_t number = 0; number < lines; ++number) {
      if (records.asked()) {
        source.record(*index, records.wanted(), number, text);
        text += '\n';
      } else {
        writer->add(*index, text);
      }
      ++written;
      if (text.size() < flush_at) continue;
      flush();
      progress.at(written);
    }
  }
  writer->end(text);
  flush();
  if (to_file) {
    check(file.commit());
  } else {
    print({});
  }
  progress.done(written);
  return exit_code::passed;
}

}  // namespace veriload::cli

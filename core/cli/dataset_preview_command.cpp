// `veriload dataset preview`: a few personas as a table.
#include "core/cli/command.hpp"
#include "core/cli/dataset_options.hpp"
#include "core/cli/dataset_records.hpp"
#include "core/cli/terminal.hpp"
#include "core/report/text_table.hpp"

#include <unistd.h>

#include <cstdio>

namespace veriload::cli {
namespace {

constexpr std::uint64_t usual_rows = 10;

// One below the other, each field on a line of its own: for more fields than a screen is wide.
void print_cards(const dataset& data, chosen_personas& chosen,
                 const std::vector<personas::field_id>& fields) {
  std::vector<std::string> values(fields.size());
  bool first = true;
  while (const auto index = chosen.next()) {
    if (!std::exchange(first, false)) std::printf("\n");
    data.source->values(*index, fields, values);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::string_view path = data.source->fields()[fields[i]];
      std::printf("%-36.*s %s\n", static_cast<int>(path.size()), path.data(),
                  report::printable(values[i]).c_str());
    }
  }
}

void print_records(const dataset& data, chosen_personas& chosen, const dataset_records& records) {
  const personas::record_kind kind = records.wanted();
  std::string text;
  while (const auto index = chosen.next()) {
    for (std::uint64_t number = 0; number < records.per_persona; ++number) {
      text.clear();
      data.source->record(*index, kind, number, text);
      std::printf("%s\n", indented_json(text).c_str());
    }
  }
}

}  // namespace

exit_code dataset_preview_command(const std::vector<std::string>& arguments) {
  command_line line("veriload dataset preview [--config FILE] [options]",
                    "Prints the first personas that a configuration describes.",
                    "  veriload dataset preview --locale ja_JP\n"
                    "  veriload dataset preview --limit 3 --field person.name,contact.email\n"
                    "  veriload dataset preview --limit 1 --all\n"
                    "  veriload dataset preview --limit 1 --record order\n");
  dataset_options options;
  dataset_records records;
  bool all = false;
  options.declare(line, usual_rows, "at most N personas, 0 for all (default 10)");
  line.texts("field", "PATH", options.fields,
             "show these fields: paths, separated by commas or given again")
      .flag("all", all, "show every field, one on a line, but feeder columns named like passwords");
  records.declare(line);
  if (!line.read(arguments)) return exit_code::passed;

  if (records.asked()) {
    records.wanted();
    records.refuse(!options.fields.empty(), "--field");
    records.refuse(all, "--all");
  }

  const dataset data(options);
  const personas::engine_source& source = *data.source;
  chosen_personas chosen(source, options);
  if (records.asked()) {
    print_records(data, chosen, records);
    return exit_code::passed;
  }
  if (all) {
    std::vector<personas::field_id> fields;
    for (personas::field_id i = 0; i < source.fields().size(); ++i) {
      if (source.is_shown_unasked(i)) fields.push_back(i);
    }
    print_cards(data, chosen, fields);
    return exit_code::passed;
  }
  const std::vector<personas::field_id> fields = options.chosen_fields(
      source, {"persona_id", "locale", "person.name", "contact.email", "job.industry"});
  std::vector<report::cell> heads;
  for (const personas::field_id id : fields) {
    const std::string_view path = source.fields()[id];
    // The five usual columns have the headings that they always had.
    const std::string_view name = path == "persona_id"      ? "ID"
                                  : path == "locale"        ? "Locale"
                                  : path == "person.name"   ? "Name"
                                  : path == "contact.email" ? "Email"
                                  : path == "job.industry"  ? "Industry"
                                                            : path;
    heads.push_back({std::string(options.fields.empty() ? name : path), report::emphasis::bold});
  }
  report::text_table table(std::string(fields.size(), 'l'));
  table.add(heads);
  table.add_rule();
  std::vector<std::string> values(fields.size());
  while (const auto index = chosen.next()) {
    source.values(*index, fields, values);
    std::vector<report::cell> row;
    for (const std::string& value : values)
      row.push_back({report::printable(value)});
    table.add(std::move(row));
  }
  const std::string text = table.text(columns_of(STDOUT_FILENO, 1000), shows_colour(STDOUT_FILENO));
  std::fputs(text.c_str(), stdout);
  return exit_code::passed;
}

}  // namespace veriload::cli

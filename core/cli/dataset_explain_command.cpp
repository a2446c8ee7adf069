// `veriload dataset explain`: how a value came to be.
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/dataset_options.hpp"
#include "core/personas/dataset/explanation.hpp"
#include "core/personas/fields/fields.hpp"
#include "core/report/text_table.hpp"

#include <cstdio>
#include <limits>

namespace veriload::cli {
namespace {

void print_row(const char* name, std::string_view text) {
  std::printf("%-13s %s\n", name, report::printable(text).c_str());
}

void print_field(const personas::engine_source& source, std::uint64_t index,
                 personas::field_id which) {
  const personas::explanation e = personas::explain(source, index, which);
  print_row("Path", e.path);
  print_row("Value", e.value.empty() ? "(empty)" : e.value);
  print_row("Rule", e.given_by.empty() ? e.rule : "given by " + e.given_by);
  const char* name = "Dependencies";
  for (const personas::value_source& from : e.sources) {
    print_row(name, from.name + " = " + from.value);
    name = "";
  }
  if (e.sources.empty()) print_row(name, "none");
  name = "Draw";
  for (const std::string& draw : e.draws) {
    print_row(name, draw);
    name = "";
  }
  if (!e.checks.empty()) print_row("Checked by", e.checks);
}

// The fields below a path such as `contact`, or the one at it.
std::vector<personas::field_id> fields_at(const personas::engine_source& source,
                                          const std::string& path) {
  std::vector<personas::field_id> found;
  const auto paths = source.fields();
  for (personas::field_id i = 0; i < paths.size(); ++i) {
    if (paths[i].starts_with(path + ".") && source.is_shown_unasked(i)) found.push_back(i);
  }
  if (found.empty()) found.push_back(source.required_field(path));
  return found;
}

}  // namespace

exit_code dataset_explain_command(const std::vector<std::string>& arguments) {
  command_line line("veriload dataset explain FIELD [--config FILE] [options]",
                    "Shows how a value of a persona was derived: from which other values, by which "
                    "rule, with which draw.",
                    "  veriload dataset explain contact.email\n"
                    "  veriload dataset explain job --persona-index 41 --locale fr_FR\n");
  dataset_options options;
  std::uint64_t index = 0;
  std::vector<std::string> words;
  options.declare_source(line);
  line.number(
          "persona-index", "N", 0, std::numeric_limits<std::uint64_t>::max(), index,
          "position in the pool, from 0 (default 0; p-0042 has 41), or the next one of --locale")
      .words("FIELD", 1, 1, words);
  if (!line.read(arguments)) return exit_code::passed;
  const dataset data(options);
  if (index >= data.source->count()) {
    throw setup_error("--persona-index " + std::to_string(index) + ": the pool has " +
                      std::to_string(data.source->count()) + " personas, from 0");
  }
  const std::uint64_t count = data.source->count();
  while (!options.locale.empty() && index < count && data.source->locale(index) != options.locale)
    ++index;
  if (index == count) throw setup_error("no persona of " + options.locale + " from that index on");
  bool first = true;
  for (const personas::field_id which : fields_at(*data.source, words.front())) {
    if (!first) std::printf("\n");
    first = false;
    print_field(*data.source, index, which);
  }
  return exit_code::passed;
}

}  // namespace veriload::cli

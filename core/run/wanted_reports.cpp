#include "core/run/wanted_reports.hpp"

#include "core/base/setup_error.hpp"
#include "core/config/load.hpp"
#include "core/run/atomic_file.hpp"

#include <cstring>
#include <map>
#include <system_error>

namespace veriload::run {
namespace {

using reporters = std::vector<host::plugin_registry::found<vl_reporter_v1>>;

std::string names_of(const reporters& all) {
  std::string text;
  for (const auto& r : all) {
    if (r.table->name) text += (text.empty() ? "" : ", ") + std::string(r.table->name);
  }
  return text.empty() ? "none" : text;
}

// Two plugins of one name: nobody could say which is meant.
const reporters::value_type& reporter_named(const std::string& name, const reporters& all) {
  const reporters::value_type* found = nullptr;
  for (const auto& r : all) {
    if (!r.table->name || r.table->name != name || !r.table->finish) continue;
    if (found) {
      throw setup_error(r.owner->file().string() + ": reporter is \"" + name +
                            "\", expected a name that no other plugin provides; " +
                            found->owner->file().string() + " has it too",
                        exit_code::plugin);
    }
    found = &r;
  }
  if (found) return *found;
  throw setup_error("reports." + name + " needs a reporter plugin \"" + name +
                        "\", the loaded ones are: " + names_of(all) +
                        " (see `veriload plugin list`)",
                    exit_code::plugin);
}

void begin(const reporters::value_type& reporter, const config::report_plan& report,
           const base::node& plan) {
  if (!reporter.table->begin) {
    if (report.options.size() == 0) return;
    throw setup_error(report.where.text() + ": reports." + report.name + " has no options, found " +
                      std::string(report.options.key_at(0)));
  }
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status = reporter.table->begin(reporter.owner->self(),
                                                 reinterpret_cast<const vl_node*>(&plan), &error);
  if (status == VL_OK) return;
  const std::string why(error.message, strnlen(error.message, sizeof error.message));
  // What a reporter says of its options names their place.
  if (status == VL_E_CONFIG && !why.empty()) throw setup_error(why);
  throw setup_error("reports." + report.name + ": " +
                    (why.empty() ? "status " + std::to_string(status) : why));
}

// Each file has one writer: what is renamed into its place last would be all that is left.
class files {
 public:
  void take(const std::string& name, const std::string& path, const base::place& where) {
    const std::string said = where.file.empty() ? "" : where.text() + ": ";
    if (std::filesystem::path(path).filename() == "-") {
      throw setup_error(said + "reports." + name +
                        " is -, expected a file; `veriload report` prints a report of a run file");
    }
    std::error_code ignored;
    // Absolute first: what does not exist yet would stay relative.
    const auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(path), ignored);
    const auto [at, is_new] = taken_.emplace(whole.empty() ? path : whole.string(), name);
    if (!is_new) {
      throw setup_error(said + "reports." + name + " is the same file as reports." + at->second +
                        " (" + path + "); each report needs a file of its own");
    }
    if (const auto reason = why_not_writable(path); !reason.empty())
      throw setup_error("reports." + name + ": " + reason);
  }

 private:
  std::map<std::string, std::string> taken_;
};

}  // namespace

std::vector<wanted_report> choose_reports(const config::loaded_config& configuration,
                                          const host::plugin_registry& plugins) {
  const auto all = plugins.all<vl_reporter_v1>(VL_COMP_REPORTER);
  files taken;
  std::vector<wanted_report> chosen;
  const config::reports_plan& reports = configuration.plan.reports;
  if (reports.run) taken.take("run", *reports.run, {});
  for (const config::report_plan& one : reports.wanted) {
    const auto& reporter = reporter_named(one.name, all);
    taken.take(one.name, one.path, one.where);
    begin(reporter, one, configuration.effective);
    chosen.push_back({reporter.owner, reporter.table, one.name, one.path});
  }
  return chosen;
}

}  // namespace veriload::run

#include "core/run/report_files.hpp"

#include "core/host/plugin.hpp"
#include "core/run/atomic_file.hpp"

#include <unistd.h>

#include <cstring>
#include <system_error>

namespace veriload::run {
namespace {

// Empty on success.
std::string write_to(const std::filesystem::path& target, const wanted_report& report,
                     const base::node& result) {
  atomic_file file(target);
  if (const auto& failed = file.open(); !failed.empty()) return failed;

  const vl_sink sink{&file, [](void* ctx, vl_cbuf bytes) noexcept -> vl_status {
                       const std::string_view text(static_cast<const char*>(bytes.ptr), bytes.len);
                       return static_cast<atomic_file*>(ctx)->write(text).empty() ? VL_OK
                                                                                  : VL_E_CLOSED;
                     }};
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status = report.table->finish(
      report.owner->self(), reinterpret_cast<const vl_node*>(&result), &sink, &error);
  if (status == VL_OK) return file.commit();
  if (const auto& failed = file.write({}); !failed.empty())
    return failed;  // the disk's error, not its echo
  return "reporter " + report.name + ": " +
         (error.message[0]
              ? std::string(error.message, strnlen(error.message, sizeof error.message))
              : "status " + std::to_string(status));
}

}  // namespace

const base::node& tree_for(const vl_reporter_v1& reporter, const base::node& result,
                           const base::node& both) {
  return (reporter.flags & VL_REPORTER_HISTOGRAMS) != 0 ? both : result;
}

std::vector<written_report> write_reports(const std::vector<wanted_report>& wanted,
                                          const base::node& result, const base::node& histograms) {
  base::node both = result;
  both.set("histograms", histograms);
  std::vector<written_report> written;
  for (const auto& report : wanted) {
    const base::node& tree = tree_for(*report.table, result, both);
    written_report w{report.name, report.target.string(), write_to(report.target, report, tree)};
    if (!w.error.empty()) {
      std::error_code failed;
      const auto folder = std::filesystem::temp_directory_path(failed);
      const auto elsewhere = folder / ("veriload-" + std::to_string(::getpid()) + "-" +
                                       report.name + "-" + report.target.filename().string());
      w.file = !failed && write_to(elsewhere, report, tree).empty() ? elsewhere.string() : "";
    }
    written.push_back(std::move(w));
  }
  return written;
}

}  // namespace veriload::run

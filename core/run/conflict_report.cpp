#include "core/run/conflict_report.hpp"

#include "core/run/preparation.hpp"

#include <algorithm>
#include <numeric>

namespace veriload::run {
namespace {

constexpr std::uint64_t most_looked_at = 50'000;  // seconds of one core
constexpr std::size_t flush_at = 1 << 18;

}  // namespace

std::filesystem::path conflict_file(const std::optional<std::string>& json_report) {
  const std::filesystem::path beside = json_report.value_or("");
  return beside.parent_path() / "persona_conflicts.jsonl";
}

void conflict_lines::add(const std::string& line, std::size_t violations) {
  ++personas_;
  violations_ += violations;
  if (personas_ > most) return;
  text_ += line;
  if (text_.size() >= flush_at) flush();
}

void conflict_lines::flush() {
  if (!open_) error_ = file_.open();
  open_ = true;
  if (error_.empty()) error_ = file_.write(text_);
  text_.clear();
}

std::string conflict_lines::finish() {
  flush();
  if (error_.empty()) error_ = file_.commit();
  return error_;
}

std::optional<conflict_report> write_conflicts(const preparation& prepared,
                                               std::span<const std::uint64_t> used) {
  const config::plan& plan = prepared.plan();
  const personas::engine_source& source = prepared.personas();
  if (plan.data.on_conflict != config::conflict_mode::explain || !source.gives())
    return std::nullopt;
  const personas::conflict_check check(source, plan.data);
  conflict_report made;
  const std::filesystem::path file = conflict_file(plan.reports.path_of("json"));
  made.file = file.string();
  conflict_lines lines(file);
  personas::given_values room;
  const std::uint64_t rounds = used.empty() ? 0 : *std::ranges::max_element(used);
  const std::uint64_t all = std::accumulate(used.begin(), used.end(), std::uint64_t{0});
  // In the order in which users started: one of each worker, then the next of each.
  for (std::uint64_t start = 0; start < rounds && made.looked_at < most_looked_at; ++start) {
    for (std::size_t worker = 0; worker < used.size(); ++worker) {
      if (start >= used[worker] || made.looked_at == most_looked_at) continue;
      const std::uint64_t index = worker + start * used.size();
      ++made.looked_at;
      const auto broken = check.violations(index, source.given(index, room));
      if (!broken.empty()) lines.add(check.line(index, broken), broken.size());
    }
  }
  made.left_out = all - made.looked_at;
  made.personas = lines.personas();
  made.violations = lines.violations();
  made.error = lines.finish();
  return made;
}

}  // namespace veriload::run

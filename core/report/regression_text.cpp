#include "core/report/regression_text.hpp"

#include "core/report/figures.hpp"
#include "core/report/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

namespace veriload::report {
namespace {

using base::node;
using gates::change;
using gates::change_kind;
using gates::regression_report;

constexpr std::size_t most_rows = 40;

std::string value_text(const change& of, double value) {
  if (of.metric == "error_rate") return share_text(value);
  return length_text(std::llround(value * static_cast<double>(base::millisecond)));
}

// "+80.0 ms (+34.8 %)"; of shares the difference in percentage points.
std::string delta_text(const change& of) {
  const double delta = of.delta();
  std::string text = delta < 0 ? "-" : "+";
  char digits[64];
  if (of.metric == "error_rate") {
    std::snprintf(digits, sizeof digits, "%.3g points", std::abs(delta) * 100);
    return text + digits;
  }
  text += value_text(of, std::abs(delta));
  if (const auto relative = of.relative()) {
    std::snprintf(digits, sizeof digits, " (%+.1f %%)", *relative * 100);
    text += digits;
  }
  return text;
}

std::string allowed_text(const change& of) {
  if (of.metric != "error_rate") return value_text(of, of.allowed);
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.3g points", of.allowed * 100);
  return digits;
}

class text_of {
 public:
  text_of(const regression_report& found, const summary_options& options)
      : found_(found), width_(std::max(options.width, 60u)), colour_(options.colour) {}

  std::string made() {
    verdict();
    changes("Regressed", change_kind::regressed, true);
    changes("Improved", change_kind::improved, false);
    changes("Within the allowance", change_kind::within, true);
    names("Added endpoints", found_.added, "only in the current report");
    names("Removed endpoints", found_.removed, "only in the baseline");
    return std::move(out_);
  }

 private:
  void line(const std::string& text, emphasis how) {
    out_ += marked(cut_to(text, width_), how, colour_) + '\n';
  }

  void verdict() {
    const std::size_t broken = found_.count(change_kind::regressed);
    if (broken == 0) {
      line("\u2713 no regression in " + count_text(found_.changes.size() / 2) +
               (found_.changes.size() == 2 ? " scope" : " scopes"),
           emphasis::good);
      return;
    }
    std::set<std::string> scopes;
    for (const change& one : found_.changes) {
      if (one.kind == change_kind::regressed) scopes.insert(one.scope);
    }
    const change& worst = found_.changes[*found_.worst()];
    line("\u2717 " + count_text(broken) + (broken == 1 ? " regression in " : " regressions in ") +
             count_text(scopes.size()) + (scopes.size() == 1 ? " scope" : " scopes") +
             ", the worst: " + printable(worst.scope) + " " + worst.metric + " " +
             delta_text(worst),
         emphasis::bad);
  }

  void rest(std::size_t hidden) {
    if (hidden > 0) line("  and " + count_text(hidden) + " more", emphasis::dim);
  }

  void changes(const char* title, change_kind kind, bool with_allowance) {
    const std::size_t all = found_.count(kind);
    if (all == 0) return;
    out_ += '\n' + marked(title, emphasis::bold, colour_) + '\n';
    text_table table(with_allowance ? "Llrrrr" : "Llrrr");
    std::vector<cell> head;
    for (const char* name : {"scope", "metric", "baseline", "current", "change", "allowed"})
      head.push_back({name, emphasis::dim});
    if (!with_allowance) head.pop_back();
    table.add(std::move(head));
    std::size_t shown = 0;
    for (const change& one : found_.changes) {
      if (one.kind != kind || shown == most_rows) continue;
      ++shown;
      const emphasis how = kind == change_kind::regressed  ? emphasis::bad
                           : kind == change_kind::improved ? emphasis::good
                                                           : emphasis::none;
      std::vector<cell> row{{printable(one.scope)},
                            {one.metric},
                            {value_text(one, one.baseline)},
                            {value_text(one, one.current)},
                            {delta_text(one), how}};
      if (with_allowance) row.push_back({allowed_text(one), emphasis::dim});
      table.add(std::move(row));
    }
    out_ += table.text(width_, colour_);
    rest(all - shown);
  }

  void names(const char* title, const std::vector<std::string>& list, const char* remark) {
    if (list.empty()) return;
    out_ += '\n' + marked(title, emphasis::bold, colour_) + "  " +
            marked(remark, emphasis::dim, colour_) + '\n';
    for (std::size_t i = 0; i < list.size() && i < most_rows; ++i)
      line("  " + printable(list[i]), emphasis::none);
    rest(list.size() - std::min(list.size(), most_rows));
  }

  const regression_report& found_;
  const std::size_t width_;
  const bool colour_;
  std::string out_;
};

node tree_of(const change& one) {
  node out = node::map();
  out.add("scope", node::string(one.scope));
  out.add("metric", node::string(one.metric));
  out.add("baseline", node::number(one.baseline));
  out.add("current", node::number(one.current));
  out.add("delta", node::number(one.delta()));
  const auto relative = one.relative();
  out.add("relative", relative ? node::number(*relative) : node());
  out.add("allowed", node::number(one.allowed));
  return out;
}

node tree_of(const regression_report& found, change_kind kind) {
  node out = node::list();
  for (const change& one : found.changes) {
    if (one.kind == kind) out.push(tree_of(one));
  }
  return out;
}

node tree_of(const std::vector<std::string>& names) {
  node out = node::list();
  for (const std::string& one : names)
    out.push(node::string(one));
  return out;
}

}  // namespace

std::string regression_text(const regression_report& found, const summary_options& options) {
  return text_of(found, options).made();
}

node regression_tree(const regression_report& found) {
  node out = node::map();
  const auto worst = found.worst();
  out.add("passed", node::boolean(!worst));
  out.add("worst", worst ? tree_of(found.changes[*worst]) : node());
  out.add("regressions", tree_of(found, change_kind::regressed));
  out.add("improvements", tree_of(found, change_kind::improved));
  out.add("within_allowance", tree_of(found, change_kind::within));
  out.add("unchanged", tree_of(found, change_kind::same));
  out.add("added", tree_of(found.added));
  out.add("removed", tree_of(found.removed));
  return out;
}

}  // namespace veriload::report

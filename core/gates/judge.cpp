#include "core/gates/judge.hpp"

#include "core/base/assert.hpp"
#include "core/base/nearest.hpp"
#include "core/gates/confidence.hpp"
#include "core/gates/measured.hpp"

#include <algorithm>
#include <cstdio>

namespace veriload::gates {
namespace {

using aggregation::histogram;
using aggregation::request_stats;
using aggregation::run_result;
using aggregation::verdict;

std::string four_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

template <class Row>
std::string nearest_name(const std::vector<Row>& rows, const std::string& wanted) {
  std::vector<std::string_view> names;
  for (const Row& one : rows)
    names.push_back(one.name);
  const std::string_view near = base::nearest(wanted, names);
  return near.empty() ? "" : " (did you mean \"" + std::string(near) + "\"?)";
}

// One rule against one run.
class judgement {
 public:
  judgement(const rule& by, const run_result& run, const watch_outcome* watched)
      : by_(by), run_(run), watched_(watched) {
    out_.scope = scope_text(by);
    out_.metric = measure_text(by);
    out_.unit = unit_of(by.what);
    out_.rule = by.text;
    out_.name = by.name;
    out_.where = by.where.text();
    out_.comparison = comparison_text(by.how);
    out_.threshold = reported(by, by.limit);
  }

  verdict made() {
    group_ = group();
    if (by_.is_old_key) {
      judge_old_key();
    } else if (by_.hold_seconds) {
      judge_seconds();
    } else {
      judge_run();
    }
    if (watched_ && watched_->ended_run) tell_of_end();
    return std::move(out_);
  }

 private:
  const request_stats* group() const {
    if (by_.scope == rule_scope::run) return &run_.total;
    const auto& list = by_.scope == rule_scope::endpoint ? run_.endpoints : run_.segments;
    const auto found = std::ranges::find(list, by_.target, &aggregation::named_stats::name);
    return found == list.end() ? nullptr : &found->stats;
  }

  static const histogram& values(const request_stats& of, request_clock clock) {
    switch (clock) {
      case request_clock::service:
        return of.service;
      case request_clock::first_byte:
        return of.first_byte;
      case request_clock::lag:
        return of.lag;
      default:
        return of.response;
    }
  }

  std::string about() const {
    if (by_.what == measure::checks && !by_.target.empty())
      return out_.metric + "(\"" + by_.target + "\")";
    return by_.scope == rule_scope::run ? out_.metric : out_.metric + " of " + out_.scope;
  }

  std::string text_of(double value) const { return value_text(out_.unit, reported(by_, value)); }
  std::string must_be() const {
    return "must be " + std::string(comparison_text(by_.how)) + " " + text_of(by_.limit);
  }

  void fail(std::string message) {
    out_.passed = false;
    out_.message = std::move(message);
  }

  void observe(double value, std::uint64_t samples) {
    out_.observed = out_.low = out_.high = reported(by_, value);
    out_.samples = samples;
  }

  void no_data(const std::string& of_what) {
    out_.measurable = false;
    fail(about() + ": no data, " + of_what + "; without data a rule fails");
  }

  void compare(double value, std::uint64_t samples) {
    observe(value, samples);
    out_.passed = is_kept(by_, value);
    if (!out_.passed) fail(about() + " is " + text_of(value) + ", " + must_be());
  }

  void judge_old_key() {
    out_.metric = by_.what == measure::percentile ? "p95_ms" : "error_rate";
    if (!group_ || group_->requests == 0) {
      out_.metric = "requests";
      out_.unit = "count";
      out_.threshold = 1;
      out_.comparison = ">=";
      out_.measurable = false;
      return fail(out_.scope + " requests is 0, needed are at least 1: without data a gate fails");
    }
    const bool is_p95 = by_.what == measure::percentile;
    observe(is_p95 ? time_measure(by_, group_->all_responses()) : group_->error_rate(),
            group_->requests);
    // In the unit of the report: what it shows decides.
    out_.passed = out_.observed <= out_.threshold;
    if (!out_.passed) {
      fail(out_.scope + " " + out_.metric + " is " + four_digits(out_.observed) +
           ", allowed are at most " + four_digits(out_.threshold));
    }
  }

  void judge_run() {
    switch (by_.what) {
      case measure::checks:
        return judge_checks();
      case measure::iterations:
        return compare(static_cast<double>(run_.iterations), run_.iterations);
      default:
        break;
    }
    if (run_.total.requests == 0) return no_data("the run made no request");
    // That something was never asked for is a finding; of what was not, nothing else is known.
    if (by_.what == measure::count || by_.what == measure::rate) {
      const std::uint64_t requests = group_ ? group_->requests : 0;
      return by_.what == measure::count ? compare(static_cast<double>(requests), requests)
                                        : judge_rate(requests);
    }
    if (!group_ || group_->requests == 0) {
      return no_data("no request of " + out_.scope +
                     (by_.scope == rule_scope::endpoint ? nearest_name(run_.endpoints, by_.target)
                                                        : nearest_name(run_.segments, by_.target)));
    }
    if (by_.what == measure::failures)
      return compare(static_cast<double>(group_->failures), group_->requests);
    if (by_.what == measure::error_rate) return compare(group_->error_rate(), group_->requests);
    judge_times(values(*group_, by_.clock));
  }

  void judge_rate(std::uint64_t requests) {
    const double seconds = base::in_seconds(run_.run.duration);
    if (seconds <= 0) return no_data("the run took no time");
    compare(static_cast<double>(requests) / seconds, requests);
  }

  void judge_checks() {
    std::uint64_t passes = 0, all = 0;
    for (const aggregation::check_row& one : run_.checks) {
      if (!by_.target.empty() && one.name != by_.target) continue;
      passes += one.counts.passes;
      all += one.counts.passes + one.counts.fails;
    }
    if (all == 0) {
      return no_data(by_.target.empty()
                         ? std::string("no check was made")
                         : "no such check was made" + nearest_name(run_.checks, by_.target));
    }
    compare(static_cast<double>(passes) / static_cast<double>(all), all);
  }

  void judge_times(const histogram& of) {
    if (of.empty()) {
      return no_data(by_.clock == request_clock::lag ? std::string("nothing was sent")
                                                     : std::string("no request succeeded"));
    }
    if (by_.what != measure::percentile) return compare(time_measure(by_, of), of.count());
    const bounded_percentile found = percentile_of(of, by_.percent, verdict_confidence);
    observe(found.observed, of.count());
    out_.has_interval = true;
    out_.low = reported(by_, found.low);
    out_.high = reported(by_, found.high);
    const char* side = wants_less(by_.how) ? "upper" : "lower";
    if (!has_deciding_bound(by_, found)) {
      out_.measurable = false;
      out_.has_interval = false;
      const auto needed = values_needed(by_.percent, verdict_confidence, wants_less(by_.how));
      return fail(about() + " is not measurable: " + std::to_string(of.count()) +
                  (of.count() == 1 ? " sample" : " samples") + ", the " + side +
                  " bound of its 95 % interval needs " + std::to_string(needed));
    }
    out_.passed = is_kept(by_, deciding_bound(by_, found));
    if (!out_.passed) {
      fail(about() + " is " + text_of(found.observed) + ", its 95 % interval " +
           text_of(found.low) + " to " + text_of(found.high) + " (" + std::to_string(of.count()) +
           " samples): the " + side + " bound " + must_be());
    }
  }

  void judge_seconds() {
    const std::uint32_t wanted = *by_.hold_seconds;
    const std::uint32_t got = watched_ ? watched_->measured_seconds : 0;
    const std::string seconds = std::to_string(wanted) + " s";
    out_.samples = group_ ? group_->requests : 0;
    if (got < wanted) {
      out_.measurable = false;
      return fail(about() + " is not measurable: " + std::to_string(got) +
                  " whole seconds had data, \"for\" needs " + std::to_string(wanted));
    }
    observe(watched_->held, out_.samples);
    out_.passed = is_kept(by_, watched_->held);
    if (!out_.passed) {
      fail(about() + " was " + (wants_less(by_.how) ? "at least " : "at most ") +
           text_of(watched_->held) + " for " + seconds + " in a row, it " + must_be());
    }
  }

  void tell_of_end() {
    out_.ended_run = true;
    char when[32];
    std::snprintf(when, sizeof when, "%.0f s", base::in_seconds(watched_->ended_at));
    const std::string why =
        out_.passed ? about() + " was broken for sure, it " + must_be() : out_.message;
    fail(why + "; it ended the run after " + when);
  }

  const rule& by_;
  const run_result& run_;
  const watch_outcome* watched_;
  const request_stats* group_ = nullptr;
  verdict out_;
};

}  // namespace

std::vector<verdict> judge(std::span<const rule> rules, const run_result& run,
                           std::span<const watch_outcome> watched) {
  VL_ASSERT(watched.empty() || watched.size() == rules.size(), "one outcome per rule");
  std::vector<verdict> out;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    verdict one = judgement(rules[i], run, watched.empty() ? nullptr : &watched[i]).made();
    // Both limits of a scope that never ran say the same.
    const bool said = rules[i].is_old_key && one.metric == "requests" && !out.empty() &&
                      out.back().metric == "requests" && out.back().scope == one.scope;
    if (!said) out.push_back(std::move(one));
  }
  return out;
}

std::vector<verdict> breaches(const std::vector<verdict>& verdicts) {
  std::vector<verdict> out;
  std::ranges::copy_if(verdicts, std::back_inserter(out),
                       [](const verdict& one) { return !one.passed; });
  return out;
}

}  // namespace veriload::gates

#include "core/gates/rule.hpp"

#include "core/base/assert.hpp"
#include "core/base/node_json.hpp"

namespace veriload::gates {
namespace {

const char* clock_text(request_clock clock) {
  switch (clock) {
    case request_clock::response:
    case request_clock::all_responses:
      return "response";
    case request_clock::service:
      return "service";
    case request_clock::first_byte:
      return "first_byte";
    case request_clock::lag:
      return "lag";
  }
  VL_ASSERT(false, "all clocks are named");
}

}  // namespace

std::string plain_number(double value) {
  std::string text = base::number_text(value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string measure_text(const rule& of) {
  switch (of.what) {
    case measure::percentile:
      return "p" + plain_number(of.percent) + "(" + clock_text(of.clock) + ")";
    case measure::mean:
      return std::string("mean(") + clock_text(of.clock) + ")";
    case measure::min:
      return std::string("min(") + clock_text(of.clock) + ")";
    case measure::max:
      return std::string("max(") + clock_text(of.clock) + ")";
    case measure::error_rate:
      return "error_rate";
    case measure::rate:
      return "rate";
    case measure::failures:
      return "failures";
    case measure::count:
      return "count";
    case measure::checks:
      return "checks";
    case measure::iterations:
      return "iterations";
  }
  VL_ASSERT(false, "all measures are named");
}

std::string scope_text(const rule& of) {
  if (of.what == measure::checks && !of.target.empty()) return "check:" + of.target;
  if (of.scope == rule_scope::endpoint) return "endpoint:" + of.target;
  if (of.scope == rule_scope::segment) return "segment:" + of.target;
  return "global";
}

const char* comparison_text(comparison how) {
  constexpr const char* texts[] = {"<", "<=", ">", ">="};
  return texts[static_cast<int>(how)];
}

bool is_kept(const rule& by, double observed) {
  switch (by.how) {
    case comparison::below:
      return observed < by.limit;
    case comparison::at_most:
      return observed <= by.limit;
    case comparison::above:
      return observed > by.limit;
    case comparison::at_least:
      return observed >= by.limit;
  }
  VL_ASSERT(false, "there are four");
}

}  // namespace veriload::gates

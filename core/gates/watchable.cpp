#include "core/gates/watchable.hpp"

namespace veriload::gates {
namespace {

// A rule without `for` that no later data can mend.
bool can_be_lost(const rule& of) {
  const bool less = wants_less(of.how);
  switch (of.what) {
    case measure::percentile:
    case measure::error_rate:
      return true;  // by its interval
    case measure::max:
    case measure::failures:
    case measure::count:
      return less;
    case measure::min:
      return !less;
    default:
      return false;
  }
}

}  // namespace

std::string why_not_watchable(const rule& of) {
  if (!of.hold_seconds && !of.abort) return {};
  const std::string what = measure_text(of);
  const std::string words = of.hold_seconds ? "\"for\"" : "\"abort\"";
  const std::string at_the_end = words + " cannot be used: ";
  if (of.what == measure::checks || of.what == measure::iterations)
    return at_the_end + what + " is known at the end of the run only";
  if (of.scope == rule_scope::segment)
    return at_the_end + "segments are known at the end of the run only";
  if (is_time(of.what) && of.clock == request_clock::first_byte)
    return at_the_end + what + " is known at the end of the run only";
  if (of.hold_seconds) {
    if (of.what == measure::count || of.what == measure::failures)
      return at_the_end + what + " of single seconds is a rate: use rate or error_rate";
    return {};
  }
  if (can_be_lost(of)) return {};
  return "\"abort\" needs \"for\": " + what + " " + comparison_text(of.how) +
         " can be mended until the end of the run, unless it is broken for some seconds in a row";
}

}  // namespace veriload::gates

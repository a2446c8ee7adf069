#include "suite.hpp"

#include "xml_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

namespace veriload::report_junit {
namespace {

struct test_case {
  std::string classname;
  std::string name;
  std::string element;  ///< "failure", "error" or empty: passed
  std::string type;
  std::string message;
  std::string text;  ///< everything that is known
};

std::string number(double value) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  return {digits, end.ptr};
}

// Plain decimals: strict readers know no exponent.
std::string seconds(double value) {
  char digits[64];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, std::isfinite(value) && value > 0 ? value : 0.0,
                    std::chars_format::fixed, 3);
  return {digits, end.ptr};
}

// A scalar of any kind as text.
std::string scalar(node_view value) {
  switch (value.kind()) {
    case VL_NODE_STR:
      return std::string(value.text());
    case VL_NODE_INT:
      return std::to_string(value.integer());
    case VL_NODE_FLOAT:
      return number(value.number());
    case VL_NODE_BOOL:
      return value.flag() ? "true" : "false";
    default:
      return {};
  }
}

std::string text_or_empty(node_view value) {
  return value.kind() == VL_NODE_STR ? std::string(value.text()) : std::string();
}

test_case case_of_run(node_view run) {
  test_case out{"veriload.run", "run is carried out to its end", {}, {}, {}, {}};
  if (const std::string aborted = text_or_empty(run["aborted"]); !aborted.empty()) {
    out.type = "aborted";
    out.message = "the run was aborted: " + aborted;
  } else if (const std::string why = text_or_empty(run["could_not_run"]); !why.empty()) {
    out.type = "not_run";
    out.message = "the run could not be carried out: " + why;
  } else if (run["interrupted"].flag()) {
    out.type = "interrupted";
    out.message = "the run was interrupted by a signal";
  }
  if (!out.type.empty()) out.element = "error";
  out.text = "end reason: " + text_or_empty(run["end_reason"]);
  return out;
}

// Whether the numbers show the target: of a result that judges itself.
test_case case_of_measurement(node_view validity) {
  test_case out{"veriload.run", "measurement is valid", {}, {}, {}, {}};
  const std::string verdict = text_or_empty(validity["verdict"]);
  out.text = "verdict: " + verdict;
  validity["reasons"].each([&](std::string_view, node_view reason) {
    const std::string text = text_or_empty(reason["text"]);
    out.text += "\n" + text_or_empty(reason["verdict"]) + ": " + text;
    if (out.message.empty()) out.message = "the measurement is not valid: " + text;
  });
  if (verdict == "INVALID") {
    out.element = "error";
    out.type = "invalid";
  }
  return out;
}

std::string with_unit(double value, std::string_view unit) {
  if (unit == "ms") return number(value) + " ms";
  if (unit == "share") return number(value * 100) + " %";
  if (unit == "per_second") return number(value) + "/s";
  return number(value);
}

test_case case_of_rule(node_view rule) {
  const std::string text = text_or_empty(rule["rule"]);
  const std::string name = text_or_empty(rule["name"]);
  test_case out{"veriload.slo", name.empty() ? text : name, {}, {}, {}, {}};
  if (out.name.empty())
    out.name = text_or_empty(rule["scope"]) + " " + text_or_empty(rule["metric"]);
  const std::string unit = text_or_empty(rule["unit"]);
  const bool measurable = rule["measurable"].flag(true);
  out.text = "rule: " + text;
  if (const std::string where = text_or_empty(rule["where"]); !where.empty())
    out.text += "\nwhere: " + where;
  out.text += "\nscope: " + text_or_empty(rule["scope"]);
  if (measurable) out.text += "\nobserved: " + with_unit(rule["observed"].number(), unit);
  if (const node_view interval = rule["interval"]) {
    out.text += "\n95 % interval: " + with_unit(interval["low"].number(), unit) + " to " +
                with_unit(interval["high"].number(), unit);
  }
  out.text += "\nthreshold: " + text_or_empty(rule["comparison"]) + " " +
              with_unit(rule["threshold"].number(), unit);
  out.text += "\nsamples: " + scalar(rule["samples"]);
  if (rule["passed"].flag()) return out;
  out.element = "failure";
  out.type = measurable ? "broken" : "not_measurable";
  out.message = text_or_empty(rule["message"]);
  out.text = out.message + "\n" + out.text;
  return out;
}

void add_attribute(std::string& out, const char* name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"" + xml_attribute(value) + "\"";
}

void add_property(std::string& out, const char* name, const std::string& value) {
  if (value.empty()) return;
  out += "      <property";
  add_attribute(out, "name", name);
  add_attribute(out, "value", value);
  out += "/>\n";
}

void add_case(std::string& out, const test_case& one, const std::string& time) {
  out += "    <testcase";
  add_attribute(out, "classname", one.classname);
  add_attribute(out, "name", one.name);
  add_attribute(out, "time", time);
  out += ">\n";
  if (one.element.empty()) {
    out += "      <system-out>" + xml_text(one.text) + "</system-out>\n";
  } else {
    out += "      <" + one.element;
    add_attribute(out, "type", one.type);
    add_attribute(out, "message", one.message);
    out += ">" + xml_text(one.text) + "</" + one.element + ">\n";
  }
  out += "    </testcase>\n";
}

}  // namespace

std::string junit_document(node_view result) {
  const node_view run = result["run"];
  std::vector<test_case> cases{case_of_run(run)};
  if (const node_view validity = result["validity"]) cases.push_back(case_of_measurement(validity));
  result["slo"]["rules"].each(
      [&](std::string_view, node_view rule) { cases.push_back(case_of_rule(rule)); });
  std::size_t failures = 0, errors = 0;
  for (const test_case& one : cases) {
    failures += one.element == "failure";
    errors += one.element == "error";
  }
  const std::string time = seconds(run["duration_seconds"].number());
  const auto add_counts = [&](std::string& out) {
    add_attribute(out, "name", "veriload");
    add_attribute(out, "tests", std::to_string(cases.size()));
    add_attribute(out, "failures", std::to_string(failures));
    add_attribute(out, "errors", std::to_string(errors));
    add_attribute(out, "time", time);
  };

  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites";
  add_counts(out);
  out += ">\n  <testsuite";
  add_counts(out);
  add_attribute(out, "skipped", "0");
  // Read as local time by most; JUnit's own writers leave the zone out.
  if (std::string started = text_or_empty(run["started"]); !started.empty()) {
    if (started.ends_with('Z')) started.pop_back();
    add_attribute(out, "timestamp", started);
  }
  add_attribute(out, "hostname", text_or_empty(run["host"]));
  out += ">\n    <properties>\n";
  const auto error = std::ranges::find(cases, "error", &test_case::element);
  add_property(out, "verdict",
               error != cases.end() ? error->type
               : failures > 0       ? std::string("failed")
                                    : std::string("passed"));
  for (const char* name : {"seed", "plan_hash", "tool_version", "profile", "end_reason"})
    add_property(out, name, scalar(run[name]));
  for (const char* name : {"total_requests", "total_failures", "throughput_rps"})
    add_property(out, name, scalar(result[name]));
  out += "    </properties>\n";
  for (const test_case& one : cases)
    add_case(out, one, time);
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace veriload::report_junit

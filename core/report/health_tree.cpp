#include "core/report/health_tree.hpp"

#include "core/aggregation/health.hpp"
#include "core/aggregation/request_stats.hpp"
#include "core/report/text_table.hpp"

namespace veriload::report {
namespace {

using aggregation::health_row;
using aggregation::validity;
using base::node;

node whole(std::uint64_t value) { return node::integer(static_cast<std::int64_t>(value)); }
node ms(base::ns length) { return node::number(base::in_milliseconds(length)); }
node known(std::uint64_t value) { return value == 0 ? node() : whole(value); }

node row_of(const health_row& of) {
  node out = node::map();
  out.add("from_seconds", node::number(base::in_seconds(of.from)));
  out.add("to_seconds", node::number(base::in_seconds(of.to)));
  out.add("process_cpu_cores", node::number(of.process_cpu));
  out.add("machine_busy", node::number(of.machine_busy));
  out.add("stolen", node::number(of.stolen));
  out.add("throttled", node::number(of.throttled));
  out.add("involuntary_switches", whole(of.involuntary_switches));
  out.add("stalls", whole(of.stalls));
  out.add("stalled_ms", ms(of.stalled));
  out.add("longest_wait_ms", ms(of.longest_wait));
  out.add("connections", whole(of.connections));
  out.add("time_wait_sockets", whole(of.time_wait));
  out.add("descriptors", whole(of.descriptors));
  out.add("resident_bytes", whole(of.resident_bytes));
  node& workers = out.add("workers", node::list());
  for (const aggregation::worker_load& one : of.workers) {
    node& load = workers.push(node::map());
    load.add("cpu", node::number(one.cpu));
    load.add("run_delay", node::number(one.run_delay));
    load.add("longest_wait_ms", ms(one.longest_wait));
  }
  return out;
}

emphasis colour_of(validity of) {
  if (of == validity::valid) return emphasis::good;
  return of == validity::suspect ? emphasis::warning : emphasis::bad;
}

const char* meaning_of(validity of) {
  switch (of) {
    case validity::valid:
      return "nothing of the generator is seen in the numbers";
    case validity::suspect:
      return "some of the generator may be in the numbers";
    case validity::invalid:
      break;
  }
  return "generator-bound: the numbers are not the target's";
}

// Words of `text` in lines of at most `width` columns, the first behind a dash.
void wrap(std::string& out, std::string_view text, std::size_t width) {
  constexpr std::size_t indent = 4;
  std::size_t column = indent;
  out += "  - ";
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    const std::size_t columns = columns_of(word);
    if (column > indent && column + 1 + columns > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  out += '\n';
}

}  // namespace

node health_tree(const aggregation::health& of) {
  node out = node::map();
  out.add("descriptor_limit", known(of.descriptor_limit));
  out.add("local_ports", known(of.ports));
  out.add("cpu_limit_cores", of.cpu_limit > 0 ? node::number(of.cpu_limit) : node());
  const aggregation::latency_summary waits = summary_of(of.waits);
  node& wait = out.add("loop_wait_ms", node::map());
  wait.add("count", whole(waits.count));
  wait.add("mean", node::number(waits.mean / 1e6));
  wait.add("p50", ms(waits.p50));
  wait.add("p90", ms(waits.p90));
  wait.add("p95", ms(waits.p95));
  wait.add("p99", ms(waits.p99));
  wait.add("max", ms(waits.max));
  node& rows = out.add("rows", node::list());
  for (const health_row& one : of.rows)
    rows.push(row_of(one));
  return out;
}

node validity_tree(const aggregation::judgement& of) {
  node out = node::map();
  out.add("verdict", node::string(name_of(of.verdict)));
  node& reasons = out.add("reasons", node::list());
  for (const aggregation::validity_reason& one : of.reasons) {
    node& reason = reasons.push(node::map());
    reason.add("rule", node::string(one.rule));
    reason.add("verdict", node::string(name_of(one.weight)));
    reason.add("observed", node::number(one.observed));
    reason.add("bound", node::number(one.bound));
    reason.add("text", node::string(one.text));
  }
  return out;
}

std::string validity_text(const aggregation::judgement& of, std::size_t width, bool colour) {
  std::string out = marked(name_of(of.verdict), colour_of(of.verdict), colour);
  out += std::string("  ") + meaning_of(of.verdict) + '\n';
  for (const aggregation::validity_reason& one : of.reasons)
    wrap(out, one.rule + ": " + printable(one.text), width);
  return out;
}

}  // namespace veriload::report

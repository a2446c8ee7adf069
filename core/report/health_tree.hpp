// The generator's own health and the verdict on the numbers, as documents and text. Flow: run
// result
// -> [health tree] -> reports, terminal.
#pragma once

#include "core/base/node.hpp"

#include <string>

namespace veriload::aggregation {
struct health;
struct judgement;
}  // namespace veriload::aggregation

namespace veriload::report {

/// `health` of the result tree: {descriptor_limit, local_ports, cpu_limit_cores, loop_wait_ms,
/// rows}, the first three null when not known or not there. Shares are of 0 to 1. Thread: any.
base::node health_tree(const aggregation::health& of);

/// `validity` of the result tree: {verdict, reasons: [{rule, verdict, observed, bound, text}]}.
base::node validity_tree(const aggregation::judgement& of);

/// The verdict and its reasons for a terminal of `width` columns, each reason wrapped and indented.
std::string validity_text(const aggregation::judgement& of, std::size_t width, bool colour);

}  // namespace veriload::report

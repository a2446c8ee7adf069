// Judges whether the numbers of a run show the target or the generator. Flow: run result ->
// [validity] -> exit code, reports.
#pragma once

#include "core/aggregation/health.hpp"

namespace veriload::aggregation {
struct run_result;
}

namespace veriload::gates {

/// Holds the health of the generator against the rules of core/gates/validity.md: SUSPECT for a
/// hint, INVALID for proof that the numbers are wrong by more than a gate should let pass. A rule
/// without data says nothing: a run of less than half a second is valid for want of evidence.
///
/// Each reason says in words what was seen, what the bound is and what to do. Thread: any.
aggregation::judgement judge_generator(const aggregation::run_result& run);

}  // namespace veriload::gates

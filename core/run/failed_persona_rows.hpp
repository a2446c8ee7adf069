// The personas to which something failed, of all workers. Flow: worker -> [rows] -> run result.
#pragma once

#include "core/aggregation/failed_personas.hpp"
#include "core/aggregation/run_result.hpp"

namespace veriload::aggregation {
class name_table;
}

namespace veriload::run {

/// Adds a worker's own. Workers share no persona. Thread: main, when the worker has ended.
void add_failed_personas(aggregation::run_result& into, const aggregation::failed_personas& from,
                         const aggregation::name_table& endpoints);

/// In the order of the personas, at most `failed_personas::most`; call after the last worker's.
void bound_failed_personas(aggregation::run_result& result);

}  // namespace veriload::run

// Adds what workers measured, without loss. Flow: recorders -> [merge] -> run result.
#pragma once

#include <cstdint>
#include <span>

namespace veriload::aggregation {

class name_table;
class recorder;
struct run_result;
struct interval_block;

/// The tables that the ids in the recorders come from.
struct name_tables {
  const name_table& endpoints;
  const name_table& segments;
  const name_table& checks;
  const name_table& counters;
};

/// The totals of all recorders, one per worker in the order of the workers' indices, with each
/// worker's summary. Metadata, series and verdicts are left for others. Percentiles are taken after
/// the merge. Thread: any, when no worker records any more.
run_result merge(std::span<const recorder* const> workers, const name_tables& names);

/// Adds worker `index`, of which nothing is left but the sum of its intervals: requests, failures,
/// response and service times and lag by endpoint. Their causes and segments are not known. Thread:
/// as merge.
void add_lost_worker(run_result& into, std::uint32_t index, const interval_block& known,
                     const name_tables& names);

/// Adds the totals and workers of `from` to `into`, matching by name, for results of other
/// processes. The metadata, series and verdicts of `into` stay. Thread: the owner of `into`.
void merge_into(run_result& into, const run_result& from);

}  // namespace veriload::aggregation

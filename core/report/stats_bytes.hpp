// Histograms and what stands around them as bytes and back, without loss. Flow: recorder -> [bytes]
// -> run file.
#pragma once

#include "core/aggregation/interval_block.hpp"
#include "core/aggregation/request_stats.hpp"
#include "core/report/byte_text.hpp"

#include <string>

namespace veriload::report {

/// Appends a histogram: one byte 0 when it is empty, 2 when it is equal to `like`, else 1 and its
/// values: out of range, sum (64 low bits, 64 high bits), minimum and maximum in nanoseconds, and
/// the buckets in HdrHistogram's V2 form. Thread: any.
void put_histogram(std::string& out, const aggregation::histogram& values,
                   const aggregation::histogram* like = nullptr);

/// Reads one into `into`, which must be empty; `like` is what was given when it was written. Throws
/// setup_error for bytes that are none. Thread: the owner of both.
void take_histogram(byte_reader& in, aggregation::histogram& into,
                    const aggregation::histogram* like = nullptr);

/// One endpoint in one second; `into` must be empty.
void put_interval(std::string& out, const aggregation::endpoint_interval& values);
void take_interval(byte_reader& in, aggregation::endpoint_interval& into);

/// One group of the whole run.
void put_stats(std::string& out, const aggregation::request_stats& values);
aggregation::request_stats take_stats(byte_reader& in);

}  // namespace veriload::report

#include "core/report/stats_bytes.hpp"

#include "core/aggregation/histogram_v2.hpp"

#include <algorithm>
#include <limits>

namespace veriload::report {
namespace {

using aggregation::histogram;

enum class form : std::uint8_t { empty, whole, as_before };

// What is beyond can only be damage, and would not add up in 64 bits.
constexpr std::uint64_t most_values = std::uint64_t{1} << 62;
constexpr auto most_ns = static_cast<std::uint64_t>(std::numeric_limits<base::ns>::max());

bool equal(const histogram& one, const histogram& other) {
  if (one.count() != other.count() || one.out_of_range() != other.out_of_range() ||
      one.sum() != other.sum() || one.min() != other.min() || one.max() != other.max())
    return false;
  for (std::size_t at = 0; at < histogram::chunk_count; ++at) {
    const auto a = one.chunk(at);
    const auto b = other.chunk(at);
    const auto zero = [](const histogram::counter times) { return times == 0; };
    const bool same = a.empty()   ? std::ranges::all_of(b, zero)
                      : b.empty() ? std::ranges::all_of(a, zero)
                                  : std::ranges::equal(a, b);
    if (!same) return false;
  }
  return true;
}

void put_phase(std::string& out, const aggregation::phase_times& phase) {
  put_number(out, phase.count);
  put_number(out, static_cast<std::uint64_t>(phase.sum));
  put_number(out, static_cast<std::uint64_t>(phase.max));
}

aggregation::phase_times take_phase(byte_reader& in) {
  aggregation::phase_times phase;
  phase.count = in.number_up_to(most_values, "a count");
  phase.sum = static_cast<base::ns>(in.number_up_to(most_ns, "a sum"));
  phase.max = static_cast<base::ns>(in.number_up_to(most_ns, "a length"));
  return phase;
}

}  // namespace

void put_histogram(std::string& out, const histogram& values, const histogram* like) {
  if (values.empty()) return out.push_back(static_cast<char>(form::empty));
  if (like && equal(values, *like)) return out.push_back(static_cast<char>(form::as_before));
  out.push_back(static_cast<char>(form::whole));
  const histogram::exact_figures exact = values.exact();
  put_number(out, exact.out_of_range);
  put_number(out, static_cast<std::uint64_t>(exact.sum));
  put_number(out, static_cast<std::uint64_t>(exact.sum >> 64));
  put_number(out, static_cast<std::uint64_t>(exact.min));
  put_number(out, static_cast<std::uint64_t>(exact.max));
  put_text(out, encode_v2(values));
}

void take_histogram(byte_reader& in, histogram& into, const histogram* like) {
  switch (static_cast<form>(in.byte())) {
    case form::empty:
      return;
    case form::as_before:
      if (!like) in.fail("has a histogram like another, but there is none before it");
      return into.merge(*like);
    case form::whole:
      break;
    default:
      in.fail("has a histogram of no known form");
  }
  histogram::exact_figures exact;
  exact.out_of_range = in.number_up_to(most_values, "a count");
  const std::uint64_t low = in.number();
  const std::uint64_t high = in.number_up_to(most_values, "a sum");
  exact.sum = static_cast<histogram::wide_sum>(high) << 64 | low;
  exact.min = static_cast<base::ns>(in.number_up_to(most_ns, "a minimum"));
  exact.max = static_cast<base::ns>(in.number_up_to(most_ns, "a maximum"));
  const aggregation::decode_error failed = decode_v2(in.text(), into);
  if (failed != aggregation::decode_error::none)
    in.fail("has no histogram: " + std::string(text_of(failed)));
  if (exact.min > exact.max || into.count() + exact.out_of_range == 0)
    in.fail("has a histogram whose figures do not agree");
  into.restore(exact);
}

void put_interval(std::string& out, const aggregation::endpoint_interval& values) {
  put_number(out, values.requests);
  put_number(out, values.failures);
  put_histogram(out, values.response);
  put_histogram(out, values.failed_response);
  put_histogram(out, values.service, &values.response);
  put_histogram(out, values.lag);
}

void take_interval(byte_reader& in, aggregation::endpoint_interval& into) {
  into.requests = in.number_up_to(most_values, "a count");
  into.failures = in.number_up_to(into.requests, "failures");
  take_histogram(in, into.response);
  take_histogram(in, into.failed_response);
  take_histogram(in, into.service, &into.response);
  take_histogram(in, into.lag);
}

void put_stats(std::string& out, const aggregation::request_stats& values) {
  for (const std::uint64_t count : {values.requests, values.failures, values.bytes_out,
                                    values.bytes_in, values.opened, values.reused})
    put_number(out, count);
  for (const auto* phase : {&values.dns, &values.connect, &values.tls})
    put_phase(out, *phase);
  put_histogram(out, values.response);
  put_histogram(out, values.failed_response);
  put_histogram(out, values.service, &values.response);
  put_histogram(out, values.first_byte, &values.service);
  put_histogram(out, values.lag);
}

aggregation::request_stats take_stats(byte_reader& in) {
  aggregation::request_stats values;
  values.requests = in.number_up_to(most_values, "a count");
  values.failures = in.number_up_to(values.requests, "failures");
  for (std::uint64_t* count : {&values.bytes_out, &values.bytes_in, &values.opened, &values.reused})
    *count = in.number();
  for (auto* phase : {&values.dns, &values.connect, &values.tls})
    *phase = take_phase(in);
  take_histogram(in, values.response);
  take_histogram(in, values.failed_response);
  take_histogram(in, values.service, &values.response);
  take_histogram(in, values.first_byte, &values.service);
  take_histogram(in, values.lag);
  return values;
}

}  // namespace veriload::report

// Histograms in the V2 form of HdrHistogram. Flow: histogram -> [bytes] -> series, run file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::aggregation {

class histogram;

/// Why bytes are not a histogram of ours.
enum class decode_error : std::uint8_t {
  none,           ///< it is one
  too_short,      ///< the header needs 40 bytes. Check that the file is whole
  wrong_cookie,   ///< not V2, or compressed V2, which must be inflated first
  wrong_length,   ///< the header tells another length than is there. Check that the file is whole
  other_buckets,  ///< another range or precision: made by another tool, cannot be merged with ours
  bad_counters    ///< the counters break the form. The bytes were damaged
};

/// The reason in words, without the place. Thread: any.
std::string_view text_of(decode_error reason) noexcept;

/// Bytes that every HdrHistogram library reads as V2 (not compressed), values in microseconds: a
/// header of 40 bytes, big-endian, then the counters as ZigZag LEB128 with runs of zeros as one
/// negative number. 1.6 KB for 1,000 different values, 11 KB for 60,000 over four decades. What is
/// above the range is not in the form and must travel beside it, as must sum, minimum and maximum
/// in nanoseconds. Thread: any.
std::string encode_v2(const histogram& values);

/// Adds the counters in `bytes` to `into`; on any failure `into` is not changed. What the bytes do
/// not know (sum, minimum, maximum) is taken from the bounds of the buckets. Thread: the owner of
/// `into`.
[[nodiscard]] decode_error decode_v2(std::string_view bytes, histogram& into);

}  // namespace veriload::aggregation

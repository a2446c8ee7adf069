// The buckets of a histogram that a reporter was given. Flow: result tree -> [hdr buckets] ->
// report.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace veriload {
inline namespace v1 {

/// Values of one bucket, in microseconds; both bounds belong to it.
struct hdr_bucket {
  std::uint64_t lowest_us;
  std::uint64_t highest_us;
  std::uint64_t times;
};

/// Reads `v2` of `histograms` in a result: fills `buckets` with those that have values, lowest
/// first. False, and nothing in `buckets`, when the bytes are no such histogram. Thread: any.
inline bool read_hdr_buckets(std::string_view v2, std::vector<hdr_bucket>& buckets) {
  constexpr std::size_t head = 40;          // cookie, length, range and precision
  constexpr std::uint64_t half = 1'024;     // buckets between two powers of two
  constexpr std::uint64_t all = 23 * half;  // up to one hour
  constexpr std::string_view cookie{"\x1c\x84\x93\x13", 4};
  buckets.clear();
  if (v2.size() < head || v2.substr(0, cookie.size()) != cookie) return false;
  v2.remove_prefix(head);
  for (std::uint64_t at = 0; !v2.empty();) {
    std::uint64_t zigzag = 0;
    for (unsigned i = 0;; ++i) {  // LEB128 whose ninth byte has eight bits and is the last
      if (v2.empty()) return buckets.clear(), false;
      const auto byte = static_cast<unsigned char>(v2.front());
      v2.remove_prefix(1);
      const bool last = i == 8 || byte < 0x80;
      zigzag |= std::uint64_t(i == 8 ? byte : byte & 0x7f) << (7 * i);
      if (last) break;
    }
    const bool run_of_zeros = (zigzag & 1) != 0;  // a negative number
    const std::uint64_t amount = (zigzag >> 1) + (run_of_zeros ? 1 : 0);
    const std::uint64_t width = run_of_zeros ? amount : 1;
    if (width > all - at) return buckets.clear(), false;
    if (!run_of_zeros && amount > 0) {
      const std::uint64_t shift = at < 2 * half ? 0 : at / half - 1;
      const std::uint64_t lowest = (at - shift * half) << shift;
      buckets.push_back({lowest, lowest + (std::uint64_t{1} << shift) - 1, amount});
    }
    at += width;
  }
  return true;
}

}  // namespace v1
}  // namespace veriload

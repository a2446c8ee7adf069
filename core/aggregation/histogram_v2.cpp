#include "core/aggregation/histogram_v2.hpp"

#include "core/aggregation/histogram.hpp"

#include <bit>

namespace veriload::aggregation {
namespace {

constexpr std::uint32_t cookie_base = 0x1c849303;
constexpr std::uint32_t cookie = cookie_base | 0x10;  // counters have variable length
constexpr std::size_t header_size = 40;
constexpr std::uint64_t lowest_us = 1;
constexpr std::uint64_t highest_us = histogram::highest / base::microsecond;
constexpr std::uint32_t significant_digits = 3;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift & 0xff));
  }
}

std::uint64_t get(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

// LEB128 of a ZigZag number; unlike elsewhere the ninth byte has eight bits of payload and is the
// last.
void put_counter(std::string& out, std::int64_t value) {
  std::uint64_t rest =
      static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
  for (int i = 0; i < 8 && rest >= 0x80; ++i) {
    out.push_back(static_cast<char>((rest & 0x7f) | 0x80));
    rest >>= 7;
  }
  out.push_back(static_cast<char>(rest));
}

bool get_counter(std::string_view& bytes, std::int64_t& value) {
  std::uint64_t zigzag = 0;
  for (int i = 0; i < 9; ++i) {
    if (bytes.empty()) return false;
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    if (i == 8) {
      zigzag |= std::uint64_t{byte} << 56;
      break;
    }
    zigzag |= std::uint64_t{byte & 0x7fu} << (7 * i);
    if (byte < 0x80) break;
  }
  value = static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
  return true;
}

// Calls `found(bucket, times)` for each counter above 0; false when the bytes break the form.
template <class Found>
bool read_counters(std::string_view bytes, Found found) {
  std::uint64_t bucket = 0;
  while (!bytes.empty()) {
    std::int64_t value = 0;
    if (!get_counter(bytes, value)) return false;
    const std::uint64_t left = histogram::bucket_count - bucket;
    if (value < 0) {
      // -INT64_MIN does not exist, its unsigned form does, and is past the end as it should be.
      const std::uint64_t zeros = 0 - static_cast<std::uint64_t>(value);
      if (zeros > left) return false;
      bucket += zeros;
      continue;
    }
    if (left == 0) return false;
    if (value > 0 && !found(static_cast<std::size_t>(bucket), static_cast<std::uint64_t>(value))) {
      return false;
    }
    ++bucket;
  }
  return true;
}

}  // namespace

std::string_view text_of(decode_error reason) noexcept {
  switch (reason) {
    case decode_error::none:
      return "no error";
    case decode_error::too_short:
      return "histogram is shorter than its header of 40 bytes";
    case decode_error::wrong_cookie:
      return "not a histogram in the plain V2 form";
    case decode_error::wrong_length:
      return "histogram has another length than its header tells";
    case decode_error::other_buckets:
      return "histogram has other buckets, expected 1 us to 1 h with 3 significant digits";
    case decode_error::bad_counters:
      return "histogram has damaged counters";
  }
  return "unknown error";
}

std::string encode_v2(const histogram& values) {
  std::string counters;
  std::int64_t zeros = 0;
  for (std::size_t at = 0; at < histogram::chunk_count; ++at) {
    const auto chunk = values.chunk(at);
    if (chunk.empty()) zeros += static_cast<std::int64_t>(histogram::chunk_size);
    for (const histogram::counter times : chunk) {
      if (times == 0) {
        ++zeros;
        continue;
      }
      if (zeros > 0) put_counter(counters, zeros == 1 ? 0 : -zeros);
      zeros = 0;
      put_counter(counters, static_cast<std::int64_t>(times));
    }
  }
  std::string out;
  out.reserve(header_size + counters.size());
  put(out, cookie, 4);
  put(out, counters.size(), 4);
  put(out, 0, 4);  // normalizing index offset
  put(out, significant_digits, 4);
  put(out, lowest_us, 8);
  put(out, highest_us, 8);
  put(out, std::bit_cast<std::uint64_t>(1.0), 8);  // integer to double value conversion ratio
  return out += counters;
}

decode_error decode_v2(std::string_view bytes, histogram& into) {
  if (bytes.size() < header_size) return decode_error::too_short;
  if ((get(bytes, 0, 4) & ~std::uint64_t{0xf0}) != cookie_base) return decode_error::wrong_cookie;
  const std::string_view counters = bytes.substr(header_size);
  if (get(bytes, 4, 4) != counters.size()) return decode_error::wrong_length;
  if (get(bytes, 8, 4) != 0 || get(bytes, 12, 4) != significant_digits ||
      get(bytes, 16, 8) != lowest_us || get(bytes, 24, 8) != highest_us ||
      get(bytes, 32, 8) != std::bit_cast<std::uint64_t>(1.0)) {
    return decode_error::other_buckets;
  }
  // Read twice, so that damaged bytes change nothing. The bound keeps a sum of counts below 2^64.
  std::uint64_t total = into.count();
  // Each step adds less than 2^63 to less than 2^62: no overflow goes unseen.
  const bool whole = read_counters(counters, [&](std::size_t bucket, std::uint64_t times) {
    total += times;
    return bucket <= histogram::last_bucket() && total < std::uint64_t{1} << 62;
  });
  if (!whole) return decode_error::bad_counters;
  read_counters(counters, [&](std::size_t bucket, std::uint64_t times) {
    into.add_bucket(bucket, times);
    return true;
  });
  return decode_error::none;
}

}  // namespace veriload::aggregation

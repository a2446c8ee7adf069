#include "core/aggregation/histogram_v2.hpp"

#include "core/aggregation/histogram.hpp"
#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::aggregation;
using namespace veriload::base;

namespace {

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

// Made by the Python package hdrhistogram 0.10.8 from HdrHistogram(1, 3600000000, 3), values in
// microseconds as recorded below, `encode()` with base64 and zlib taken off.
const std::string foreign = from_hex(
    "1c849313000000240000000000000003000000000000000100000000d693a4003ff0000000000000"
    "02020407e0c508ed1f0204fb0f02c30302c11e04872cd804910f02992102895e02975e02");

histogram same_values() {
  histogram values;
  for (const ns us :
       {0, 1, 2, 2, 2047, 2048, 2049, 4095, 5000, 18500, 18500, 240000, 1000000, 59999999}) {
    values.record(us * microsecond);
  }
  values.record(3'600'000'000 * microsecond);
  for (int i = 0; i < 300; ++i)
    values.record(123'456 * microsecond);
  for (int i = 0; i < 70'000; ++i)
    values.record(7 * microsecond);
  return values;
}

// Bytes with our header and any counters.
std::string with_counters(std::string_view hex) {
  std::string bytes = foreign.substr(0, 40) + from_hex(hex);
  bytes[6] = 0;
  bytes[7] = static_cast<char>(hex.size() / 2);
  return bytes;
}

decode_error decoded(const std::string& bytes) {
  histogram into;
  into.record(millisecond);
  const decode_error reason = decode_v2(bytes, into);
  if (reason != decode_error::none) BOOST_TEST(into.count() == 1);  // nothing was changed
  return reason;
}

}  // namespace

BOOST_AUTO_TEST_CASE(writes_the_same_bytes_as_another_implementation) {
  BOOST_TEST(encode_v2(same_values()) == foreign);
}

BOOST_AUTO_TEST_CASE(reads_the_bytes_of_another_implementation) {
  histogram values;
  BOOST_TEST((decode_v2(foreign, values) == decode_error::none));
  BOOST_TEST(values.count() == 70'315);
  BOOST_TEST(values.percentile(50) == 7 * microsecond);
  BOOST_TEST(values.percentile(99.9) == 123'519 * microsecond);  // as Python tells it
  BOOST_TEST(values.percentile(99.999) == 3'600 * second);
  BOOST_TEST(encode_v2(values) == foreign);
}

BOOST_AUTO_TEST_CASE(a_single_zero_written_as_a_run_is_understood) {
  // 1, a run of one zero as the Python package writes it, 1
  histogram values;
  BOOST_TEST((decode_v2(with_counters("020102"), values) == decode_error::none));
  BOOST_TEST(values.count() == 2);
  BOOST_TEST(values.max() == 2 * microsecond);
}

BOOST_AUTO_TEST_CASE(an_empty_histogram_is_a_header_alone) {
  const std::string bytes = encode_v2(histogram());
  BOOST_TEST(bytes.size() == 40);
  histogram values;
  BOOST_TEST((decode_v2(bytes, values) == decode_error::none));
  BOOST_TEST(values.empty());
}

BOOST_AUTO_TEST_CASE(decoding_adds_to_what_is_there) {
  histogram values = same_values();
  BOOST_TEST((decode_v2(foreign, values) == decode_error::none));
  BOOST_TEST(values.count() == 2 * 70'315);
}

BOOST_AUTO_TEST_CASE(percentiles_survive_the_way_through_bytes) {
  random_stream random(1, 1);
  histogram values;
  for (int i = 0; i < 20'000; ++i)
    values.record(static_cast<ns>(random.below(90 * second)));
  histogram back;
  BOOST_TEST((decode_v2(encode_v2(values), back) == decode_error::none));
  for (const double percent : {1.0, 50.0, 95.0, 99.0, 99.9}) {
    BOOST_TEST(back.percentile(percent) == values.percentile(percent));
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_a_histogram_of_ours) {
  BOOST_TEST((decoded("") == decode_error::too_short));
  BOOST_TEST((decoded(foreign.substr(0, 39)) == decode_error::too_short));
  BOOST_TEST((decoded(foreign.substr(0, 60)) == decode_error::wrong_length));
  BOOST_TEST((decoded(foreign + "x") == decode_error::wrong_length));
  std::string changed = foreign;
  changed[3] = 0x14;  // the cookie of compressed V2
  BOOST_TEST((decoded(changed) == decode_error::wrong_cookie));
  for (const std::size_t at : {11u, 15u, 23u, 31u, 39u}) {  // one byte of each setting
    changed = foreign;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    BOOST_TEST((decoded(changed) == decode_error::other_buckets));
  }
}

BOOST_AUTO_TEST_CASE(refuses_counters_that_break_the_form) {
  BOOST_TEST((decoded(with_counters("80")) == decode_error::bad_counters));  // cut off
  BOOST_TEST(
      (decoded(with_counters("fefffffffffffffffe")) == decode_error::bad_counters));  // too many
  BOOST_TEST(
      (decoded(with_counters("ffffffffffffffffff")) == decode_error::bad_counters));  // run of 2^63
  BOOST_TEST(
      (decoded(with_counters("ffef0202")) == decode_error::bad_counters));  // past the last bucket
  BOOST_TEST((decoded(with_counters("e9ea0202")) == decode_error::bad_counters));  // above one hour
  BOOST_TEST((decoded(with_counters("00")) == decode_error::none));
}

BOOST_AUTO_TEST_CASE(any_damage_is_refused_or_gives_a_sound_histogram) {
  random_stream random(3, 9);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = foreign;
    for (int k = 0; k < 3; ++k) {
      bytes[40 + random.below(bytes.size() - 40)] = static_cast<char>(random.next());
    }
    histogram into;
    if (decode_v2(bytes, into) != decode_error::none) continue;
    histogram again;
    BOOST_REQUIRE((decode_v2(encode_v2(into), again) == decode_error::none));
    BOOST_REQUIRE(again.count() == into.count());
    BOOST_REQUIRE(into.percentile(50) <= into.max());
  }
}

BOOST_AUTO_TEST_CASE(every_reason_has_its_own_words) {
  BOOST_TEST(text_of(decode_error::too_short) ==
             "histogram is shorter than its header of 40 bytes");
  BOOST_TEST(text_of(decode_error::bad_counters) != text_of(decode_error::other_buckets));
}

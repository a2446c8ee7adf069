#include "plugins/report_hgrm/percentile_spectrum.hpp"

#include "core/aggregation/histogram.hpp"
#include "core/aggregation/histogram_v2.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

using veriload::hdr_bucket;
using veriload::read_hdr_buckets;
using veriload::report_hgrm::percentile_spectrum;

namespace {

// What HdrHistogram 2.2.2 (Java) encodes of a histogram; by_java.hgrm is what it prints of the same
// with outputPercentileDistribution(out, 5, 1000.0).
constexpr char by_java[] =
    "1c8493130000026d0000000000000003000000000000000100000000d693a4003ff000000000000009020002050202"
    "0b"
    "020704050202060400020002020209020502020302000200040502000207040b020200020600020202000206000203"
    "02"
    "0004170205040302000205060609020209040202020504020202090202000200020704020702050205060502040204"
    "03"
    "02020b0202020b02000404000400020704040209020304030203020906130200020202050206050400020002020302"
    "00"
    "0202020502000206020200020203020002070207040405020002000202000204020202020502030204090200020302"
    "02"
    "00020b02020002040204050200020504020403020203020b0203020609020203020504000602090205020204020002"
    "02"
    "0002050602000203020402020402020304020702020002050200020204020302090407020002020402030200020202"
    "07"
    "0202050602000202030200020302000200020504020202000402000204030209020504020502020202050202060002"
    "02"
    "0502000200020002000202020504060200020304000207020202000202030202020902000207040002000200020603"
    "02"
    "070202020204020202020402030405020304040202030402070403020b020002000202000403020902020b02000202"
    "00"
    "0202000202000205020908020204020702000202020d02020402020403020200020207020502020407040504040204"
    "05"
    "0402020002050202000200020204040302000207040004020202000200020200020002000203020200020302020302"
    "02"
    "0902070202020002020002110402000207040002040203020002020002020402020a02050209020302020202040202"
    "02"
    "00020204a79a0102c30302970302ff0e02a10e020f02830202bd0102c501024302cf980104";

std::string bytes_of(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(percentile_spectrum_suite)

BOOST_AUTO_TEST_CASE(the_text_is_what_hdrhistogram_itself_writes) {
  std::vector<hdr_bucket> buckets;
  BOOST_REQUIRE(read_hdr_buckets(bytes_of(by_java), buckets));
  std::ifstream file(BY_JAVA, std::ios::binary);
  std::ostringstream wanted;
  wanted << file.rdbuf();
  BOOST_REQUIRE(wanted.str().size() > 1'000U);
  BOOST_TEST(percentile_spectrum(buckets) == wanted.str());
}

BOOST_AUTO_TEST_CASE(buckets_are_those_of_the_host) {
  veriload::aggregation::histogram values;
  for (veriload::base::ns value = 0; value < 2 * veriload::base::second;
       value = value * 9 / 8 + 700)
    values.record(value);
  std::vector<hdr_bucket> buckets;
  BOOST_REQUIRE(read_hdr_buckets(encode_v2(values), buckets));
  std::uint64_t seen = 0;
  for (const hdr_bucket& one : buckets) {
    seen += one.times;
    const double percent = 100.0 * static_cast<double>(seen) / static_cast<double>(values.count());
    const auto highest = static_cast<veriload::base::ns>(one.highest_us) * 1'000;
    BOOST_TEST(values.percentile(percent) == std::min(highest, values.max()));
  }
  BOOST_TEST(seen == values.count());
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_histogram_are_refused) {
  const std::string good = bytes_of(by_java);
  std::vector<hdr_bucket> buckets;
  BOOST_TEST(!read_hdr_buckets("", buckets));
  BOOST_TEST(!read_hdr_buckets(std::string(60, '\0'), buckets));
  BOOST_TEST(!read_hdr_buckets(good.substr(0, 39), buckets));
  BOOST_TEST(!read_hdr_buckets(good + std::string("\x80"), buckets));
  BOOST_TEST(buckets.empty());
  BOOST_TEST(!read_hdr_buckets(good.substr(0, 40) + std::string("\xff\xff\xff\xff\x7f"), buckets));
}

BOOST_AUTO_TEST_CASE(no_values_and_one_value_have_a_spectrum) {
  const std::string none = percentile_spectrum({});
  BOOST_TEST(none.find("#[Max     =        0.000, Total count    =            0]") != none.npos);
  const std::string one = percentile_spectrum({{1'000, 1'000, 7}});
  BOOST_TEST(one.find("\n\n       1.000 0.000000000000          7           1.00\n"
                      "       1.000 1.000000000000          7\n#[Mean    =        1.000,") !=
             one.npos);
}

BOOST_AUTO_TEST_SUITE_END()

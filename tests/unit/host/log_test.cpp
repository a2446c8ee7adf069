#include "core/host/log.hpp"

#include "veriload_abi.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <vector>

using namespace veriload;
using namespace veriload::host;

namespace {

using pair = std::pair<std::string_view, std::string_view>;

base::ns now = 0;

struct kept_log {
  explicit kept_log(std::int32_t level = VL_LOG_INFO, std::uint32_t per_second = 100)
      : log([this](std::string_view line) { lines.emplace_back(line); }, level, per_second,
            []() noexcept { return now; }) {
    now = 50 * base::second;
  }
  std::vector<std::string> lines;
  log_lines log;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(log_suite)

BOOST_AUTO_TEST_CASE(a_line_has_level_writer_text_and_pairs) {
  kept_log k;
  const std::array<pair, 2> pairs{pair{"user", "7"}, pair{"path", "/cart"}};
  k.log.write(VL_LOG_WARNING, "dev.veriload.http", "slow answer", pairs);
  BOOST_REQUIRE(k.lines.size() == 1U);
  BOOST_TEST(k.lines[0] == "warning dev.veriload.http: slow answer user=7 path=/cart\n");
}

BOOST_AUTO_TEST_CASE(lines_below_the_level_are_not_written) {
  kept_log k;
  k.log.write(VL_LOG_DEBUG, "a", "no");
  BOOST_TEST(!k.log.enabled(VL_LOG_DEBUG));
  k.log.set_level(VL_LOG_DEBUG);
  BOOST_TEST(k.log.enabled(VL_LOG_DEBUG));
  for (const std::int32_t level :
       {VL_LOG_DEBUG, VL_LOG_INFO, VL_LOG_ERROR, VL_LOG_PLUGIN_MISUSE, VL_LOG_HOST_MISUSE}) {
    k.log.write(level, "a", "yes");
  }
  const std::vector<std::string> expected{"debug a: yes\n", "info a: yes\n", "error a: yes\n",
                                          "plugin-misuse a: yes\n", "host-misuse a: yes\n"};
  BOOST_TEST(k.lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_that_a_terminal_obeys_gets_through) {
  kept_log k;
  k.log.write(VL_LOG_INFO, "a\nb", std::string_view("x\x1b[2J\0\x7f", 7));
  k.log.write(VL_LOG_INFO, "a",
              "csi \xc2\x9b"
              "2J, \xc2\xa0 and \xc3\xa9 stay, lone \xc2");
  BOOST_TEST(k.lines[0] == "info a\\x0ab: x\\x1b[2J\\x00\\x7f\n");
  BOOST_TEST(k.lines[1] == "info a: csi \\xc2\\x9b2J, \xc2\xa0 and \xc3\xa9 stay, lone \xc2\n");
}

BOOST_AUTO_TEST_CASE(a_long_line_is_cut_at_a_character_and_still_ends) {
  kept_log k;
  std::string text = "ab";
  for (int i = 0; i < 2'000; ++i)
    text += "\xe2\x82\xac";
  const std::array<pair, 1> pairs{pair{"key", "value"}};
  k.log.write(VL_LOG_INFO, "a", text, pairs);
  k.log.write(VL_LOG_INFO, "a", std::string(5'000, '\x01'), pairs);
  BOOST_TEST(k.lines[0].size() <= 2'001U);
  BOOST_TEST(k.lines[0].size() > 1'990U);
  BOOST_TEST(k.lines[0].ends_with("\xe2\x82\xac\n"));
  BOOST_TEST(k.lines[1].size() <= 2'001U);
  BOOST_TEST(k.lines[1].back() == '\n');
}

BOOST_AUTO_TEST_CASE(a_flood_is_thinned_and_counted_when_it_ends) {
  kept_log k(VL_LOG_INFO, 3);
  for (int i = 0; i < 10; ++i)
    k.log.write(VL_LOG_INFO, "a", std::to_string(i));
  BOOST_TEST(k.lines.size() == 3U);
  now += base::second - 1;
  k.log.write(VL_LOG_INFO, "a", "still too early");
  BOOST_TEST(k.lines.size() == 3U);
  now += 1;
  k.log.write(VL_LOG_INFO, "a", "later");
  BOOST_REQUIRE(k.lines.size() == 5U);
  BOOST_TEST(k.lines[3] == "warning log: 8 lines were left out\n");
  BOOST_TEST(k.lines[4] == "info a: later\n");
}

BOOST_AUTO_TEST_CASE(lines_below_the_level_take_no_room_in_a_flood) {
  kept_log k(VL_LOG_INFO, 1);
  for (int i = 0; i < 10; ++i)
    k.log.write(VL_LOG_DEBUG, "a", "no");
  k.log.write(VL_LOG_INFO, "a", "yes");
  BOOST_TEST(k.lines.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

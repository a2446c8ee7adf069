#include "core/scheduler/load_profile.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <vector>

using namespace veriload::scheduler;
using veriload::base::millisecond;
using veriload::base::second;

namespace {

std::vector<std::uint64_t> ticks(const load_profile& profile, veriload::base::ns tick) {
  std::vector<std::uint64_t> wanted;
  veriload::base::ns at = 0;
  for (; at < profile.duration(); at += tick)
    wanted.push_back(profile.users_at(at));
  wanted.push_back(profile.users_at(at));
  return wanted;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(load_profile_test)

BOOST_AUTO_TEST_CASE(soak_wants_everybody_from_the_first_instant_and_nobody_at_the_end) {
  const auto profile = load_profile::soak(5, 3 * second);
  BOOST_TEST(ticks(profile, second) == (std::vector<std::uint64_t>{5, 5, 5, 0}),
             boost::test_tools::per_element());
  BOOST_TEST(profile.users_at(3 * second - 1) == 5u);
  BOOST_TEST(profile.users_at(-1) == 0u);
}

BOOST_AUTO_TEST_CASE(ramp_grows_evenly_reaches_its_target_and_holds_it_for_a_tick) {
  const auto profile = load_profile::ramp(4, 4 * second, second);
  BOOST_TEST(ticks(profile, second) == (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 0}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ramp_is_exact_where_a_tenth_of_a_second_has_no_binary_form) {
  const auto profile = load_profile::ramp(10, second, 100 * millisecond);
  for (int tenth = 0; tenth <= 10; ++tenth) {
    BOOST_TEST(profile.users_at(tenth * 100 * millisecond) == static_cast<std::uint64_t>(tenth));
  }
}

BOOST_AUTO_TEST_CASE(a_look_between_ticks_can_be_timed_by_the_next_knot) {
  const auto profile = load_profile::ramp(10, 5 * second, 2 * second);
  BOOST_TEST(profile.next_knot(0) == 5 * second);
  BOOST_TEST(profile.users_at(profile.next_knot(4 * second)) == 10u);
  BOOST_TEST(profile.next_knot(5 * second) == 7 * second);
  BOOST_TEST(profile.next_knot(7 * second) == veriload::base::never);
}

BOOST_AUTO_TEST_CASE(spike_wants_everybody_for_its_hold_only) {
  BOOST_TEST(
      ticks(load_profile::spike(7, 2 * second), second) == (std::vector<std::uint64_t>{7, 7, 0}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(steps_jump_at_their_edges_up_and_down) {
  const std::array levels{level{2, second}, level{5, 2 * second}, level{1, second}};
  const auto profile = load_profile::steps(levels);
  BOOST_TEST(ticks(profile, second) == (std::vector<std::uint64_t>{2, 5, 5, 1, 0}),
             boost::test_tools::per_element());
  BOOST_TEST(profile.users_at(second - 1) == 2u);
  BOOST_TEST(profile.peak() == 5u);
}

BOOST_AUTO_TEST_CASE(lines_go_from_level_to_level_and_from_nobody_at_first) {
  const std::array lines{level_line{4, 4 * second}, level_line{4, 2 * second},
                         level_line{0, 2 * second}};
  const auto profile = load_profile::lines(lines, second);
  BOOST_TEST(ticks(profile, second) == (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 4, 4, 2, 0}),
             boost::test_tools::per_element());
  BOOST_TEST(profile.duration() == 8 * second);
}

BOOST_AUTO_TEST_CASE(a_line_without_time_is_a_jump_and_a_last_rise_is_held) {
  const std::array lines{level_line{3, 0}, level_line{3, second}, level_line{7, 0},
                         level_line{9, 2 * second}};
  const auto profile = load_profile::lines(lines, second);
  BOOST_TEST(ticks(profile, second) == (std::vector<std::uint64_t>{3, 7, 8, 9, 0}),
             boost::test_tools::per_element());
  BOOST_TEST(profile.users_at(second - 1) == 3u);
  BOOST_TEST(profile.peak() == 9u);
}

BOOST_AUTO_TEST_CASE(shares_add_up_and_differ_by_one_at_most) {
  for (std::uint64_t wanted = 0; wanted < 50; ++wanted) {
    for (std::uint32_t workers = 1; workers < 8; ++workers) {
      std::uint64_t sum = 0;
      for (std::uint32_t w = 0; w < workers; ++w) {
        const std::uint64_t share = share_of(wanted, w, workers);
        sum += share;
        BOOST_TEST((share == wanted / workers || share == wanted / workers + 1));
      }
      BOOST_TEST(sum == wanted);
    }
  }
  BOOST_TEST(share_of(5, 0, 2) == 3u);
  BOOST_TEST(share_of(5, 1, 2) == 2u);
}

BOOST_AUTO_TEST_CASE(large_plans_do_not_overflow) {
  const auto profile = load_profile::ramp(10'000'000, 86'400 * second, second);
  BOOST_TEST(profile.users_at(43'200 * second) == 5'000'000u);
}

BOOST_AUTO_TEST_SUITE_END()

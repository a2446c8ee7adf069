#include "core/run/kernel_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::run;

BOOST_AUTO_TEST_SUITE(kernel_text_suite)

BOOST_AUTO_TEST_CASE(schedstat_tells_the_delay_after_the_time_on_a_core) {
  BOOST_TEST(run_delay_in("105260015 88490925 48\n").value() == 88'490'925);
  BOOST_TEST(!run_delay_in("").has_value());
  BOOST_TEST(!run_delay_in("105260015").has_value());
  BOOST_TEST(!run_delay_in("1 minus 2").has_value());
}

BOOST_AUTO_TEST_CASE(status_tells_the_involuntary_switches_and_not_the_voluntary_ones) {
  constexpr auto* text =
      "Name:\tveriload\nvoluntary_ctxt_switches:\t24\nnonvoluntary_ctxt_switches:\t23\n";
  BOOST_TEST(involuntary_switches_in(text).value() == 23U);
  BOOST_TEST(!involuntary_switches_in("voluntary_ctxt_switches:\t24\n").has_value());
}

BOOST_AUTO_TEST_CASE(statm_tells_the_resident_pages_after_the_size) {
  BOOST_TEST(resident_pages_in("765 366 340 5 0 120 0\n").value() == 366U);
  BOOST_TEST(!resident_pages_in("").has_value());
}

BOOST_AUTO_TEST_CASE(both_versions_of_cgroups_tell_what_a_limit_did) {
  const auto v1 = throttling_in("nr_periods 20\nnr_throttled 7\nthrottled_time 350000000\n");
  BOOST_REQUIRE(v1.has_value());
  BOOST_TEST(v1->periods == 20U);
  BOOST_TEST(v1->held_periods == 7U);
  BOOST_TEST(v1->held == 350 * base::millisecond);
  const auto v2 = throttling_in(
      "usage_usec 9\nuser_usec 8\nsystem_usec 1\nnr_periods 20\nnr_throttled 7\n"
      "throttled_usec 350000\n");
  BOOST_REQUIRE(v2.has_value());
  BOOST_TEST(v2->held == v1->held);
  BOOST_TEST(!throttling_in("usage_usec 9\nuser_usec 8\nsystem_usec 1\n").has_value());
}

BOOST_AUTO_TEST_CASE(sockstat_tells_the_sockets_in_time_wait) {
  constexpr auto* text =
      "sockets: used 2016\nTCP: inuse 2002 orphan 0 tw 5956 alloc 2002 mem 2038\n"
      "UDP: inuse 0 mem 0\n";
  BOOST_TEST(time_wait_in(text).value() == 5'956U);
  BOOST_TEST(!time_wait_in("sockets: used 2016\n").has_value());
}

BOOST_AUTO_TEST_CASE(a_range_of_ports_has_both_of_its_ends) {
  BOOST_TEST(ports_in("32768\t60999\n").value() == 28'232U);
  BOOST_TEST(!ports_in("60999 32768").has_value());
  BOOST_TEST(!ports_in("32768").has_value());
}

BOOST_AUTO_TEST_CASE(the_machine_worked_in_all_ticks_but_idle_waiting_and_stolen_ones) {
  const auto ticks = machine_ticks_in("cpu  100 20 30 400 50 0 6 7 9 0\ncpu0 1 2 3\n");
  BOOST_REQUIRE(ticks.has_value());
  BOOST_TEST(ticks->all == 613U);
  BOOST_TEST(ticks->busy == 156U);
  BOOST_TEST(ticks->stolen == 7U);
  BOOST_TEST(!machine_ticks_in("intr 5").has_value());
  BOOST_TEST(!machine_ticks_in("cpu 1 2 3").has_value());
}

BOOST_AUTO_TEST_CASE(the_groups_around_a_process_go_from_its_own_up_to_the_root) {
  const std::vector<std::string> v2{"/sys/fs/cgroup/ci/job", "/sys/fs/cgroup/ci", "/sys/fs/cgroup"};
  BOOST_TEST(cpu_groups_in("0::/ci/job\n") == v2, boost::test_tools::per_element());
  const std::vector<std::string> v1{"/sys/fs/cgroup/cpu/job", "/sys/fs/cgroup/cpu"};
  BOOST_TEST(cpu_groups_in("4:cpuset:/other\n3:cpu,cpuacct:/job\n2:memory:/job\n") == v1,
             boost::test_tools::per_element());
  BOOST_TEST(cpu_groups_in("nonsense\n").empty());
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/run/machine.hpp"

#include <boost/test/unit_test.hpp>

#include <sched.h>
#include <sys/resource.h>

using namespace veriload::run;

BOOST_AUTO_TEST_SUITE(machine_suite)

BOOST_AUTO_TEST_CASE(usable_cores_are_at_least_one_and_not_more_than_the_machine_has) {
  BOOST_TEST(usable_cores() >= 1U);
  BOOST_TEST(usable_cores() <= read_machine_facts().cores);
}

BOOST_AUTO_TEST_CASE(affinity_to_one_core_leaves_one) {
  cpu_set_t before;
  BOOST_REQUIRE(::sched_getaffinity(0, sizeof before, &before) == 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (!CPU_ISSET(i, &before)) continue;
    CPU_SET(i, &one);
    break;
  }
  BOOST_REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
  BOOST_TEST(usable_cores() == 1U);
  ::sched_setaffinity(0, sizeof before, &before);
}

BOOST_AUTO_TEST_CASE(the_facts_name_machine_and_kernel) {
  const auto facts = read_machine_facts();
  BOOST_TEST(!facts.host.empty());
  BOOST_TEST(facts.kernel.starts_with("Linux "));
  BOOST_TEST(facts.cores >= 1U);
}

BOOST_AUTO_TEST_CASE(the_soft_limit_of_descriptors_becomes_the_hard_one) {
  rlimit before{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit lowered{before.rlim_max / 2, before.rlim_max};
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &lowered) == 0);
  BOOST_TEST(raise_descriptor_limit() == before.rlim_max);
  rlimit raised{};
  ::getrlimit(RLIMIT_NOFILE, &raised);
  BOOST_TEST(raised.rlim_cur == before.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

BOOST_AUTO_TEST_SUITE_END()

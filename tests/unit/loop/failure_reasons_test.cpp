#include "core/loop/failure_reasons.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::loop;

BOOST_AUTO_TEST_SUITE(failure_reasons_suite)

BOOST_AUTO_TEST_CASE(a_text_waits_for_its_own_op_whatever_the_order) {
  failure_reasons reasons;
  vl_op first{}, second{}, other{};
  reasons.attach(first, "one");
  reasons.attach(second, "two");
  reasons.attach(other, "");
  BOOST_TEST(reasons.any());
  BOOST_TEST(reasons.take(other) == "");
  BOOST_TEST(reasons.take(second) == "two");
  BOOST_TEST(reasons.take(second) == "");
  BOOST_TEST(reasons.take(first) == "one");
  BOOST_TEST(!reasons.any());
}

BOOST_AUTO_TEST_CASE(is_known_only_while_the_failure_is_told) {
  failure_reasons reasons;
  {
    const failure_reasons::telling now(reasons, {VL_E_TLS, 10, 0}, "certificate has expired");
    BOOST_TEST(reasons.text() == "certificate has expired");
    BOOST_TEST(reasons.status() == VL_E_TLS);
    BOOST_TEST(reasons.native() == 10);
  }
  BOOST_TEST(reasons.text() == "");
  BOOST_TEST(reasons.status() == VL_OK);
}

BOOST_AUTO_TEST_SUITE_END()

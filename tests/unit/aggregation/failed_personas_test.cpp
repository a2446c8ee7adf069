#include "core/aggregation/failed_personas.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::aggregation;

namespace {

sample failure(std::uint32_t endpoint, std::int32_t code = 503,
               error_class kind = error_class::status) {
  sample out;
  out.endpoint = endpoint;
  out.status_code = code;
  out.failure = kind;
  out.error_text = "Service Unavailable";
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(failed_personas_suite)

BOOST_AUTO_TEST_CASE(a_persona_keeps_its_first_user_its_endpoints_and_its_first_reason) {
  failed_personas failed;
  failed.add_request(4, 104, failure(1));
  failed.add_request(4, 204, failure(2, 404));
  failed.add_request(4, 204, failure(1));
  failed.add_task(4, 204, "checkout", "no cart");
  BOOST_REQUIRE(failed.kept().size() == 1U);
  const failed_persona& one = failed.kept().at(4);
  BOOST_TEST(one.user == 104U);
  BOOST_TEST(one.failures == 4U);
  const std::vector<std::uint32_t> endpoints{1, 2};
  BOOST_TEST(one.endpoints == endpoints, boost::test_tools::per_element());
  BOOST_TEST(one.example == "status 503: Service Unavailable");
}

BOOST_AUTO_TEST_CASE(a_failed_task_says_where) {
  failed_personas failed;
  failed.add_task(0, 0, "on_start", "login refused");
  BOOST_TEST(failed.kept().at(0).example == "on_start: login refused");
  BOOST_TEST(failed.kept().at(0).endpoints.empty());
}

BOOST_AUTO_TEST_CASE(what_this_side_gave_up_is_no_failure_of_a_persona) {
  failed_personas failed;
  failed.add_request(1, 1, failure(1, 0, error_class::canceled));
  BOOST_TEST(failed.kept().empty());
  BOOST_TEST(failed.other() == 0U);
}

BOOST_AUTO_TEST_CASE(however_many_fail_memory_is_bounded_and_the_rest_is_counted) {
  failed_personas failed;
  for (std::uint64_t persona = 0; persona < failed_personas::most + 30; ++persona) {
    for (std::uint32_t endpoint = 0; endpoint < 20; ++endpoint)
      failed.add_request(persona, persona, failure(endpoint));
  }
  BOOST_TEST(failed.kept().size() == failed_personas::most);
  BOOST_TEST(failed.other() == 600U);
  BOOST_TEST(failed.kept().at(0).endpoints.size() == failed_personas::most_endpoints);
  BOOST_TEST(failed.kept().at(0).failures == 20U);
}

BOOST_AUTO_TEST_SUITE_END()

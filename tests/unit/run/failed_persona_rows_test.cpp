#include "core/run/failed_persona_rows.hpp"

#include "core/aggregation/name_table.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using aggregation::failed_personas;

BOOST_AUTO_TEST_SUITE(failed_persona_rows_suite)

BOOST_AUTO_TEST_CASE(workers_are_put_together_in_the_order_of_the_pool) {
  aggregation::name_table endpoints;
  aggregation::sample failed;
  failed.endpoint = endpoints.intern("GET /cart");
  failed.failure = aggregation::error_class::timeout;
  failed_personas even, odd;
  even.add_request(8, 8, failed);
  even.add_request(2, 2, failed);
  odd.add_request(5, 5, failed);
  aggregation::run_result result;
  run::add_failed_personas(result, even, endpoints);
  run::add_failed_personas(result, odd, endpoints);
  run::bound_failed_personas(result);
  BOOST_REQUIRE(result.failed_personas.size() == 3U);
  BOOST_TEST(result.failed_personas[0].persona_id == "p-0003");
  BOOST_TEST(result.failed_personas[1].persona_id == "p-0006");
  BOOST_TEST(result.failed_personas[2].persona_id == "p-0009");
  BOOST_TEST(result.failed_personas[1].requests.at(0) == "GET /cart");
  BOOST_TEST(result.failed_personas[1].example == "timeout");
}

BOOST_AUTO_TEST_CASE(together_they_are_no_more_than_one_may_keep) {
  const aggregation::name_table endpoints;
  aggregation::run_result result;
  for (std::uint64_t w = 0; w < 2; ++w) {
    failed_personas failed;
    for (std::uint64_t i = 0; i < failed_personas::most; ++i)
      failed.add_task(i * 2 + w, i, "t", "m");
    run::add_failed_personas(result, failed, endpoints);
  }
  run::bound_failed_personas(result);
  BOOST_TEST(result.failed_personas.size() == failed_personas::most);
  BOOST_TEST(result.failed_personas.back().index == failed_personas::most - 1);
  BOOST_TEST(result.other_persona_failures == failed_personas::most);
}

BOOST_AUTO_TEST_SUITE_END()

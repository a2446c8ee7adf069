#include "core/personas/conflicts/conflict_check.hpp"

#include "core/personas/engine_source.hpp"
#include "tests/unit/personas/conflicts/conflict_plans.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace veriload::personas {

using config::conflict_mode;
using test::plan_with;

BOOST_AUTO_TEST_SUITE(conflict_lines)

BOOST_AUTO_TEST_CASE(a_line_of_the_log_is_json_without_values) {
  const config::data_plan plan =
      plan_with(conflict_mode::explain, {{"person.username", "topsecret"}});
  const engine_source source(plan);
  const conflict_check check(source, plan);
  const auto broken = check.violations(7, source.constants());
  BOOST_TEST_REQUIRE(!broken.empty());
  const std::string line = check.line(7, broken);
  BOOST_TEST(line.find("{\"persona_id\":\"p-0008\",\"index\":7,\"locale\":\"en_US\",\"conflicts\":"
                       "[{\"rule\":\"R3\",\"path\":\"person.username\",\"found\":\"9 characters, "
                       "the first is \\\"t\\\"\",\"expected\":\"") == 0u,
             line);
  BOOST_TEST(line.find("topsecret") == std::string::npos);
  BOOST_TEST(line.ends_with("]}\n"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

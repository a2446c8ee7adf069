#include "core/report/regression_text.hpp"

#include "core/base/node_json.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace veriload;

namespace {

gates::regression_report found() {
  const gates::report_figures baseline{
      {175, 0.005}, {{"POST /checkout", {230, 0.01}}, {"GET /old", {10, 0}}, {"GET /", {50, 0}}}};
  const gates::report_figures current{
      {220, 0.005},
      {{"POST /checkout", {310, 0.08}}, {"GET /new\x1b[2J", {10, 0}}, {"GET /", {40, 0}}}};
  return gates::compare_figures(baseline, current, {50, 0, 0});
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_verdict_comes_first_and_nothing_is_hidden) {
  const std::string text = report::regression_text(found(), {});
  BOOST_TEST(
      text.starts_with("\u2717 2 regressions in 1 scope, the worst: "
                       "endpoint:POST /checkout error_rate +7 points\n"));
  BOOST_TEST(text.find("+80.0 ms (+34.8 %)") != std::string::npos);
  BOOST_TEST(text.find("Improved") != std::string::npos);
  BOOST_TEST(text.find("-10.0 ms (-20.0 %)") != std::string::npos);
  BOOST_TEST(text.find("Within the allowance") != std::string::npos);
  BOOST_TEST(text.find("Added endpoints  only in the current report\n  GET /new?[2J\n") !=
             std::string::npos);
  BOOST_TEST(text.find("Removed endpoints  only in the baseline\n  GET /old\n") !=
             std::string::npos);
  BOOST_TEST(text.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_regression_is_one_green_line) {
  const gates::report_figures one{{1, 0}, {}};
  BOOST_TEST(report::regression_text(gates::compare_figures(one, one, {}), {}) ==
             "\u2713 no regression in 1 scope\n");
}

BOOST_AUTO_TEST_CASE(the_tree_has_every_change_once) {
  const base::node tree = report::regression_tree(found());
  BOOST_TEST(!tree.find("passed")->as_boolean());
  BOOST_TEST(tree.find("regressions")->size() == 2u);
  BOOST_TEST(tree.find("improvements")->size() == 1u);
  BOOST_TEST(tree.find("within_allowance")->size() == 1u);
  BOOST_TEST(tree.find("unchanged")->size() == 2u);
  BOOST_TEST(tree.find("added")->size() == 1u);
  BOOST_TEST(tree.find("removed")->at(0).as_string() == "GET /old");
  BOOST_TEST(tree.find_path("worst.metric")->as_string() == "error_rate");
}

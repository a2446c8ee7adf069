#include "core/gates/regression.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::gates;

namespace {

report_figures report(group_figures global, std::map<std::string, group_figures> endpoints = {}) {
  return {global, std::move(endpoints)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_equal_report_has_no_regression) {
  const auto one = report({100, 0.01}, {{"GET /", {90, 0}}});
  const auto found = compare_figures(one, one, {});
  BOOST_TEST(found.changes.size() == 4u);
  BOOST_TEST(found.count(change_kind::same) == 4u);
  BOOST_TEST(!found.worst().has_value());
}

BOOST_AUTO_TEST_CASE(a_value_may_rise_by_what_is_allowed_and_no_more) {
  const auto kind = [](double from, double to, const allowances& allowed) {
    return compare_figures(report({from, 0}), report({to, 0}), allowed).changes[0].kind;
  };
  BOOST_TEST((kind(100, 100.001, {}) == change_kind::regressed));
  BOOST_TEST((kind(100, 110, {10, 0, 0}) == change_kind::within));
  BOOST_TEST((kind(100, 110.1, {10, 0, 0}) == change_kind::regressed));
  BOOST_TEST((kind(100, 110, {0, 10, 0}) == change_kind::within));
  BOOST_TEST((kind(100, 111, {0, 10, 0}) == change_kind::regressed));
  BOOST_TEST((kind(100, 111, {20, 10, 0}) == change_kind::within));  // the wider one
  BOOST_TEST((kind(1'000, 1'090, {20, 10, 0}) == change_kind::within));
  BOOST_TEST((kind(100, 90, {}) == change_kind::improved));
}

BOOST_AUTO_TEST_CASE(decimal_fractions_at_their_limit_are_within_it) {
  const auto found = compare_figures(report({1, 0.02}), report({1, 0.03}), {0, 0, 0.01});
  BOOST_TEST((found.changes[1].kind == change_kind::within));
}

BOOST_AUTO_TEST_CASE(added_and_removed_endpoints_are_named_in_order) {
  const auto found = compare_figures(report({1, 0}, {{"b", {}}, {"a", {}}, {"kept", {}}}),
                                     report({1, 0}, {{"z", {}}, {"kept", {}}, {"c", {}}}), {});
  BOOST_TEST(found.removed == (std::vector<std::string>{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(found.added == (std::vector<std::string>{"c", "z"}), boost::test_tools::per_element());
  BOOST_TEST(found.changes.size() == 4u);
  BOOST_TEST(found.changes[2].scope == "endpoint:kept");
}

BOOST_AUTO_TEST_CASE(the_worst_is_the_farthest_beyond_its_allowance) {
  auto found = compare_figures(report({100, 0.01}, {{"a", {100, 0.01}}}),
                               report({150, 0.05}, {{"a", {300, 0.02}}}), {100, 0, 0.01});
  BOOST_REQUIRE(found.worst().has_value());
  BOOST_TEST(found.changes[*found.worst()].scope == "global");  // 0.04 is four times 0.01
  BOOST_TEST(found.changes[*found.worst()].metric == "error_rate");
  found = compare_figures(report({100, 0}), report({101, 0.001}), {});
  BOOST_TEST(found.changes[*found.worst()].metric == "error_rate");  // from nothing
}

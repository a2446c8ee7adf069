#include "core/config/schema.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace veriload::config;

namespace {

template <class Visit>
void each_key(const key& k, const std::string& path, const Visit& visit) {
  for (const key& member : k.members) {
    const std::string here = path + "." + std::string(member.name);
    visit(member, here, k.type == key_type::list || k.type == key_type::table);
    each_key(member, here, visit);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_sections_are_those_of_the_reference) {
  std::set<std::string_view> names;
  for (const key& section : schema().members)
    names.insert(section.name);
  BOOST_TEST((names == std::set<std::string_view>{"scenario", "run", "data", "profile", "slo",
                                                  "reports", "safety", "network", "cleanup"}));
}

BOOST_AUTO_TEST_CASE(every_key_is_explained) {
  each_key(schema(), "", [](const key& k, const std::string& path, bool is_item) {
    // Limits, items of lists and values of tables are told by their own keys.
    if (!is_item) BOOST_TEST(!k.doc.empty(), path);
    BOOST_TEST(k.expected().size() > 3, path);
  });
}

BOOST_AUTO_TEST_CASE(a_key_is_required_or_nullable_or_has_a_default) {
  each_key(schema(), "", [](const key& k, const std::string& path, bool is_item) {
    if (is_item) return;
    const int ways = int{k.required} + int{k.nullable} + int{!k.fallback.is_null()};
    BOOST_TEST(ways == 1, path);
  });
}

BOOST_AUTO_TEST_CASE(a_list_has_one_shape_and_a_choice_has_choices) {
  each_key(schema(), "", [](const key& k, const std::string& path, bool) {
    if (k.type == key_type::list) BOOST_TEST(k.members.size() == 1u, path);
    BOOST_TEST((k.type == key_type::choice) == !k.choices.empty(), path);
  });
}

BOOST_AUTO_TEST_CASE(a_member_is_found_by_name_and_alias) {
  const key* reports = schema().find("reports");
  BOOST_REQUIRE(reports);
  BOOST_TEST(reports->find("json") == reports->find("json_path"));
  BOOST_TEST(!reports->find("xml"));
  BOOST_TEST(!reports->find(""));
}

BOOST_AUTO_TEST_CASE(expectations_read_as_english) {
  BOOST_TEST(schema().find("run")->find("users")->expected() == "an integer above 0");
  BOOST_TEST(schema().find("profile")->find("type")->expected() ==
             "one of soak, ramp, spike, step, stages, arrival");
  BOOST_TEST(schema().find("slo")->find("global")->find("max_error_rate")->expected() ==
             "a number from 0 to 1");
  BOOST_TEST(schema().find("run")->find("drain_seconds")->expected() == "a number of at least 0");
}

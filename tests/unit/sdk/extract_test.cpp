#include <veriload/extract.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace veriload;
using namespace veriload::testing;

namespace {

struct scene {
  fake_host host;
  scene() {
    host.extracts["(\\d+)"] = {{"7!", "7"}, {"8!", "8"}};
    host.extracts["\\w"] = {{"a"}, {"b"}};
    host.extracts["$.names"] = {{"\"J\\u00f6rg\""}, {"[1,\"x\"]"}, {"12.50"}, {"\"\""}};
    host.extracts["none"] = {};
  }
};

bool is_extract_error(const error& e) { return e.kind() == "extract"; }

class reading_user : public user {
 public:
  task<> read() {
    auto page = co_await http().get("/");
    first = page.find_regex("(\\d+)");
    names = page.all_json("$.names");
    missing = page.try_css("none", "href").has_value();
    all = page.all_css("\\w").size();
    page.find_json("none");
  }
  std::string first;
  std::vector<std::string> names;
  bool missing = true;
  std::size_t all = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(extracting, scene)

BOOST_AUTO_TEST_CASE(the_first_group_or_the_whole_match_is_the_value) {
  const scenario_context context(host.handle());
  const extract in(context, "text");
  BOOST_TEST(in.find_regex("(\\d+)") == "7");
  BOOST_TEST(in.find_regex("\\w") == "a");
  BOOST_TEST(in.all_regex("(\\d+)").size() == 2u);
  BOOST_TEST(in.all_regex("(\\d+)").at(1) == "8");
  BOOST_TEST(*in.try_regex("\\w") == "a");
}

BOOST_AUTO_TEST_CASE(json_strings_become_their_characters_and_other_values_stay) {
  const scenario_context context(host.handle());
  const auto all = extract(context, "").all_json("$.names");
  BOOST_REQUIRE(all.size() == 4u);
  BOOST_TEST(all[0] == "J\u00f6rg");
  BOOST_TEST(all[1] == "[1,\"x\"]");
  BOOST_TEST(all[2] == "12.50");
  BOOST_TEST(all[3] == "");
}

BOOST_AUTO_TEST_CASE(no_match_throws_is_none_or_empty) {
  const scenario_context context(host.handle());
  const extract in(context, "");
  BOOST_CHECK_EXCEPTION(in.find_css("none"), error, [](const error& e) {
    return is_extract_error(e) && std::string(e.what()) == "nothing matches \"none\"";
  });
  BOOST_TEST(!in.try_json("none").has_value());
  BOOST_TEST(in.all_regex("none").empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_expression_throws_in_every_form) {
  const scenario_context context(host.handle());
  const extract in(context, "");
  BOOST_CHECK_EXCEPTION(in.find_regex("unknown"), error, is_extract_error);
  BOOST_CHECK_EXCEPTION(in.try_regex("unknown"), error, is_extract_error);
  BOOST_CHECK_EXCEPTION(in.all_regex("unknown"), error, is_extract_error);
}

BOOST_AUTO_TEST_CASE(a_host_without_the_service_is_told_when_it_is_asked) {
  host.without(VL_SVC_EXTRACT);
  const scenario_context context(host.handle());
  BOOST_CHECK_EXCEPTION(extract(context, "").find_json("$"), error, [](const error& e) {
    return is_extract_error(e) && e.status() == VL_E_UNSUPPORTED &&
           std::string(e.what()) == "\"$\": this host does not serve veriload.extract/1";
  });
}

BOOST_AUTO_TEST_CASE(a_response_is_searched_directly) {
  const scenario_context context(host.handle());
  user_class<reading_user> known("u", context);
  known.task("t", &reading_user::read);
  {
    live_user live(host, known.describe());
    BOOST_TEST(live.run(0) != VL_OK);
    const auto& seen = *static_cast<reading_user*>(static_cast<user*>(live.state()));
    BOOST_TEST(seen.first == "7");
    BOOST_TEST(seen.names.size() == 4u);
    BOOST_TEST(!seen.missing);
    BOOST_TEST(seen.all == 2u);
  }
  http_exchange::drain();
  BOOST_REQUIRE(!host.user.failures.empty());
  BOOST_TEST(host.user.failures.back().first == "extract");
}

BOOST_AUTO_TEST_SUITE_END()

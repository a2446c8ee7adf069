#include "core/config/reference.hpp"

#include "config_text.hpp"
#include "core/config/schema.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace config_text;
using namespace veriload::config;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(the_page_names_every_key_with_its_default) {
  const std::string page = reference_markdown();
  for (const char* row :
       {"| `run.users` | an integer above 0 | **required** |  | users that are active together |",
        "| `run.drain_seconds` | a number of at least 0 | `30.0` | s |",
        "| `reports.json`, `reports.json_path` |", "| `slo.endpoints[].max_error_rate` |",
        "| `cleanup.http.targets[].id_fields` | a list of strings | `[\"id\"]` |",
        "| `run.database.dsn` |", "## safety"}) {
    BOOST_TEST(has(page, row), row);
  }
}

BOOST_AUTO_TEST_CASE(every_row_of_the_page_has_five_cells) {
  const std::string page = reference_markdown();
  for (std::size_t at = 0; (at = page.find("\n| ", at)) != std::string::npos; ++at) {
    const std::string row = page.substr(at + 1, page.find('\n', at + 1) - at - 1);
    BOOST_TEST(std::count(row.begin(), row.end(), '|') == 6, row);
  }
}

BOOST_AUTO_TEST_CASE(the_json_schema_is_json_and_says_what_the_table_says) {
  const json::value root = json::parse(json_schema({"http"}));
  BOOST_TEST(root.at("$schema").as_string() == "https://json-schema.org/draft/2020-12/schema");
  BOOST_TEST(root.at("additionalProperties").as_bool() == false);
  BOOST_TEST(root.at("properties").at("http").at("type").as_string() == "object");
  const json::value& users = root.at("properties").at("run").at("properties").at("users");
  BOOST_TEST(users.at("type").as_string() == "integer");
  BOOST_TEST(users.at("exclusiveMinimum").as_int64() == 0);
  const json::value& rate = root.at("properties")
                                .at("slo")
                                .at("properties")
                                .at("global")
                                .at("properties")
                                .at("max_error_rate");
  BOOST_TEST(rate.at("maximum").as_int64() == 1);
  BOOST_TEST(rate.at("type").as_array().size() == 2u);
  BOOST_TEST(root.at("required").as_array().size() == 4u);
  const json::value& profile = root.at("properties").at("profile").at("properties");
  BOOST_TEST(profile.at("type").at("enum").as_array().size() == 7u);
  BOOST_TEST(profile.at("steps").at("items").at("required").as_array().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_section_of_a_plugin_is_allowed_only_when_named) {
  BOOST_TEST(!json::parse(json_schema()).at("properties").as_object().contains("http"));
}

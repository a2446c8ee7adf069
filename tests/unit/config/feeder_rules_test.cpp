#include "core/config/feeder_rules.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace config_text;
using namespace veriload::config;

namespace {

std::string feeder(const std::string& lines) {
  return with("  seed: 42\n", "  seed: 42\n  feeder:\n" + lines);
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_keys_of_the_feeder_reach_the_plan) {
  const auto plan = loaded_from(feeder("    path: shop.db\n"
                                       "    query: SELECT 1 AS a\n"
                                       "    order: unique\n"
                                       "    columns: {mail: contact.email, first: person.name}\n"))
                        .plan.data.feeder.value();
  BOOST_TEST(plan.path == "shop.db");
  BOOST_TEST((plan.format == feeder_format::sqlite));
  BOOST_TEST(plan.query == "SELECT 1 AS a");
  BOOST_TEST((plan.order == feeder_order::unique));
  BOOST_REQUIRE(plan.columns.size() == 2U);
  BOOST_TEST(plan.columns[0].column == "mail");
  BOOST_TEST(plan.columns[0].path == "contact.email");
  BOOST_TEST(plan.path_where.text() == "v.yaml:10:5");
  BOOST_TEST(plan.query_where.text() == "v.yaml:11:5");
  BOOST_TEST(plan.columns[1].where.line == 13U);
  BOOST_TEST(!loaded_from(valid).plan.data.feeder.has_value());
}

BOOST_AUTO_TEST_CASE(the_ending_says_the_format_unless_the_key_does) {
  for (const auto& [path, format] :
       {std::pair{"a.csv", feeder_format::csv}, std::pair{"A.CSV", feeder_format::csv},
        std::pair{"a.jsonl", feeder_format::jsonl}, std::pair{"a.ndjson", feeder_format::jsonl},
        std::pair{"a.db", feeder_format::sqlite}, std::pair{"a.sqlite", feeder_format::sqlite},
        std::pair{"a.csv.sqlite3", feeder_format::sqlite}}) {
    BOOST_TEST((feeder_format_of("auto", path) == format), path);
  }
  BOOST_TEST(!feeder_format_of("auto", "a.txt").has_value());
  BOOST_TEST(!feeder_format_of("auto", "csv").has_value());
  BOOST_TEST((feeder_format_of("csv", "a.db") == feeder_format::csv));
  BOOST_TEST((feeder_format_of("jsonl", "a") == feeder_format::jsonl));
  BOOST_TEST((feeder_format_of("sqlite", "a") == feeder_format::sqlite));
}

BOOST_AUTO_TEST_CASE(keys_that_do_not_go_together_are_refused) {
  BOOST_TEST(refusal(feeder("    path: a.txt\n")) ==
             "v.yaml:10:5: data.feeder.path ends in none of .csv, .jsonl, .ndjson, .db, .sqlite, "
             ".sqlite3, expected one of them or data.feeder.format; found the string \"a.txt\"");
  BOOST_TEST(refusal(feeder("    path: a.db\n")) ==
             "v.yaml:10:5: data.feeder.query is missing, expected the SELECT whose rows are taken "
             "from the database");
  BOOST_TEST(refusal(feeder("    path: a.csv\n    query: SELECT 1\n")) ==
             "v.yaml:11:5: data.feeder.query belongs to a database, data.feeder.path is CSV");
  BOOST_TEST(refusal(feeder("    path: a.jsonl\n    query: SELECT 1\n")) ==
             "v.yaml:11:5: data.feeder.query belongs to a database, data.feeder.path is JSONL");
  BOOST_TEST(has(refusal(feeder("    order: unique\n")), "data.feeder.path is missing"));
  BOOST_TEST(has(refusal(feeder("    path: a.csv\n    order: uniqe\n")), "did you mean unique?"));
  BOOST_TEST(has(refusal(feeder("    path: a.csv\n    columns: [a]\n")), "data.feeder.columns"));
}

#include "core/config/print.hpp"

#include "config_text.hpp"
#include "core/config/yaml_reader.hpp"

#include <boost/test/unit_test.hpp>

using namespace config_text;
using namespace veriload::config;
using veriload::base::node;

BOOST_AUTO_TEST_CASE(printed_yaml_reads_back_as_the_same_configuration) {
  const auto loaded = loaded_from(
      valid +
      "  stop_file: 'a: b # c'\n"
      "slo: {endpoints: [{name: 'yes'}, {name: '12'}, {name: \"tab\\tand \\\"quote\\\"\"}]}\n"
      "cleanup: {http: {targets: [{path: /o, id_fields: ['null', '1:30', '']}]}}\n");
  for (const bool origins : {false, true}) {
    const std::string text = print_yaml(loaded.effective, origins);
    BOOST_TEST((read_yaml(text, "again") == loaded.effective), text);
    BOOST_TEST(loaded_from(text).plan_hash == loaded.plan_hash);
  }
}

BOOST_AUTO_TEST_CASE(odd_trees_read_back_too) {
  const std::string text =
      "http:\n  a: [[1, [2]], {}, [], {b: {c: []}}, .inf, -0.0, ~]\n  'x y': |\n    l1\n    l2\n  "
      "1: .nan\n";
  const node tree = read_yaml(text, "f");
  const std::string printed = print_yaml(tree, true);
  const node again = read_yaml(printed, "g");
  BOOST_TEST(print_json(again) == print_json(tree), printed);
}

BOOST_AUTO_TEST_CASE(origins_are_told_per_line) {
  const std::string text =
      print_yaml(loaded_from(valid, {{}, {"data.seed=7"}, {}}).effective, true);
  BOOST_TEST(has(text, "  users: 5  # v.yaml:3:3\n"));
  BOOST_TEST(has(text, "  threads: 0  # default\n"));
  BOOST_TEST(has(text, "  seed: 7  # --set data.seed=7\n"));
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_in_every_print) {
  std::string text = with("http://shop.test:8080/", "http://me:hush1@shop.test/");
  text = with("  users: 5",
              "  users: 5\n  database: {driver: postgresql, dsn: 'host=h password=hush2'}", text);
  text +=
      "reports: {json: {path: seen.json, authorization: hush12}}\n"
      "http:\n"
      "  Auth_Token: hush3\n"
      "  proxy: {url: 'http://p:hush4@proxy.test', passwords: [hush5], client-secret: {a: hush6}}\n"
      "  list: [{api_key: hush7}, 'ws://u:hush8@h']\n"
      "  agent: visible\n"
      "  auth: {token_url: 'http://me:hush10@id.test/seen', token_urls: hush11}\n";
  const auto loaded = loaded_from(text, {{}, {"http.bearer_token=hush9"}, {"http"}});
  for (const std::string& printed :
       {print_yaml(loaded.effective, true), print_yaml(loaded.effective, false),
        print_json(loaded.effective)}) {
    BOOST_TEST(!has(printed, "hush"), printed);
    BOOST_TEST(has(printed, "visible"));
    BOOST_TEST(has(printed, "http://me:***@shop.test/"));
    BOOST_TEST(has(printed, "host=h password=***"));
    BOOST_TEST(has(printed, "http://me:***@id.test/seen"));
  }
  BOOST_TEST(loaded.effective.find_path("http.Auth_Token")->as_string() == "hush3");
}

BOOST_AUTO_TEST_CASE(a_dsn_is_masked_in_all_its_forms) {
  BOOST_TEST(masked_dsn("postgresql://me:p@w/#?x@h/db") == "postgresql://me:***@h/db");
  BOOST_TEST(masked_dsn("postgresql://me@h/db?password=pw&x=1") ==
             "postgresql://me@h/db?password=***&x=1");
  BOOST_TEST(masked_dsn("host=h PASSWORD = 'a b' user=u") == "host=h PASSWORD = *** user=u");
  BOOST_TEST(masked_dsn("pwd=a;password=b") == "pwd=***;password=***");
  BOOST_TEST(masked_dsn("password=") == "password=");
  BOOST_TEST(masked_dsn("password='open") == "password=***");
  BOOST_TEST(masked_dsn("/var/lib/shop.db") == "/var/lib/shop.db");
}

BOOST_AUTO_TEST_CASE(the_hash_is_fnv_1a_of_the_json_text) {
  BOOST_TEST(hash_of(node::string("")) == "07cc7607b4949e25");  // of the two bytes ""
  BOOST_TEST(hash_of(node::integer(1)) != hash_of(node::integer(2)));
}

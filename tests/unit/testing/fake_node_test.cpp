#include <veriload/testing/fake_node.hpp>

#include <veriload/testing/fake_host.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace veriload::testing;

namespace {

const vl_config_v1& table = fake_node::table();

const vl_node* entry(const vl_node* of, std::string_view key) {
  return table.find(of, {key.data(), key.size()});
}

std::string refusal(const char* json) {
  try {
    fake_node::parse(json, "a.json");
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "taken";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fake_nodes)

BOOST_AUTO_TEST_CASE(json_becomes_a_tree_with_its_kinds) {
  const fake_node tree = fake_node::parse(
      R"({"whole": -3, "real": 1.5, "big": 1e3, "yes": true, "no": null, "text": "a\"\u00e9\n", )"
      R"("list": [1, "two", []], "empty": {}})");
  const vl_node* root = tree.handle();
  BOOST_TEST(table.kind(root) == std::int32_t(VL_NODE_MAP));
  BOOST_TEST(table.size(root) == 8u);
  std::int64_t whole = 0;
  double real = 0;
  std::int32_t yes = 0;
  vl_ns length = 0;
  vl_str text{};
  BOOST_TEST(table.i64(entry(root, "whole"), &whole) == VL_OK);
  BOOST_TEST(whole == -3);
  BOOST_TEST(table.f64(entry(root, "whole"), &real) == VL_OK);
  BOOST_TEST(table.f64(entry(root, "real"), &real) == VL_OK);
  BOOST_TEST(real == 1.5);
  BOOST_TEST(table.i64(entry(root, "real"), &whole) == VL_E_INVALID);
  BOOST_TEST(table.i64(entry(root, "big"), &whole) == VL_E_INVALID);
  BOOST_TEST(table.ns(entry(root, "real"), &length) == VL_OK);
  BOOST_TEST(length == 1'500'000'000);
  BOOST_TEST(table.boolean(entry(root, "yes"), &yes) == VL_OK);
  BOOST_TEST(yes == 1);
  BOOST_TEST(table.kind(entry(root, "no")) == std::int32_t(VL_NODE_NULL));
  BOOST_TEST(table.str(entry(root, "text"), &text) == VL_OK);
  BOOST_TEST(std::string(text.ptr, text.len) == "a\"\xc3\xa9\n");
  const vl_node* list = entry(root, "list");
  BOOST_TEST(table.size(list) == 3u);
  vl_str key{"x", 1};
  BOOST_TEST(table.kind(table.at(list, 1, &key)) == std::int32_t(VL_NODE_STR));
  BOOST_TEST(key.len == 0u);
  BOOST_TEST(table.at(list, 3, nullptr) == nullptr);
  BOOST_TEST(table.size(entry(root, "empty")) == 0u);
}

BOOST_AUTO_TEST_CASE(a_null_node_is_allowed_everywhere) {
  vl_str text{};
  BOOST_TEST(table.kind(nullptr) == std::int32_t(VL_NODE_NULL));
  BOOST_TEST(table.size(nullptr) == 0u);
  BOOST_TEST(table.at(nullptr, 0, nullptr) == nullptr);
  BOOST_TEST(entry(nullptr, "a") == nullptr);
  BOOST_TEST(table.str(nullptr, &text) == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(nodes_know_their_place_when_there_is_a_file) {
  const fake_node tree = fake_node::parse("{\n  \"a\": {\"b\": 1}\n}", "app.json");
  vl_error where{};
  where.struct_size = sizeof where;
  table.where(entry(entry(tree.handle(), "a"), "b"), &where);
  BOOST_TEST(std::string(where.message) == "app.json:2:14");
  const fake_node bare = fake_node::parse("{}");
  table.where(bare.handle(), &where);
  BOOST_TEST(std::string(where.message) == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused_with_its_place) {
  BOOST_TEST(refusal("{\"a\": }") == "a.json:1:7: expected a value");
  BOOST_TEST(refusal("{\"a\" 1}") == "a.json:1:6: expected ':'");
  BOOST_TEST(refusal("{a: 1}") == "a.json:1:2: expected a key in quotes");
  BOOST_TEST(refusal("[1 2]") == "a.json:1:4: expected ',' or the end of the list or map");
  BOOST_TEST(refusal("\"abc") == "a.json:1:5: a text has no closing quote");
  BOOST_TEST(refusal("1-2") == "a.json:1:1: malformed number");
  BOOST_TEST(refusal("{} {}") == "a.json:1:4: found more text, expected the end");
  BOOST_TEST(refusal(std::string(300, '[').c_str()).find("nested deeper") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_folder_of_the_configuration_is_what_the_test_says) {
  fake_host host;
  vl_str folder{};
  table.folder(host.handle(), &folder);
  BOOST_TEST(std::string(folder.ptr, folder.len) == "/config");
  host.config_folder = "/srv/tests";
  table.folder(host.handle(), &folder);
  BOOST_TEST(std::string(folder.ptr, folder.len) == "/srv/tests");
}

BOOST_AUTO_TEST_CASE(the_root_is_the_configuration_of_the_host) {
  fake_host host;
  BOOST_TEST(table.root(host.handle()) == nullptr);
  host.config = fake_node::parse("{}");
  BOOST_TEST(table.root(host.handle()) == host.config.handle());
}

BOOST_AUTO_TEST_SUITE_END()

#include <veriload/node_view.hpp>

#include <veriload/testing/fake_node.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

const fake_node tree = fake_node::parse(
    R"({"name": "line", "port": 7000, "share": 0.5, "on": true, "wait": 2, "list": ["a", "b"]})",
    "v.yaml");
const node_view root(fake_node::table(), tree.handle());

std::string refusal(void (*read)()) {
  try {
    read();
  } catch (const error& e) {
    return std::string(e.kind()) + ": " + e.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(node_views)

BOOST_AUTO_TEST_CASE(gives_what_is_there) {
  BOOST_TEST(root["name"].text() == "line");
  BOOST_TEST(root["port"].integer() == 7000);
  BOOST_TEST(root["share"].number() == 0.5);
  BOOST_TEST(root["port"].number() == 7000.0);
  BOOST_TEST(root["on"].flag());
  BOOST_TEST(root["wait"].seconds_above_0(1) == 2'000'000'000);
  BOOST_TEST(root.size() == 6U);
}

BOOST_AUTO_TEST_CASE(nothing_is_found_in_nothing_and_has_a_default) {
  const node_view nothing = root["no"]["such"]["key"];
  BOOST_TEST(!nothing);
  BOOST_TEST(nothing.text("x") == "x");
  BOOST_TEST(nothing.integer(3) == 3);
  BOOST_TEST(nothing.flag(true));
  BOOST_TEST(nothing.seconds_above_0(7) == 7);
  BOOST_TEST(nothing.where() == "");
}

BOOST_AUTO_TEST_CASE(visits_entries_in_order) {
  std::string seen;
  root.each([&](std::string_view key, node_view) { seen += std::string(key) + " "; });
  BOOST_TEST(seen == "name port share on wait list ");
  seen.clear();
  root["list"].each([&](std::string_view, node_view item) { seen += item.text(); });
  BOOST_TEST(seen == "ab");
}

BOOST_AUTO_TEST_CASE(refuses_another_kind_with_its_place) {
  BOOST_TEST(root["port"].where() != "");
  BOOST_TEST(refusal([] { root["port"].text(); }) ==
             "config: " + root["port"].where() + ": expected a text");
  BOOST_TEST(refusal([] { root["name"].integer(); }) ==
             "config: " + root["name"].where() + ": expected an integer");
  BOOST_TEST(refusal([] { root["name"].flag(); }).ends_with("expected true or false"));
  const fake_node zero = fake_node::parse("{\"wait\": 0}");
  BOOST_CHECK_THROW(node_view(fake_node::table(), zero.handle())["wait"].seconds_above_0(1), error);
}

BOOST_AUTO_TEST_SUITE_END()

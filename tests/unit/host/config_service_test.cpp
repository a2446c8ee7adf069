#include "core/host/services.hpp"

#include "core/base/node.hpp"
#include "tests/unit/host/loaded_plugins.hpp"

#include <limits>

using namespace veriload;
using namespace veriload::host;
using base::node;

namespace {

const vl_config_v1& trees = config_service;
const vl_node* seen(const node& n) { return reinterpret_cast<const vl_node*>(&n); }

node sample_tree() {
  node root = node::map();
  root.add("b", node::boolean(true)).written_at({base::interned_origin("veriload.yaml"), 3, 7});
  root.add("i", node::integer(-5));
  root.add("f", node::number(1.5));
  root.add("s", node::string("text"));
  node list = node::list();
  list.push(node::integer(1));
  list.push(node());
  root.add("l", std::move(list));
  return root;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_service_suite)

BOOST_AUTO_TEST_CASE(a_null_node_is_a_null_in_every_function) {
  vl_str text{};
  int64_t whole = 1;
  double real = 1;
  int32_t truth = 1;
  vl_ns length = 1;
  BOOST_TEST(trees.kind(nullptr) == VL_NODE_NULL);
  BOOST_TEST(trees.size(nullptr) == 0U);
  BOOST_TEST(trees.at(nullptr, 0, &text) == nullptr);
  BOOST_TEST(trees.find(nullptr, view_of("x")) == nullptr);
  BOOST_TEST(trees.str(nullptr, &text) == VL_E_INVALID);
  BOOST_TEST(trees.i64(nullptr, &whole) == VL_E_INVALID);
  BOOST_TEST(trees.f64(nullptr, &real) == VL_E_INVALID);
  BOOST_TEST(trees.boolean(nullptr, &truth) == VL_E_INVALID);
  BOOST_TEST(trees.ns(nullptr, &length) == VL_E_INVALID);
  BOOST_TEST(whole + truth + length == 3);
  vl_error place{};
  place.struct_size = sizeof place;
  place.message[0] = 'x';
  trees.where(nullptr, &place);
  BOOST_TEST(place.message[0] == '\0');
}

BOOST_AUTO_TEST_CASE(entries_come_in_written_order_with_their_keys) {
  const node tree = sample_tree();
  BOOST_TEST(trees.kind(seen(tree)) == VL_NODE_MAP);
  BOOST_REQUIRE(trees.size(seen(tree)) == 5U);
  std::string keys;
  for (uint32_t i = 0; i < 5; ++i) {
    vl_str key{};
    BOOST_TEST(trees.at(seen(tree), i, &key) != nullptr);
    BOOST_TEST(trees.at(seen(tree), i, nullptr) == trees.find(seen(tree), key));
    keys += text_of(key);
  }
  BOOST_TEST(keys == "bifsl");
  BOOST_TEST(trees.at(seen(tree), 5, nullptr) == nullptr);
  const vl_node* list = trees.find(seen(tree), view_of("l"));
  vl_str key = view_of("untouched");
  BOOST_TEST(trees.kind(trees.at(list, 1, &key)) == VL_NODE_NULL);
  BOOST_TEST(key.len == 0U);
  BOOST_TEST(trees.find(list, view_of("l")) == nullptr);
  BOOST_TEST(trees.find(seen(tree), vl_str{nullptr, 0}) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_scalar_is_given_as_its_own_kind_only) {
  const node tree = sample_tree();
  const auto at = [&](const char* key) { return trees.find(seen(tree), view_of(key)); };
  vl_str text{};
  int64_t whole = 0;
  double real = 0;
  int32_t truth = 0;
  BOOST_TEST(trees.str(at("s"), &text) == VL_OK);
  BOOST_TEST(text_of(text) == "text");
  BOOST_TEST(trees.i64(at("i"), &whole) == VL_OK);
  BOOST_TEST(whole == -5);
  BOOST_TEST(trees.i64(at("f"), &whole) == VL_E_INVALID);
  BOOST_TEST(trees.f64(at("f"), &real) == VL_OK);
  BOOST_TEST(real == 1.5);
  BOOST_TEST(trees.f64(at("i"), &real) == VL_OK);
  BOOST_TEST(real == -5.0);
  BOOST_TEST(trees.boolean(at("b"), &truth) == VL_OK);
  BOOST_TEST(truth == 1);
  BOOST_TEST(trees.boolean(at("i"), &truth) == VL_E_INVALID);
  BOOST_TEST(trees.str(at("b"), &text) == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(seconds_become_nanoseconds_unless_they_cannot) {
  vl_ns length = 0;
  BOOST_TEST(trees.ns(seen(node::number(0.25)), &length) == VL_OK);
  BOOST_TEST(length == 250 * base::millisecond);
  BOOST_TEST(trees.ns(seen(node::integer(-2)), &length) == VL_OK);
  BOOST_TEST(length == -2 * base::second);
  for (const double wrong : {1e10, -1e300, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
    BOOST_TEST(trees.ns(seen(node::number(wrong)), &length) == VL_E_INVALID);
  }
  BOOST_TEST(length == -2 * base::second);
}

BOOST_AUTO_TEST_CASE(the_place_of_a_node_is_told) {
  const node tree = sample_tree();
  vl_error place{};
  place.struct_size = sizeof place;
  trees.where(trees.find(seen(tree), view_of("b")), &place);
  BOOST_TEST(std::string(place.message) == "veriload.yaml:3:7");
}

BOOST_AUTO_TEST_CASE(the_folder_is_what_the_start_has_set_also_without_a_configuration) {
  test::loaded_plugins host;
  host.context.config_folder = "/srv/tests";
  const auto& p = host.registry.load(test::bad_plugin("good"));
  vl_str folder{};
  trees.folder(&p, &folder);
  BOOST_TEST(text_of(folder) == "/srv/tests");
}

BOOST_AUTO_TEST_CASE(the_root_is_null_until_there_is_a_configuration) {
  test::loaded_plugins host;
  const auto& p = host.registry.load(test::bad_plugin("good"));
  BOOST_TEST(trees.root(&p) == nullptr);
  const node tree = sample_tree();
  host.context.config = &tree;
  BOOST_TEST(trees.root(&p) == seen(tree));
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/base/node.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using namespace veriload::base;

BOOST_AUTO_TEST_CASE(each_kind_of_node_gives_back_its_value) {
  BOOST_TEST(node().is_null());
  BOOST_TEST(node::boolean(true).as_boolean());
  BOOST_TEST(node::integer(-7).as_integer() == -7);
  BOOST_TEST(node::number(0.5).as_number() == 0.5);
  BOOST_TEST(node::integer(3).as_number() == 3.0);
  BOOST_TEST(node::string("x").as_string() == "x");
  BOOST_CHECK(node::list().kind() == node_kind::list);
  BOOST_CHECK(node::map().kind() == node_kind::map);
}

BOOST_AUTO_TEST_CASE(a_map_keeps_its_order_and_finds_its_members) {
  for (const int count : {3, 11, 12, 13, 500}) {
    node map = node::map();
    for (int i = 0; i < count; ++i)
      map.add("k" + std::to_string(count - i), node::integer(i));
    BOOST_TEST(map.size() == static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      const std::string key = "k" + std::to_string(count - i);
      BOOST_TEST(map.key_at(static_cast<std::size_t>(i)) == key);
      BOOST_REQUIRE(map.find(key));
      BOOST_TEST(map.find(key)->as_integer() == i);
    }
    BOOST_TEST(!map.find("k0"));
    BOOST_TEST(!map.find(""));
  }
}

BOOST_AUTO_TEST_CASE(set_replaces_in_place_and_appends_what_is_new) {
  node map = node::map();
  map.add("a", node::integer(1));
  map.add("b", node::integer(2));
  map.set("a", node::string("new"));
  map.set("c", node());
  BOOST_TEST(map.size() == 3u);
  BOOST_TEST(map.key_at(0) == "a");
  BOOST_TEST(map.at(0).as_string() == "new");
  BOOST_TEST(map.key_at(2) == "c");
}

BOOST_AUTO_TEST_CASE(find_answers_nothing_for_what_is_not_a_map) {
  BOOST_TEST(!node::list().find("a"));
  BOOST_TEST(!node::string("a").find("a"));
  BOOST_TEST(node::string("abc").size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_dotted_path_leads_through_maps) {
  node inner = node::map();
  inner.add("dsn", node::string("x"));
  node outer = node::map();
  outer.add("database", std::move(inner));
  BOOST_REQUIRE(outer.find_path("database.dsn"));
  BOOST_TEST(outer.find_path("database.dsn")->as_string() == "x");
  BOOST_TEST(outer.find_path("database") == outer.find("database"));
  BOOST_TEST(!outer.find_path("database.dsn.more"));
  BOOST_TEST(!outer.find_path("databas.dsn"));
  BOOST_TEST(!outer.find_path(""));
}

BOOST_AUTO_TEST_CASE(a_copy_shares_nothing_and_keeps_places) {
  node map = node::map();
  map.add("a", node::integer(1)).written_at({interned_origin("f"), 2, 3});
  node copy = map;
  copy.set("a", node::integer(9));
  BOOST_TEST(map.find("a")->as_integer() == 1);
  const node again = map;
  BOOST_TEST(again.find("a")->where().text() == "f:2:3");
  copy = copy.at(0);  // from a part of itself
  BOOST_TEST(copy.as_integer() == 9);
}

BOOST_AUTO_TEST_CASE(children_stay_where_they_are_when_the_parent_moves) {
  node list = node::list();
  list.push(node::string("child"));
  const node* child = &list.at(0);
  const node moved = std::move(list);
  BOOST_TEST(&moved.at(0) == child);
}

BOOST_AUTO_TEST_CASE(equality_looks_at_content_and_order_but_not_at_places) {
  node a = node::map();
  a.add("x", node::integer(1)).written_at({interned_origin("f"), 1, 1});
  node b = node::map();
  b.add("x", node::integer(1));
  BOOST_TEST((a == b));
  b.add("y", node());
  BOOST_TEST(!(a == b));
  BOOST_TEST(!(node::integer(1) == node::number(1)));
}

BOOST_AUTO_TEST_CASE(a_place_is_written_as_far_as_it_is_known) {
  BOOST_TEST(place{}.text() == "");
  BOOST_TEST((place{"--set a=1", 0, 0}).text() == "--set a=1");
  BOOST_TEST((place{"v.yaml", 12, 3}).text() == "v.yaml:12:3");
}

BOOST_AUTO_TEST_CASE(an_origin_is_kept_once) {
  const std::string name = "some file";
  const std::string_view first = interned_origin(name);
  BOOST_TEST(first == name);
  BOOST_TEST(static_cast<const void*>(first.data()) ==
             static_cast<const void*>(interned_origin(std::string("some file")).data()));
}

#include "plugins/report_json/json_writer.hpp"

#include "core/base/node.hpp"
#include "core/host/services.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

using veriload::base::node;
using veriload::report_json::json_writer;

namespace {

// Takes pieces until `room` of them have come, then answers with a failure.
struct kept_text {
  vl_sink sink() {
    return {this, [](void* self, vl_cbuf bytes) noexcept -> vl_status {
              auto& kept = *static_cast<kept_text*>(self);
              if (kept.pieces.size() == kept.room) return VL_E_CLOSED;
              kept.pieces.emplace_back(static_cast<const char*>(bytes.ptr), bytes.len);
              return VL_OK;
            }};
  }
  std::vector<std::string> pieces;
  std::size_t room = SIZE_MAX;
};

vl_status write(const node& tree, kept_text& to) {
  const vl_sink sink = to.sink();
  return json_writer(veriload::host::config_service, sink)
      .write(reinterpret_cast<const vl_node*>(&tree));
}

std::string json(const node& tree) {
  kept_text kept;
  BOOST_TEST(write(tree, kept) == VL_OK);
  std::string all;
  for (const auto& piece : kept.pieces)
    all += piece;
  return all;
}

std::string text(const char* bytes, std::size_t size) {
  return json(node::string(std::string(bytes, size)));
}
std::string text(const std::string& bytes) { return text(bytes.data(), bytes.size()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(json_writer_suite)

BOOST_AUTO_TEST_CASE(a_document_has_this_exact_text) {
  node root = node::map();
  root.add("users", node::integer(5));
  node list = node::list();
  list.push(node::number(0.5));
  list.push(node());
  list.push(node::list());
  list.push(node::map());
  root.add("list", std::move(list));
  root.add("Big", node::boolean(true));
  node inner = node::map();
  inner.add("z", node::string("last"));
  inner.add("a", node::boolean(false));
  root.add("inner", std::move(inner));
  BOOST_TEST(json(root) ==
             "{\n"
             "  \"Big\": true,\n"
             "  \"inner\": {\n"
             "    \"a\": false,\n"
             "    \"z\": \"last\"\n"
             "  },\n"
             "  \"list\": [\n"
             "    0.5,\n"
             "    null,\n"
             "    [],\n"
             "    {}\n"
             "  ],\n"
             "  \"users\": 5\n"
             "}\n");
}

BOOST_AUTO_TEST_CASE(a_scalar_and_nothing_are_documents_too) {
  BOOST_TEST(json(node::integer(INT64_MIN)) == "-9223372036854775808\n");
  BOOST_TEST(json(node()) == "null\n");
  kept_text kept;
  const vl_sink sink = kept.sink();
  BOOST_TEST(json_writer(veriload::host::config_service, sink).write(nullptr) == VL_OK);
  BOOST_TEST(kept.pieces.at(0) == "null\n");
}

BOOST_AUTO_TEST_CASE(the_same_members_in_another_order_give_the_same_bytes) {
  node one = node::map(), other = node::map();
  for (const char* key : {"a", "B", "", "\xc3\xa9", "aa"})
    one.add(key, node::integer(1));
  for (const char* key : {"aa", "\xc3\xa9", "", "B", "a"})
    other.add(key, node::integer(1));
  BOOST_TEST(json(one) == json(other));
  BOOST_TEST(json(one) ==
             "{\n  \"\": 1,\n  \"B\": 1,\n  \"a\": 1,\n  \"aa\": 1,\n  \"\\u00e9\": 1\n}\n");
}

BOOST_AUTO_TEST_CASE(what_json_or_ascii_does_not_hold_is_escaped) {
  BOOST_TEST(text("a\"b\\c/") == "\"a\\\"b\\\\c/\"\n");
  BOOST_TEST(text("\n\r\t\b\x1f\x7f") == "\"\\n\\r\\t\\u0008\\u001f\\u007f\"\n");
  BOOST_TEST(text("a\0b", 3) == "\"a\\u0000b\"\n");
  BOOST_TEST(text("\xc3\xa9\xe2\x82\xac") == "\"\\u00e9\\u20ac\"\n");
}

BOOST_AUTO_TEST_CASE(a_character_beyond_the_first_plane_becomes_two_surrogates) {
  BOOST_TEST(text("\xf0\x9f\x98\x80") == "\"\\ud83d\\ude00\"\n");
  BOOST_TEST(text("\xf0\x90\x80\x80") == "\"\\ud800\\udc00\"\n");
  BOOST_TEST(text("\xf4\x8f\xbf\xbf") == "\"\\udbff\\udfff\"\n");
}

BOOST_AUTO_TEST_CASE(broken_utf8_becomes_replacement_characters) {
  const auto broken = [](const std::string& bytes, int times) {
    std::string expected = "\"a";
    for (; times > 0; --times)
      expected += "\\ufffd";
    BOOST_TEST(text("a" + bytes + "b") == expected + "b\"\n");
  };
  broken("\x80", 1);              // continuation alone
  broken("\xc3", 1);              // cut
  broken("\xc0\xaf", 2);          // overlong
  broken("\xe0\x80\xaf", 3);      // overlong
  broken("\xf0\x80\x80\xaf", 4);  // overlong
  broken("\xed\xa0\x80", 3);      // surrogate
  broken("\xf4\x90\x80\x80", 4);  // past the last plane
  broken("\xff\xfe", 2);
  BOOST_TEST(text("\xe2\x82") == "\"\\ufffd\\ufffd\"\n");
}

BOOST_AUTO_TEST_CASE(a_broken_key_is_written_as_text_is) {
  node root = node::map();
  root.add("\xff", node::integer(1));
  BOOST_TEST(json(root) == "{\n  \"\\ufffd\": 1\n}\n");
}

BOOST_AUTO_TEST_CASE(numbers_are_short_show_their_kind_and_read_back_the_same) {
  BOOST_TEST(json(node::number(12)) == "12.0\n");
  BOOST_TEST(json(node::number(-0.0)) == "-0.0\n");
  BOOST_TEST(json(node::number(0.1)) == "0.1\n");
  BOOST_TEST(json(node::number(1e300)) == "1e+300\n");
  std::mt19937_64 random(3);
  std::vector<double> values{5e-324, std::numeric_limits<double>::max(), 1.0 / 3, 123456789.125,
                             9007199254740993.0};
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    static_assert(sizeof bits == sizeof value);
    __builtin_memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) values.push_back(value);
  }
  for (const double value : values)
    BOOST_TEST(std::strtod(json(node::number(value)).c_str(), nullptr) == value);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_null) {
  BOOST_TEST(json(node::number(std::numeric_limits<double>::quiet_NaN())) == "null\n");
  BOOST_TEST(json(node::number(std::numeric_limits<double>::infinity())) == "null\n");
  BOOST_TEST(json(node::number(-std::numeric_limits<double>::infinity())) == "null\n");
}

BOOST_AUTO_TEST_CASE(a_large_document_comes_in_pieces_and_a_failing_sink_ends_it) {
  node list = node::list();
  for (int i = 0; i < 40'000; ++i)
    list.push(node::integer(i));
  kept_text whole;
  BOOST_TEST(write(list, whole) == VL_OK);
  BOOST_TEST(whole.pieces.size() >= 5U);
  for (const auto& piece : whole.pieces)
    BOOST_TEST(piece.size() < 66U * 1024U);
  kept_text full;
  full.room = 2;
  BOOST_TEST(write(list, full) == VL_E_CLOSED);
  BOOST_TEST(full.pieces.size() == 2U);
  kept_text closed;
  closed.room = 0;
  BOOST_TEST(write(node(), closed) == VL_E_CLOSED);
}

BOOST_AUTO_TEST_SUITE_END()

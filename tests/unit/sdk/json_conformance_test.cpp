// RFC 8259: what must be taken, what must be refused, and what comes back unchanged.
#include <veriload/json.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using veriload::json;
using veriload::json_error;

namespace {

std::string refusal(std::string_view text, std::size_t depth = 200) {
  try {
    json::parse(text, depth);
  } catch (const json_error& e) {
    return e.what();
  }
  return "taken";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_conformance)

BOOST_AUTO_TEST_CASE(takes_what_the_grammar_allows) {
  for (const char* text : {"[]",
                           "{}",
                           " [ ] ",
                           "\t\n\r[1]\r\n",
                           "null",
                           "true",
                           "false",
                           "\"\"",
                           "0",
                           "-0",
                           "[[[[]]]]",
                           "[1,2,3]",
                           "[null,1,\"x\",{}]",
                           "{\"\":0}",
                           "{\"a\":{\"b\":[]}}",
                           "123",
                           "-1",
                           "1.5",
                           "-0.5",
                           "1e5",
                           "1E5",
                           "1e+5",
                           "1E-5",
                           "0e1",
                           "0.0e+1",
                           "123.456e78",
                           "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                           "\"\\u0041\"",
                           "\"\\u00e9\"",
                           "\"\\ud83d\\ude00\"",
                           "\"\\u0000\"",
                           "\"\x7f\"",
                           "\"\xc3\xa9\"",
                           "\"\xe2\x82\xac\"",
                           "\"\xf0\x9f\x98\x80\"",
                           "\"\xf4\x8f\xbf\xbf\"",
                           "\"\\uDBFF\\uDFFF\"",
                           "[\"a\",\n 5 ,1 , true]",
                           "{\"a\":\"b\",\"a\":\"c\"}",
                           "1e-400",
                           "-1e-99999999999999999999",
                           "1e308",
                           "123456789012345678901234567890",
                           "0.00000000000000000000000000001"}) {
    BOOST_TEST(refusal(text) == "taken", text);
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_the_grammar_forbids) {
  for (const char* text : {"",
                           " ",
                           "[",
                           "]",
                           "{",
                           "}",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "[1,,2]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,}",
                           "{a:1}",
                           "{1:1}",
                           "{\"a\" 1}",
                           "{\"a\":1 \"b\":2}",
                           "nul",
                           "nulll",
                           "True",
                           "tru",
                           "NaN",
                           "Infinity",
                           "-Infinity",
                           "+1",
                           "01",
                           "-01",
                           "1.",
                           ".5",
                           "-.5",
                           "1.e5",
                           "1e",
                           "1e+",
                           "0x10",
                           "1_000",
                           "- 1",
                           "--1",
                           "1 1",
                           "'a'",
                           "\"a",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"\\ud800\"",
                           "\"\\ud800\\n\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\udc00\"",
                           "\"\x01\"",
                           "\"\n\"",
                           "\"\t\"",
                           "\"\xff\"",
                           "\"\xc0\xaf\"",
                           "\"\xe0\x80\xaf\"",
                           "\"\xed\xa0\x80\"",
                           "\"\xf4\x90\x80\x80\"",
                           "\"\xf8\x88\x80\x80\x80\"",
                           "\"\xe2\x82\"",
                           "\xef\xbb\xbf[]",
                           "[]//x",
                           "/**/[]",
                           "[1]x",
                           "1e400",
                           "-1e400",
                           "1e99999999999999999999"}) {
    BOOST_TEST(refusal(text) != "taken", text);
  }
  BOOST_TEST(refusal(std::string_view("[\0]", 3)) != "taken");
  BOOST_TEST(refusal(std::string_view("[]\0", 3)) != "taken");
}

BOOST_AUTO_TEST_CASE(a_refusal_names_the_byte_and_what_is_there) {
  BOOST_TEST(refusal("[1,]") == "byte 3: value expected, found ']'");
  BOOST_TEST(refusal("[1") == "byte 2: ',' or ']' expected, found the end");
  BOOST_TEST(refusal("{\"a\" 1}") == "byte 5: ':' expected, found '1'");
  BOOST_TEST(refusal("\"a\nb\"") == "byte 2: control character must be escaped, found 0x0a");
  BOOST_TEST(refusal("[] x") == "byte 3: nothing more expected, found 'x'");
}

BOOST_AUTO_TEST_CASE(nesting_is_taken_to_the_limit_and_refused_beyond) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  BOOST_TEST(refusal(nested(200)) == "taken");
  BOOST_TEST(refusal(nested(201)) == "byte 200: no deeper nesting allowed, found '['");
  BOOST_TEST(refusal(nested(100'000)) != "taken");
  BOOST_TEST(refusal(std::string(100'000, '[')) != "taken");
  BOOST_TEST(refusal("[[]]", 1) != "taken");
  BOOST_TEST(refusal("[[],[],[]]", 2) == "taken");
}

BOOST_AUTO_TEST_CASE(escapes_become_the_characters_they_name) {
  BOOST_TEST(json::parse(R"("\u0041\u00e9\u20ac\ud83d\ude00\/")").as_string() ==
             "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80/");
  BOOST_TEST(json::parse(R"("\u0000")").as_string() == std::string_view("\0", 1));
}

BOOST_AUTO_TEST_CASE(huge_numbers_keep_what_a_double_holds) {
  BOOST_TEST(json::parse("9223372036854775807").as_int() == INT64_MAX);
  BOOST_TEST(json::parse("-9223372036854775808").as_int() == INT64_MIN);
  BOOST_TEST((json::parse("9223372036854775808").type() == json::kind::number));
  BOOST_TEST(json::parse("9223372036854775808").as_double() == 9223372036854775808.0);
  BOOST_TEST(json::parse("1e-400").as_double() == 0.0);
  BOOST_TEST(json::parse("5e-324").as_double() == 5e-324);
  BOOST_TEST(json::parse("0." + std::string(400, '0') + "1").as_double() == 0.0);
  BOOST_TEST(json::parse("0." + std::string(400, '0') + "1e401").as_double() == 1.0);
  BOOST_TEST(refusal(std::string(400, '9')) != "taken");
}

BOOST_AUTO_TEST_CASE(what_was_written_reads_back_equal) {
  for (const char* text :
       {"null", "[]", "{}", R"({"a":[1,2.5,"x",null,true,{"b":-0.0}],"c":"\u0001\"\\"})",
        "[1e+300,5e-324,0.1,1.7976931348623157e+308,123456789.123]",
        "[9223372036854775807,-9223372036854775808]", "\"\xf0\x9f\x98\x80\""}) {
    const json first = json::parse(text);
    BOOST_TEST(first.dump() == text);
    BOOST_TEST((json::parse(first.dump()) == first), text);
  }
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_document_is_refused) {
  const std::string whole = R"({"a":[1,2.5e3,"x\u00e9\ud83d\ude00"],"b":{"c":null,"d":true}})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    BOOST_TEST(refusal(std::string_view(whole).substr(0, size)) != "taken", size);
  }
  BOOST_TEST(refusal(whole) == "taken");
}

BOOST_AUTO_TEST_SUITE_END()

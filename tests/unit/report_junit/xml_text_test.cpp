#include "plugins/report_junit/xml_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using veriload::report_junit::xml_attribute;
using veriload::report_junit::xml_text;

BOOST_AUTO_TEST_CASE(what_means_something_to_xml_is_escaped) {
  BOOST_TEST(xml_text("<a href=\"x\">&amp;</a> ]]>") ==
             "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt; ]]&gt;");
  BOOST_TEST(xml_text("a\tb\nc\rd") == "a\tb\nc&#13;d");
  BOOST_TEST(xml_attribute("a\tb\nc\rd") == "a&#9;b&#10;c&#13;d");
  BOOST_TEST(xml_text("") == "");
}

BOOST_AUTO_TEST_CASE(control_characters_become_their_pictures) {
  BOOST_TEST(xml_text(std::string("a\0b", 3)) == "a\u2400b");
  BOOST_TEST(xml_text("\x1b[31m\x7f\x08\x1f") == "\u241b[31m\u2421\u2408\u241f");
}

BOOST_AUTO_TEST_CASE(characters_of_all_sizes_stay) {
  const std::string text = "\u00e9 \u20ac \U0001f600 \uffed";
  BOOST_TEST(xml_text(text) == text);
}

BOOST_AUTO_TEST_CASE(what_is_no_character_is_replaced) {
  BOOST_TEST(xml_text("\x80") == "\ufffd");
  BOOST_TEST(xml_text("\xc3") == "\ufffd");
  BOOST_TEST(xml_text("\xc0\xaf") == "\ufffd\ufffd");
  BOOST_TEST(xml_text("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");
  BOOST_TEST(xml_text("\xf4\x90\x80\x80") == "\ufffd\ufffd\ufffd\ufffd");
  BOOST_TEST(xml_text("\xe2\x82") == "\ufffd\ufffd");
  BOOST_TEST(xml_text("\xef\xbf\xbe\xef\xbf\xbf") == "\ufffd\ufffd");
}

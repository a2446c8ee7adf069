#include "plugins/http/redirect.hpp"

#include "plugins/http/target.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload::http_plugin;

namespace {

std::string resolved(std::string_view base, std::string_view location) {
  std::string out;
  failure why;
  if (!resolve_location(out, base, location, why)) {
    BOOST_TEST(why.status == VL_E_PROTOCOL);
    return why.text;
  }
  return out;
}

}  // namespace

// The examples of RFC 3986 5.4, in so far as their base is an http URL.
BOOST_AUTO_TEST_CASE(relative_locations_are_resolved_as_the_rfc_says) {
  const auto at = [](std::string_view location) {
    return resolved("http://a/b/c/d;p?q", location);
  };
  BOOST_TEST(at("g") == "http://a/b/c/g");
  BOOST_TEST(at("./g") == "http://a/b/c/g");
  BOOST_TEST(at("g/") == "http://a/b/c/g/");
  BOOST_TEST(at("/g") == "http://a/g");
  BOOST_TEST(at("//g") == "http://g/");
  BOOST_TEST(at("?y") == "http://a/b/c/d;p?y");
  BOOST_TEST(at("g?y") == "http://a/b/c/g?y");
  BOOST_TEST(at("#s") == "http://a/b/c/d;p?q");
  BOOST_TEST(at("g#s") == "http://a/b/c/g");
  BOOST_TEST(at(";x") == "http://a/b/c/;x");
  BOOST_TEST(at("") == "http://a/b/c/d;p?q");
  BOOST_TEST(at(".") == "http://a/b/c/");
  BOOST_TEST(at("..") == "http://a/b/");
  BOOST_TEST(at("../g") == "http://a/b/g");
  BOOST_TEST(at("../../g") == "http://a/g");
  BOOST_TEST(at("../../../../g") == "http://a/g");
  BOOST_TEST(at("/./g") == "http://a/g");
  BOOST_TEST(at("/../g") == "http://a/g");
  BOOST_TEST(at("g.") == "http://a/b/c/g.");
  BOOST_TEST(at("..g") == "http://a/b/c/..g");
  BOOST_TEST(at("./../g") == "http://a/b/g");
  BOOST_TEST(at("g;x=1/../y") == "http://a/b/c/y");
  BOOST_TEST(at("g?y/../x") == "http://a/b/c/g?y/../x");
}

BOOST_AUTO_TEST_CASE(absolute_locations_keep_their_host) {
  BOOST_TEST(resolved("http://a/b", "https://h:8443/x/../y?z#f") == "https://h:8443/y?z");
  BOOST_TEST(resolved("https://a/b", "//h/x") == "https://h/x");
  BOOST_TEST(resolved("http://a", "x") == "http://a/x");
  BOOST_TEST(resolved("http://a?q", "x") == "http://a/x");
}

BOOST_AUTO_TEST_CASE(a_location_cannot_start_a_line_of_its_own) {
  using namespace std::string_view_literals;
  for (const std::string_view evil :
       {"/a\r\nX: y"sv, "/a\nX: y"sv, "/a\0b"sv, "/a?\r\n"sv, "/a\r\n folded"sv, "/a\x7f"sv,
        "http://h\r\nX: y/"sv, "//h\n/"sv, "http://h\0/"sv}) {
    std::string out;
    failure why;
    BOOST_TEST(!resolve_location(out, "http://a/b", evil, why));
    BOOST_TEST(why.status == VL_E_PROTOCOL);
    BOOST_TEST(std::string_view(why.text).find('\n') == std::string_view::npos);
  }
  BOOST_TEST(resolved("http://a/b", "/two words") == "http://a/two%20words");
  BOOST_TEST(resolved("http://a/b", "/\xc3\xa4") == "http://a/%C3%A4");
  BOOST_TEST(resolved("http://a/b", "http://two words/").starts_with("control byte or blank"));
}

BOOST_AUTO_TEST_CASE(a_scheme_without_a_host_is_refused) {
  for (const std::string_view none : {"mailto:a@b", "javascript:alert(1)", "http:g", "data:,x"}) {
    BOOST_TEST(resolved("http://a/b", none).starts_with("redirect to a location without a host"));
  }
}

BOOST_AUTO_TEST_CASE(only_307_and_308_keep_the_verb) {
  BOOST_TEST(verb_after(301, "POST") == "GET");
  BOOST_TEST(verb_after(302, "PUT") == "GET");
  BOOST_TEST(verb_after(303, "DELETE") == "GET");
  BOOST_TEST(verb_after(303, "HEAD") == "HEAD");
  BOOST_TEST(verb_after(307, "POST") == "POST");
  BOOST_TEST(verb_after(308, "PATCH") == "PATCH");
  BOOST_TEST(!is_redirect(300));
  BOOST_TEST(!is_redirect(304));
  BOOST_TEST(is_redirect(308));
}

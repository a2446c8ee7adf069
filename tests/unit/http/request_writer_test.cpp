#include "plugins/http/request_writer.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace veriload;
using namespace veriload::http_plugin;

namespace {

struct request {
  std::string verb = "GET";
  std::string target = "/x";
  header_list headers;
  std::string body;
  request_defaults defaults{"veriload/9", {}, true};

  request_traits traits;
  failure why;

  std::string write() {
    url_parts url;
    BOOST_REQUIRE(split_url("http://sut:8080/v1", url, why));
    const origin to = make_origin(url, defaults);
    const destination where{&to, "/v1", target, false};
    std::vector<vl_kv> list;
    for (const auto& [name, value] : headers)
      list.push_back({to_str(name), to_str(value)});
    vl_call call{};
    call.verb = to_str(verb);
    call.headers = list.data();
    call.n_headers = static_cast<std::uint32_t>(list.size());
    call.body = to_bytes(body);
    reused_text out;
    traits = {};
    why.status = VL_OK;
    const bool written = write_request_head(out, where, call, defaults, traits, why);
    return written ? std::string(out.view()) : "";
  }
};

const std::string standard = "Host: sut:8080\r\nUser-Agent: veriload/9\r\nAccept: */*\r\n";

}  // namespace

BOOST_AUTO_TEST_CASE(a_plain_get_is_the_request_line_and_the_constant_lines) {
  request r;
  BOOST_TEST(r.write() == "GET /v1/x HTTP/1.1\r\n" + standard + "\r\n");
  BOOST_TEST(r.traits.idempotent);
  BOOST_TEST(!r.traits.bodiless_answer);
}

BOOST_AUTO_TEST_CASE(a_plain_get_is_written_as_every_other_request) {
  // A header of the caller's own takes the way of every other request.
  const std::string own = "X-Own: 1\r\n";
  for (const std::string& target :
       {std::string("/"), std::string(), std::string("x"), std::string("//a/b?c=d&e=%20"),
        std::string("/a b"), std::string("/\xc3\xa9#part"), std::string("/a#b"),
        std::string(240, 'a'), std::string(5000, 'a'), std::string("/ends/")}) {
    request plain, other;
    plain.target = other.target = target;
    other.headers = {{"X-Own", "1"}};
    std::string expected = other.write();
    BOOST_REQUIRE(expected.find(own) != std::string::npos);
    expected.erase(expected.find(own), own.size());
    BOOST_TEST(plain.write() == expected);
    BOOST_TEST(plain.traits.idempotent);
  }
}

BOOST_AUTO_TEST_CASE(bodies_bring_their_length_and_some_verbs_always_do) {
  for (const char* verb : {"POST", "PUT", "PATCH"}) {
    request r;
    r.verb = verb;
    BOOST_TEST(r.write().ends_with("Content-Length: 0\r\n\r\n"));
  }
  request r;
  r.body = "hello";
  BOOST_TEST(r.write().ends_with("Content-Length: 5\r\n\r\n"));
  r.verb = "DELETE";
  r.body.clear();
  BOOST_TEST(r.write().find("Content-Length") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_callers_header_replaces_the_default_of_that_name) {
  request r;
  r.defaults.headers = {{"X-Team", "a"}, {"accept", "text/html"}};
  r.headers = {{"HOST", "virtual"}, {"x-team", "b"}, {"X-New", "c"}};
  BOOST_TEST(r.write() ==
             "GET /v1/x HTTP/1.1\r\nUser-Agent: veriload/9\r\naccept: text/html\r\nHOST: "
             "virtual\r\nx-team: b\r\nX-New: c\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(connection_close_comes_from_the_settings_or_the_caller) {
  request r;
  r.headers = {{"Connection", "foo, Close"}};
  r.write();
  BOOST_TEST(r.traits.close);
  r.headers.clear();
  r.defaults.keep_alive = false;
  BOOST_TEST(r.write().find("\r\nConnection: close\r\n") != std::string::npos);
  BOOST_TEST(r.traits.close);
}

BOOST_AUTO_TEST_CASE(framing_headers_of_the_caller_must_agree_with_the_body) {
  request r;
  r.body = "hello";
  r.headers = {{"content-length", "5"}};
  BOOST_TEST(r.write().find("content-length") == std::string::npos);
  for (const char* wrong : {"6", "", "5x", " 5", "-5"}) {
    r.headers = {{"Content-Length", wrong}};
    BOOST_TEST(r.write() == "");
    BOOST_TEST(r.why.status == VL_E_INVALID);
    BOOST_TEST(std::string(r.why.text) == "header content-length differs from the body of 5 bytes");
  }
  r.headers = {{"Transfer-Encoding", "chunked"}};
  BOOST_TEST(r.write() == "");
  BOOST_TEST(r.why.status == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(no_part_of_a_call_can_split_the_request) {
  for (const char c : {'\r', '\n', '\0', '\x01', '\x7f'}) {
    const std::string bad = std::string("a") + c + "b";
    for (int part = 0; part < 4; ++part) {
      request r;
      if (part == 0) r.verb = bad;
      if (part == 1) r.target = bad;
      if (part == 2) r.headers = {{bad, "v"}};
      if (part == 3) r.headers = {{"n", bad}};
      BOOST_TEST(r.write() == "");
      BOOST_TEST(r.why.status == VL_E_INVALID);
      BOOST_TEST(std::string(r.why.text) != "");
    }
  }
  for (const char* name : {"", "a b", "a:", "a:b", "\xc3\xa9"}) {
    request r;
    r.headers = {{name, "v"}};
    BOOST_TEST(r.write() == "");
  }
}

BOOST_AUTO_TEST_CASE(verbs_are_tokens_and_no_tunnels) {
  request r;
  for (const std::string& verb : {std::string(), std::string("GE T"), std::string(33, 'A')}) {
    r.verb = verb;
    BOOST_TEST(r.write() == "");
    BOOST_TEST(r.why.status == VL_E_INVALID);
  }
  r.verb = "CONNECT";
  BOOST_TEST(r.write() == "");
  BOOST_TEST(r.why.status == VL_E_UNSUPPORTED);
  r.verb = "HEAD";
  r.write();
  BOOST_TEST(r.traits.bodiless_answer);
}

BOOST_AUTO_TEST_CASE(the_host_line_leaves_the_usual_port_out_and_keeps_brackets) {
  url_parts url;
  failure why;
  BOOST_REQUIRE(split_url("http://[::1]/", url, why));
  const origin v6 = make_origin(url, {});
  BOOST_TEST(v6.host == "::1");
  BOOST_TEST(v6.host_value == "[::1]");
  BOOST_TEST(v6.authority == "[::1]:80");
}

#include <veriload/http_request.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

class uploading_user : public user {
 public:
  task<> upload() {
    auto a = co_await http().post("/up").multipart(
        multipart().field("title", "x").file("doc", "d/e.pdf", "application/pdf"));
    auto b = co_await http().post("/up").multipart(multipart().field("title", "y"));
    auto c = co_await http().post("/plain").body("text");
    seen = a.status() + b.status() + c.status();
  }
  task<> replaced() {
    auto a = co_await http().post("/").multipart(multipart().field("a", "b")).form("k", "v");
    auto b = co_await http().post("/").form("k", "v").multipart(multipart().field("a", "b"));
    auto c = co_await http().post("/").multipart(multipart().field("a", "b")).json(json(1));
    seen = a.status() + b.status() + c.status();
  }
  int seen = 0;
};

struct scene {
  fake_host host;
  scenario_context context{host.handle()};
  user_class<uploading_user> known{"u", context};

  ~scene() { http_exchange::drain(); }
  vl_status run(task<> (uploading_user::*body)()) {
    known.task("t", body);
    live_user live(host, known.describe());
    return live.run(0);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(multipart_requests, scene)

BOOST_AUTO_TEST_CASE(a_form_travels_in_pieces_under_its_boundary) {
  BOOST_TEST(run(&uploading_user::upload) == VL_OK);
  BOOST_REQUIRE(host.calls.seen.size() == 3u);
  const seen_call& first = host.calls.seen[0];
  const std::string type = first.header("content-type");
  BOOST_REQUIRE(type.starts_with("multipart/form-data; boundary="));
  const std::string boundary = type.substr(type.find('=') + 1);
  BOOST_TEST(first.body.starts_with("--" + boundary + "\r\n"));
  BOOST_TEST(first.body.ends_with("\r\n\r\n<d/e.pdf>\r\n--" + boundary + "--\r\n"));
  // Each form has a boundary of its own, and the next request nothing of it.
  BOOST_TEST(host.calls.seen[1].header("content-type") != type);
  BOOST_TEST(host.calls.seen[2].body == "text");
  BOOST_TEST(host.calls.seen[2].header("content-type") == "text/plain");
}

BOOST_AUTO_TEST_CASE(the_last_body_counts) {
  BOOST_TEST(run(&uploading_user::replaced) == VL_OK);
  BOOST_REQUIRE(host.calls.seen.size() == 3u);
  BOOST_TEST(host.calls.seen[0].body == "k=v");
  BOOST_TEST(host.calls.seen[0].header("content-type") == "application/x-www-form-urlencoded");
  BOOST_TEST(host.calls.seen[1].body.find("name=\"a\"") != std::string::npos);
  BOOST_TEST(host.calls.seen[2].body == "1");
}

BOOST_AUTO_TEST_SUITE_END()

#include "examples/target/routes.hpp"

#include "tests/unit/target/ask.hpp"

#include <boost/test/unit_test.hpp>

using namespace target;

namespace {
script fault(const std::string& name) {
  return std::get<script>(asker().ask("GET", "/fault/" + name));
}
}  // namespace

BOOST_AUTO_TEST_CASE(reset_and_close_send_nothing) {
  BOOST_TEST(fault("reset").steps.empty());
  BOOST_TEST((fault("reset").end == ending::reset));
  BOOST_TEST(fault("close").steps.empty());
  BOOST_TEST((fault("close").end == ending::close));
}

BOOST_AUTO_TEST_CASE(bodies_differ_from_what_was_announced) {
  BOOST_TEST(
      fault("close-mid-body").steps[0].bytes.ends_with("Content-Length: 1000\r\n\r\n0123456789"));
  BOOST_TEST(fault("wrong-length")
                 .steps[0]
                 .bytes.ends_with("Content-Length: 5\r\n\r\n01234567890123456789"));
}

BOOST_AUTO_TEST_CASE(no_head_is_finished_by_endless_headers) {
  for (const auto& part : fault("endless-headers").steps) {
    BOOST_TEST(part.bytes.find("\r\n\r\n") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(silence_lasts_30_seconds_and_ends_with_a_close) {
  const auto play = fault("silent");
  BOOST_REQUIRE(play.steps.size() == 1);
  BOOST_TEST(play.steps[0].bytes.empty());
  BOOST_TEST(play.steps[0].pause.count() == 30'000);
  BOOST_TEST((play.end == ending::close));
}

BOOST_AUTO_TEST_CASE(slow_headers_make_a_good_answer_in_the_end) {
  std::string all;
  std::chrono::milliseconds pauses{0};
  for (const auto& part : fault("slow-headers").steps) {
    for (unsigned i = 0; i < part.times; ++i)
      all += part.bytes;
    pauses += part.pause * part.times;
  }
  BOOST_TEST(all.ends_with("\r\nContent-Length: 5\r\n\r\nslow\n"));
  BOOST_TEST(pauses.count() == 5000);
}

BOOST_AUTO_TEST_CASE(what_is_not_http_does_not_start_like_it) {
  BOOST_TEST(!fault("garbage").steps[0].bytes.starts_with("HTTP/"));
  BOOST_TEST(fault("half-status-line").steps[0].bytes == "HTTP/1.1 20");
  BOOST_TEST(fault("bad-chunk").steps[1].bytes.starts_with("zz\r\n"));
}

#include "plugins/http/response_cache.hpp"

#include "plugins/http/cache_control.hpp"
#include "tests/unit/http/header_list.hpp"
#include "tests/unit/http/random_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;
using test::header_list;

namespace {

constexpr wall_seconds now = 784111777;
constexpr std::string_view page = "http://shop.test/page";
const header_list no_headers{};

struct scene {
  kept_bodies bodies;
  response_cache cache{bodies, 1 << 20};

  static cache_request get(const header_list& headers = no_headers, std::string_view url = page) {
    return {"GET", url, headers, true};
  }
  static cache_reply reply(const header_list& headers, std::string_view body = "hello",
                           int status = 200, wall_seconds at = now) {
    return {status, headers, body, body.size(), true, at, at};
  }
  bool keep(const header_list& headers, int status = 200, std::string_view body = "hello") {
    return cache.store(get(), reply(headers, body, status));
  }
  cache_step step(wall_seconds at, const header_list& headers = no_headers) {
    return cache.look(get(headers), at).step;
  }
};

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(cache_step)

BOOST_FIXTURE_TEST_CASE(a_fresh_answer_is_served_until_it_is_old, scene) {
  BOOST_TEST(step(now) == cache_step::miss);
  BOOST_TEST(keep({"Cache-Control: max-age=60", "Content-Type: text/html", "ETag: \"1\""}));
  const cache_lookup hit = cache.look(get(), now + 59);
  BOOST_REQUIRE(hit.step == cache_step::fresh);
  BOOST_TEST(hit.answer->status == 200);
  BOOST_TEST(hit.answer->body.bytes() == "hello");
  BOOST_TEST(header_value(hit.answer->headers, "content-type") == "text/html");
  BOOST_TEST(hit.answer->headers.size() == 3);
  BOOST_TEST(step(now + 60) == cache_step::validate);
  BOOST_TEST(cache.look(get(), now + 60).answer->etag() == "\"1\"");
}

BOOST_FIXTURE_TEST_CASE(an_old_answer_without_validator_is_a_miss, scene) {
  BOOST_TEST(keep({"Cache-Control: max-age=60"}));
  BOOST_TEST(step(now + 60) == cache_step::miss);
}

BOOST_FIXTURE_TEST_CASE(what_may_not_be_kept_is_not, scene) {
  BOOST_TEST(!keep({"Cache-Control: no-store, max-age=60"}));
  BOOST_TEST(!keep({"Cache-Control: max-age=60", "Vary: accept, *"}));
  BOOST_TEST(!keep({"Content-Type: text/html"}));
  BOOST_TEST(!keep({"Cache-Control: max-age=60"}, 206));
  BOOST_TEST(!keep({"Last-Modified: Sat, 05 Nov 1994 08:49:37 GMT"}, 302));
  BOOST_TEST(keep({"Cache-Control: max-age=60"}, 302));
  BOOST_TEST(!cache.store({"POST", page, no_headers}, reply({"Cache-Control: max-age=60"})));
  BOOST_TEST(cache.count() == 1);
  BOOST_TEST(!cache.store(get({"cache-control: no-store"}), reply({"Cache-Control: max-age=60"})));
}

BOOST_FIXTURE_TEST_CASE(a_new_answer_takes_the_place_of_the_old, scene) {
  keep({"Cache-Control: max-age=60"}, 200, "old");
  keep({"Cache-Control: max-age=60"}, 200, "new");
  BOOST_TEST(cache.count() == 1);
  BOOST_TEST(bodies.count() == 1);
  BOOST_TEST(cache.look(get(), now).answer->body.bytes() == "new");
  keep({"Cache-Control: no-store"});
  BOOST_TEST(step(now) == cache_step::miss);
}

BOOST_FIXTURE_TEST_CASE(no_cache_is_validated_each_time, scene) {
  BOOST_TEST(keep({"Cache-Control: no-cache, max-age=60", "ETag: \"1\""}));
  BOOST_TEST(step(now) == cache_step::validate);
}

BOOST_FIXTURE_TEST_CASE(the_request_may_ask_for_more, scene) {
  keep({"Cache-Control: max-age=60", "ETag: \"1\""});
  BOOST_TEST(step(now + 5, {"Cache-Control: no-cache"}) == cache_step::validate);
  BOOST_TEST(step(now + 5, {"Pragma: no-cache"}) == cache_step::validate);
  BOOST_TEST(step(now + 5, {"Cache-Control: max-age=5"}) == cache_step::fresh);
  BOOST_TEST(step(now + 6, {"Cache-Control: max-age=5"}) == cache_step::validate);
  BOOST_TEST(step(now, {"Cache-Control: no-store"}) == cache_step::bypass);
  BOOST_TEST(step(now, {"If-None-Match: \"1\""}) == cache_step::bypass);
  BOOST_TEST(step(now, {"Range: bytes=0-1"}) == cache_step::bypass);
  BOOST_TEST(cache.look({"HEAD", page, no_headers}, now).step == cache_step::bypass);
}

BOOST_FIXTURE_TEST_CASE(answers_that_vary_are_kept_side_by_side, scene) {
  const header_list german{"Accept-Language: de"}, french{"accept-language:  fr"};
  const header_list varies{"Cache-Control: max-age=60", "Vary: Accept-Language"};
  cache.store(get(german), reply(varies, "hallo"));
  BOOST_TEST(step(now, french) == cache_step::miss);
  cache.store(get(french), reply(varies, "salut"));
  BOOST_TEST(cache.count() == 2);
  BOOST_TEST(cache.look(get(german), now).answer->body.bytes() == "hallo");
  BOOST_TEST(cache.look(get(french), now).answer->body.bytes() == "salut");
  BOOST_TEST(step(now) == cache_step::miss);
  BOOST_TEST(step(now, {"Accept-Language: "}) == cache_step::miss);
}

BOOST_FIXTURE_TEST_CASE(a_304_renews_the_headers_and_the_life, scene) {
  keep(
      {"Cache-Control: max-age=60", "ETag: \"1\"", "X: old", "X: older", "Content-Type: text/css"});
  const cached_answer* renewed =
      cache.freshen(get(), reply({"ETag: W/\"1\"", "Cache-Control: max-age=30", "x: new",
                                  "Content-Length: 0", "Content-Type: text/plain"},
                                 "", 304, now + 100));
  BOOST_REQUIRE(renewed != nullptr);
  BOOST_TEST(renewed->status == 200);
  BOOST_TEST(renewed->body.bytes() == "hello");
  BOOST_TEST(header_value(renewed->headers, "x") == "new");
  BOOST_TEST(header_value(renewed->headers, "content-type") == "text/css");
  BOOST_TEST(header_value(renewed->headers, "content-length") == "");
  BOOST_TEST(renewed->headers.size() == 4);
  BOOST_TEST(step(now + 129) == cache_step::fresh);
  BOOST_TEST(step(now + 130) == cache_step::validate);
}

BOOST_FIXTURE_TEST_CASE(a_304_about_another_answer_is_told, scene) {
  BOOST_TEST(cache.freshen(get(), reply({"ETag: \"1\""}, "", 304)) == nullptr);
  keep({"Cache-Control: max-age=60", "ETag: \"1\""});
  BOOST_TEST(cache.freshen(get(), reply({"ETag: \"2\""}, "", 304)) == nullptr);
  BOOST_TEST(cache.count() == 0);
}

BOOST_FIXTURE_TEST_CASE(an_unsafe_method_drops_what_it_may_have_changed, scene) {
  const header_list kept{"Cache-Control: max-age=60"};
  const std::string_view others[] = {"http://shop.test/a?b=1", "http://shop.test/c",
                                     "http://else.test/d"};
  keep(kept);
  for (const auto url : others)
    cache.store(get(no_headers, url), reply(kept));
  const cache_request post{"POST", page, no_headers};
  cache.after_unsafe({"HEAD", page, no_headers}, reply({}));
  cache.after_unsafe(post, reply({}, "", 500));
  BOOST_TEST(cache.count() == 4);
  cache.after_unsafe(
      post, reply({"Location: /a?b=1#x", "Content-Location: http://shop.test/c"}, "", 303));
  BOOST_TEST(cache.count() == 1);
  cache.after_unsafe(post, reply({"Location: http://else.test/d"}));
  BOOST_TEST(cache.count() == 1);
}

BOOST_FIXTURE_TEST_CASE(the_least_recently_used_answers_go_when_it_is_full, scene) {
  const header_list kept{"Cache-Control: max-age=60"};
  const std::string third(300'000, 'x');
  for (const char* url : {"http://a/", "http://b/", "http://c/"}) {
    cache.store(get(no_headers, url), reply(kept, third));
  }
  BOOST_TEST(cache.count() == 3);
  BOOST_TEST(bodies.total_bytes() == third.size());  // one copy for all
  BOOST_TEST(cache.look(get(no_headers, "http://a/"), now).step == cache_step::fresh);
  cache.store(get(no_headers, "http://d/"), reply(kept, third));
  BOOST_TEST(cache.bytes() <= 1u << 20);
  BOOST_TEST(cache.look(get(no_headers, "http://b/"), now).step == cache_step::miss);
  BOOST_TEST(cache.look(get(no_headers, "http://a/"), now).step == cache_step::fresh);
  BOOST_TEST(!cache.store(get(), reply(kept, std::string(1 << 20, 'y'))));
  cache.clear();
  BOOST_TEST(cache.bytes() == 0);
  BOOST_TEST(bodies.count() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_counted_body_serves_those_who_do_not_want_it, scene) {
  const header_list kept{"Cache-Control: max-age=60", "ETag: \"1\""};
  cache_reply counted = reply(kept, "");
  counted.body_known = false;
  counted.body_bytes = 5000;
  BOOST_TEST(cache.store(get(), counted));
  BOOST_TEST(cache.bytes() > 5000);
  BOOST_TEST(step(now) == cache_step::miss);
  const cache_lookup hit = cache.look({"GET", page, no_headers, false}, now);
  BOOST_TEST(hit.step == cache_step::fresh);
  BOOST_TEST(hit.answer->body_bytes == 5000);
}

BOOST_FIXTURE_TEST_CASE(random_headers_keep_the_books_right, scene) {
  constexpr std::uint64_t seed = 9111;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{"max-age", "=", "60", ",", "no-cache", "\"", " ", "\\", "*"};
  response_cache small(bodies, 4000);
  for (int i = 0; i < 50'000 && time.left(); ++i) {
    const std::string control = "Cache-Control: max-age=9," + dice.text_of(words, 6);
    const std::string vary = "Vary: " + dice.text_of({"a", ",", "B", " "}, 4);
    const std::string tag = "ETag: " + std::to_string(dice.below(3));
    const std::string url = "http://h/" + std::to_string(dice.below(6));
    const header_list headers{control.c_str(), vary.c_str(), tag.c_str()};
    const header_list asked{"a: 1"};
    const cache_request request = get(asked, url);
    switch (dice.below(4)) {
      case 0:
        small.freshen(request, reply(headers, "", 304));
        break;
      case 1:
        small.after_unsafe({"PUT", url, no_headers}, reply(headers));
        break;
      default:
        small.store(request, reply(headers, url));
    }
    BOOST_REQUIRE(small.bytes() <= 8000);
    BOOST_REQUIRE((small.count() == 0) == (small.bytes() == 0));
  }
}

// Users of test_http.py: each task is one feature of HTTP; a failed check names what went wrong.
#include <veriload/scenario.hpp>

#include <cstdlib>
#include <string>

namespace {

using namespace veriload;

std::string told(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "unset";
}

class visitor : public user {
 public:
  task<> redirects() {
    auto chain = co_await http().get("/redirect/3").name("chain");
    check(chain.status() == 200 && chain.redirects() == 3, "three redirects");
    check(chain.url().ends_with("/get"), "address of the last answer");
    auto absolute = co_await http().get("/absolute-redirect/2").name("absolute");
    check(absolute.status() == 200, "absolute locations");
    auto kept = co_await http().get("/redirect/1").no_redirects().name("kept");
    check(kept.status() == 302 && kept.redirects() == 0, "no redirects");
    auto posted = co_await http()
                      .post("/redirect-to")
                      .query("url", "/anything")
                      .query("status_code", 307)
                      .json(json::of("a", 1))
                      .name("307");
    check(posted.json().at("method").as_string() == "POST", "307 keeps the verb");
    check(posted.json().at("data").as_string() == "{\"a\":1}", "307 keeps the body");
    auto seen = co_await http()
                    .post("/redirect-to")
                    .query("url", "/anything")
                    .query("status_code", 303)
                    .body("x")
                    .name("303");
    check(seen.json().at("method").as_string() == "GET", "303 makes a GET");
    stop();
  }
  task<> endless() {
    auto page = co_await http().get("/redirect/20").redirects(2).name("endless");
    check(page.ok(), "never here");
  }
  task<> forbidden() {
    auto page =
        co_await http().get("/redirect-to").query("url", "http://forbidden.example/x").name("out");
    check(page.ok(), "never here");
  }
  task<> cookies() {
    http().set_cookie("own", "1");
    auto set = co_await http().get("/cookies/set").query("theme", "dark").name("set");
    check(set.json().at("cookies").at("theme").as_string() == "dark", "sent after the redirect");
    check(set.json().at("cookies").at("own").as_string() == "1", "cookie of the scenario");
    check(http().cookie("theme") == "dark", "cookie by name");
    http().clear_cookies();
    auto none = co_await http().get("/cookies").name("none");
    check(none.json().at("cookies").size() == 0, "cookies are forgotten");
    http().new_visit();
    auto again = co_await http().get("/cookies").name("again");
    check(none.reused() && !again.reused(), "a new visit connects anew");
    stop();
  }
  task<> digest() {
    auto first =
        co_await http().get("/digest-auth/auth/ann/secret").digest("ann", "secret").name("first");
    check(first.status() == 200, "digest");
    auto second =
        co_await http().get("/digest-auth/auth/ann/secret").digest("ann", "secret").name("second");
    check(second.status() == 200, "digest with the nonce kept");
    auto wrong = co_await http()
                     .get("/digest-auth/auth/ann/secret")
                     .digest("bob", "x")
                     .accept_status(401)
                     .name("wrong");
    check(wrong.status() == 401, "wrong password");
    stop();
  }
  task<> encodings() {
    for (const std::string kind : {"gzip", "deflate", "brotli"}) {
      auto page = co_await http().get("/" + kind).name(kind);
      const bool decoded = kind == "gzip"      ? page.json().at("gzipped").as_bool()
                           : kind == "deflate" ? page.json().at("deflated").as_bool()
                                               : page.json().at("brotli").as_bool();
      check(decoded, kind);
      check(!page.header("content-encoding").empty(), "the header stays");
    }
    stop();
  }
  task<> bodies() {
    auto part = co_await http().get("/range/100").range(10, 19).name("range");
    check(part.status() == 206 && part.text() == "klmnopqrst", "range");
    auto none = co_await http().get("/range/100").range(200, 300).accept_status(416).name("416");
    check(none.status() == 416, "range outside");
    auto lines = co_await http().get("/stream/3").name("stream");
    check(lines.status() == 200 && lines.text().ends_with("}\n"), "stream");
    auto form =
        co_await http()
            .post("/post")
            .multipart(
                multipart().field("title", "ein Bild").file("picture", "picture.txt", "text/plain"))
            .name("multipart");
    check(form.json().at("form").at("title").as_string() == "ein Bild", "field of a form");
    check(form.json().at("files").at("picture").as_string() == "from a file", "file of a form");
    auto file = co_await http().put("/put").body_file("picture.txt", "text/plain").name("file");
    check(file.json().at("data").as_string() == "from a file", "body from a file");
    auto head = co_await http().head("/get").name("head");
    check(head.status() == 200 && head.text().empty(), "head");
    stop();
  }
  task<> statuses() {
    auto fine = co_await http().get("/status/404").accept_status(404).name("accepted");
    check(fine.status() == 404, "accepted");
    auto strict = co_await http().get("/status/204").fail_above(199).name("strict");
    check(strict.status() == 204, "strict");
    stop();
  }
  task<> cache() {
    auto first = co_await http().get("/cache/60").name("cached");
    auto second = co_await http().get("/cache/60").name("cached");
    check(!first.from_cache() && second.from_cache(), "fresh answers are kept");
    check(first.text() == second.text(), "the same body");
    auto tagged = co_await http().get("/etag/abc").name("etag");
    auto again = co_await http().get("/etag/abc").name("etag");
    check(again.status() == 200 && again.text() == tagged.text(), "304 brings the kept body");
    http().clear_cache();
    auto third = co_await http().get("/cache/60").name("cached");
    check(!third.from_cache(), "the cache is forgotten");
    stop();
  }
  task<> upload() {
    auto page = co_await http()
                    .post(told("WHERE"))
                    .multipart(multipart().file("large", "large.bin"))
                    .expect_continue()
                    .name("upload");
    check(page.status() == 200, "upload");
    stop();
  }
  task<> wrong_option() {
    auto page = co_await http().get("/get").redirects(1000).name("wrong");
    check(page.ok(), "never here");
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<visitor>("Redirects").task("t", &visitor::redirects);
  s.user<visitor>("Endless").task("t", &visitor::endless);
  s.user<visitor>("Forbidden").task("t", &visitor::forbidden);
  s.user<visitor>("Cookies").task("t", &visitor::cookies);
  s.user<visitor>("Digest").task("t", &visitor::digest);
  s.user<visitor>("Encodings").task("t", &visitor::encodings);
  s.user<visitor>("Bodies").task("t", &visitor::bodies);
  s.user<visitor>("Statuses").task("t", &visitor::statuses);
  s.user<visitor>("Cache").task("t", &visitor::cache);
  s.user<visitor>("Upload").task("t", &visitor::upload);
  s.user<visitor>("WrongOption").task("t", &visitor::wrong_option);
}

// What goes on behind one call of the plugin while something goes wrong after N: redirects, bodies
// that ask first, uploads, authentication, tokens, the cache.
#include "tests/unit/http/journey.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace veriload::http_plugin::test;

namespace {

// A file to upload, larger than what is read at once.
struct uploaded_file {
  uploaded_file() {
    char made[] = "/tmp/veriload-after-n-XXXXXX";
    folder = ::mkdtemp(made);
    path = folder + "/body";
    std::ofstream(path, std::ios::binary) << std::string(300'000, 'x');
  }
  ~uploaded_file() { std::filesystem::remove_all(folder); }
  std::string folder, path;
};

const uploaded_file& file() {
  static const uploaded_file made;
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(after_n_behind_one_call)

BOOST_AUTO_TEST_CASE(redirects_are_followed_to_their_end) {
  survives(R"({"redirects": {"max": 3}})", [](journey& on) {
    on.all_succeed = false;  // one of them leads around
    on.call("GET", "/moved");
    on.call("POST", "/away", "body");
    on.call("GET", "/around");
    on.call("GET", "/cookie");
  });
}

BOOST_AUTO_TEST_CASE(redirects_wait_for_a_free_connection_too) {
  survives(R"({"max_connections_per_user": 1, "redirects": {"max": 3}})", [](journey& on) {
    on.call("GET", "/away");
    on.call("GET", "/cookie");
    on.call("GET", "/ok");
  });
}

BOOST_AUTO_TEST_CASE(a_body_is_sent_after_the_servers_100_only) {
  survives(R"({"expect_continue_above_bytes": 3})", [](journey& on) {
    on.call("POST", "/ok", "0123456789", [&on] { on.call("PUT", "/pieces", "0123456789"); });
    on.call("PUT", "/refused", "0123456789");
  });
}

BOOST_AUTO_TEST_CASE(a_body_is_sent_without_the_100_after_a_while) {
  survives("{}", [](journey& on) {
    on.call_with("expect_continue", "true", "POST", "/stubborn", "0123456789");
  });
}

BOOST_AUTO_TEST_CASE(a_body_from_a_file_is_read_while_it_is_sent) {
  BOOST_TEST(survives("{}", [](journey& on) {
               on.upload("/ok", file().path);
               on.upload("/moved", file().path);
             }) > 6);
}

BOOST_AUTO_TEST_CASE(a_challenge_is_answered) {
  survives("{}", [](journey& on) {
    on.call_with("digest", "ann:secret", "GET", "/guarded", "",
                 [&on] { on.call_with("digest", "ann:secret", "POST", "/guarded", "body"); });
  });
}

constexpr const char* with_tokens =
    R"({"auth": {"token_url": "http://id/token", "client_id": "a", "client_secret": "b"}})";

BOOST_AUTO_TEST_CASE(calls_wait_for_one_token) {
  BOOST_TEST(survives(with_tokens, [](journey& on) {
               on.call("GET", "/bearer");
               on.call("POST", "/bearer", "body", [&on] { on.call("GET", "/bearer"); });
               on.call("GET", "/away");
             }) > 8);
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_replaced) {
  survives(with_tokens, [](journey& on) {
    on.call("GET", "/second");
    on.call("POST", "/second", "body", [&on] { on.call("GET", "/bearer"); });
  });
}

BOOST_AUTO_TEST_CASE(a_refused_refresh_is_followed_by_the_grant_and_that_by_a_failure) {
  survives(with_tokens, [](journey& on) {
    on.all_succeed = false;
    on.call("GET", "/second", "", [&on] {
      on.call("GET", "/guarded", "",
              [&on] { on.call("GET", "/guarded", "", [&on] { on.call("GET", "/bearer"); }); });
    });
  });
}

BOOST_AUTO_TEST_CASE(a_token_that_does_not_come_is_given_up) {
  survives(with_tokens, [](journey& on) {
    on.all_succeed = false;
    on.host.network.dial_hangs = true;
    on.call("GET", "/bearer", "", {}, 1'000'000'000);
    on.call("GET", "/bearer");
  });
}

BOOST_AUTO_TEST_CASE(a_shared_token_is_waited_for) {
  survives(
      R"({"max_connections_per_user": 1, "auth": {"shared": true,
          "token_url": "http://id/token", "client_id": "a", "client_secret": "b"}})",
      [](journey& on) {
        on.call("GET", "/second");
        on.call("GET", "/bearer", "", [&on] { on.call("GET", "/moved"); });
      });
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_kept_is_given_again) {
  survives(R"({"cache": true})", [](journey& on) {
    on.call("GET", "/cached", "",
            [&on] { on.call("GET", "/cached", "", [&on] { on.call("GET", "/ok"); }); });
  });
}

BOOST_AUTO_TEST_SUITE_END()

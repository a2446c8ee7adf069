// Connections that the users of a worker share, and limits of connections per host.
#include "plugins/http/shared_lines.hpp"

#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

constexpr vl_ns second = 1'000'000'000;

settings pooled(std::uint32_t per_host = UINT32_MAX) {
  settings chosen = scene_settings();
  chosen.shares_connections = true;
  chosen.max_per_host = per_host;
  return chosen;
}

// Three users of one worker. The peer answers when it is told to.
struct pool_scene : scene {
  std::vector<std::unique_ptr<session>> users;

  explicit pool_scene(settings chosen = pooled()) : scene(std::move(chosen)) {
    for (int i = 0; i < 3; ++i)
      users.push_back(std::make_unique<session>(shared, shared.standard));
  }

  void start_as(std::size_t who, pending_call& c, std::string_view target,
                std::string_view verb = "GET") {
    std::swap(user, users[who]);
    start(c, verb, target);
    std::swap(user, users[who]);
  }
  /// Cancels what is still on its way.
  void end(std::initializer_list<pending_call*> calls) {
    for (pending_call* c : calls) {
      for (const auto& one : users)
        if (!c->done()) one->cancel(c->op);
    }
    host.settle();
    for (const pending_call* c : calls)
      BOOST_TEST(c->done());
  }
  void perform_as(std::size_t who, pending_call& c, std::string_view target) {
    start_as(who, c, target);
    host.settle();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(shared_lines_suite)

BOOST_AUTO_TEST_CASE(users_go_over_the_connection_that_another_left) {
  pool_scene s;
  s.answer_with(ok_answer);
  pending_call a, b;
  s.perform_as(0, a, "/a");
  BOOST_TEST(s.users[0]->connections() == 0u);  // it is nobody's while it is idle
  s.users[0].reset();                           // and stays when the user ends
  s.perform_as(1, b, "/b");
  BOOST_TEST(b.reply.code == 200);
  BOOST_TEST((a.reply.flags & VL_REPLY_REUSED) == 0u);
  BOOST_TEST((b.reply.flags & VL_REPLY_REUSED) != 0u);
  BOOST_TEST(s.host.streams() == 1u);
  BOOST_TEST(b.reply.bytes_out < s.host.stream(0).received.size());
}

BOOST_AUTO_TEST_CASE(without_a_pool_each_user_has_its_own) {
  pool_scene s{scene_settings()};
  s.answer_with(ok_answer);
  pending_call a, b;
  s.perform_as(0, a, "/a");
  s.perform_as(1, b, "/b");
  BOOST_TEST(s.host.streams() == 2u);
}

BOOST_AUTO_TEST_CASE(users_wait_for_a_connection_in_order) {
  pool_scene s{pooled(1)};
  pending_call calls[4];
  std::string order;
  for (std::size_t i = 0; i < 4; ++i) {
    calls[i].then = [&order, i] { order += static_cast<char>('0' + i); };
    s.start_as(i % 3, calls[i], "/x");
  }
  s.host.settle();
  BOOST_TEST(s.host.streams() == 1u);
  for (int i = 0; i < 4; ++i) {
    BOOST_TEST(count_requests(s.host.stream(0).received) == i + 1);
    s.host.stream(0).send(ok_answer);
    s.host.settle();
  }
  BOOST_TEST(order == "0123");
  BOOST_TEST(s.host.streams() == 1u);
  for (const pending_call& c : calls)
    BOOST_TEST(!c.inside);
}

BOOST_AUTO_TEST_CASE(who_comes_later_does_not_overtake_who_waits) {
  pool_scene s{pooled(1)};
  pending_call a, b, c;
  s.start_as(0, a, "/a");
  s.start_as(1, b, "/b");
  s.host.settle();
  a.then = [&] { s.start_as(0, c, "/c"); };  // the same user asks again at once
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(s.host.stream(0).received.find("GET /api/c") == std::string::npos);
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(b.done());
  BOOST_TEST(!c.done());
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(c.done());
}

BOOST_AUTO_TEST_CASE(hosts_have_limits_of_their_own) {
  pool_scene s{pooled(1)};
  pending_call a, b, c;
  s.start_as(0, a, "/a");
  s.start_as(0, b, "http://other/b");
  s.start_as(1, c, "http://OTHER:80/c");
  s.host.settle();
  BOOST_TEST(s.host.streams() == 2u);
  s.host.stream(1).send(ok_answer);
  s.host.settle();
  BOOST_TEST(b.done());
  BOOST_TEST(s.host.stream(1).received.find("GET /c") != std::string::npos);
  s.end({&a, &b, &c});
}

BOOST_AUTO_TEST_CASE(the_limit_of_a_user_holds_beside_that_of_the_host) {
  settings chosen = pooled(5);
  chosen.max_connections = 1;
  pool_scene s{chosen};
  pending_call a, b, c;
  s.start_as(0, a, "/a");
  s.start_as(0, b, "/b");
  s.start_as(1, c, "/c");
  s.host.settle();
  BOOST_TEST(s.host.streams() == 2u);
  s.host.stream(1).send(ok_answer);
  s.host.settle();
  BOOST_TEST(c.done());
  BOOST_TEST(s.users[0]->connections() == 1u);
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(a.done());
  BOOST_TEST(s.users[0]->connections() == 1u);  // b is on its way
  BOOST_TEST(s.host.streams() == 2u);
  s.end({&a, &b, &c});
}

BOOST_AUTO_TEST_CASE(a_wait_ends_with_the_timeout_of_the_call) {
  pool_scene s{pooled(1)};
  pending_call a, b;
  b.call.timeout = 2 * second;
  s.start_as(0, a, "/a");
  s.start_as(1, b, "/b");
  s.host.all.advance(3 * second);
  BOOST_TEST(b.result.status == VL_E_TIMEOUT);
  BOOST_TEST(b.error() ==
             "no free connection to sut:8080 within 2 s, http.max_connections_per_host is 1");
  BOOST_TEST(!a.done());
  s.end({&a, &b});
}

BOOST_AUTO_TEST_CASE(a_waiting_call_can_be_cancelled_and_leaves_the_others_in_order) {
  pool_scene s{pooled(1)};
  pending_call a, b, c;
  s.start_as(0, a, "/a");
  s.start_as(1, b, "/b");
  s.start_as(2, c, "/c");
  s.host.settle();
  BOOST_TEST(s.users[1]->cancel(b.op) == VL_OK);
  s.host.settle();
  BOOST_TEST(b.result.status == VL_E_CANCELED);
  BOOST_TEST(b.error() == "canceled while waiting for a free connection");
  s.users[1].reset();
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(c.reply.code == 200);
}

BOOST_AUTO_TEST_CASE(a_failed_dial_gives_the_next_one_its_turn) {
  pool_scene s{pooled(1)};
  s.answer_with(ok_answer);
  s.host.dials = {{VL_E_CONNECT, 111, 0}, {VL_E_CONNECT, 111, 0}};
  pending_call a, b, c;
  s.start_as(0, a, "/a");
  s.start_as(1, b, "/b");
  s.start_as(2, c, "/c");
  s.host.settle();
  BOOST_TEST(a.result.status == VL_E_CONNECT);
  BOOST_TEST(b.result.status == VL_E_CONNECT);
  BOOST_TEST(c.reply.code == 200);
}

BOOST_AUTO_TEST_CASE(a_shared_connection_that_ended_while_idle_is_let_go) {
  pool_scene s{pooled(1)};
  s.answer_with(ok_answer);
  pending_call a, b;
  s.perform_as(0, a, "/a");
  s.host.stream(0).end();
  s.host.settle();
  BOOST_TEST(s.host.open_streams() == 0u);
  s.perform_as(1, b, "/b");
  BOOST_TEST(b.reply.code == 200);
  s.host.stream(1).send("what nobody asked for");
  s.host.settle();
  BOOST_TEST(s.host.open_streams() == 0u);
  BOOST_TEST(s.shared.stray == 1u);
}

BOOST_AUTO_TEST_CASE(a_shared_connection_that_died_is_replaced_for_another_user) {
  pool_scene s{pooled(2)};
  s.answer_with(ok_answer);
  pending_call a, b, c;
  s.start_as(0, a, "/a");
  s.start_as(1, b, "/b");
  s.host.settle();
  // Both are idle and dead: the second attempt makes room for a new one.
  s.host.on_bytes = [&](fake_stream& stream) {
    if (s.host.streams() == 2) return stream.reset();
    stream.send(ok_answer);
  };
  s.perform_as(2, c, "/c");
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(s.host.streams() == 3u);
  BOOST_TEST(s.host.open_streams() <= 2u);
}

BOOST_AUTO_TEST_CASE(other_tls_settings_are_other_connections) {
  settings chosen = pooled();
  chosen.base = base_url{"https://sut/api", "/api"};
  pool_scene s{chosen};
  s.answer_with(ok_answer);
  settings blind = chosen;
  blind.tls.verify = false;
  profile same{chosen, &s.shared}, other{blind, &s.shared};
  s.users[1] = std::make_unique<session>(s.shared, same);
  s.users[2] = std::make_unique<session>(s.shared, other);
  pending_call a, b, c;
  s.perform_as(0, a, "/a");
  s.perform_as(1, b, "/b");
  BOOST_TEST(s.host.streams() == 1u);
  s.perform_as(2, c, "/c");
  BOOST_TEST(s.host.streams() == 2u);
  s.users.clear();
}

BOOST_AUTO_TEST_CASE(users_with_a_certificate_of_their_own_share_nothing) {
  settings chosen = pooled();
  chosen.base = base_url{"https://sut/api", "/api"};
  chosen.tls.client_certificate = "{user_index}.pem";
  pool_scene s{chosen};
  s.answer_with(ok_answer);
  pending_call calls[2];
  for (std::size_t i = 0; i < 2; ++i) {
    failure why;
    BOOST_REQUIRE(s.users[i]->open_own_tls({i, ""}, why));
    s.perform_as(i, calls[i], "/x");
    BOOST_TEST(calls[i].reply.code == 200);
  }
  BOOST_TEST(s.host.streams() == 2u);
  BOOST_TEST(s.users[0]->connections() == 1u);
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_not_used_after_its_time) {
  for (const bool shares : {false, true}) {
    BOOST_TEST_CONTEXT("shared: " << shares) {
      settings chosen = pooled();
      chosen.shares_connections = shares;
      chosen.idle_timeout = 5 * second;
      pool_scene s{chosen};
      s.answer_with(ok_answer);
      pending_call a, b, c;
      s.perform_as(0, a, "/a");
      s.host.time += 4 * second;
      s.perform_as(0, b, "/b");
      BOOST_TEST(s.host.streams() == 1u);
      s.host.time += 6 * second;
      s.perform_as(0, c, "/c");
      BOOST_TEST(c.reply.code == 200);
      BOOST_TEST(s.host.streams() == 2u);
      BOOST_TEST(s.host.open_streams() == 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_closed_in_the_end) {
  for (const bool shares : {false, true}) {
    BOOST_TEST_CONTEXT("shared: " << shares) {
      settings chosen = pooled();
      chosen.shares_connections = shares;
      chosen.idle_timeout = 40 * second;  // longer than the deadline that stands from the call
      pool_scene s{chosen};
      s.answer_with(ok_answer);
      pending_call a;
      s.perform_as(0, a, "/a");
      s.host.all.advance(39 * second);
      BOOST_TEST(s.host.open_streams() == 1u);
      s.host.all.advance(2 * second);
      BOOST_TEST(s.host.open_streams() == 0u);
      BOOST_TEST(s.users[0]->connections() == 0u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_user_has_a_limit_per_host_without_a_pool_too) {
  settings chosen = scene_settings();
  chosen.max_per_host = 1;
  pool_scene s{chosen};
  pending_call a, b, c, d;
  s.start_as(0, a, "/a");
  s.start_as(0, b, "/b");
  s.start_as(0, c, "http://other/c");  // does not wait behind b
  s.start_as(1, d, "/d");              // another user's limit
  s.host.settle();
  BOOST_TEST(s.host.streams() == 3u);
  s.host.stream(1).send(ok_answer);
  s.host.settle();
  BOOST_TEST(c.done());
  BOOST_TEST(!b.done());
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(a.done());
  s.host.stream(0).send(ok_answer);
  s.host.settle();
  BOOST_TEST(b.reply.code == 200);
  BOOST_TEST(s.host.streams() == 3u);
  s.end({&a, &b, &c, &d});
}

BOOST_AUTO_TEST_CASE(a_call_for_another_host_passes_one_that_waits_for_its_host) {
  settings chosen = scene_settings();
  chosen.max_per_host = 1;
  chosen.max_connections = 2;
  pool_scene s{chosen};
  pending_call a, b, c, d;
  s.start_as(0, a, "/a");
  s.start_as(0, b, "http://other/b");
  s.start_as(0, c, "/c");
  s.start_as(0, d, "http://third/d");
  s.host.settle();
  BOOST_TEST(s.host.streams() == 2u);
  s.host.stream(1).send(ok_answer);  // b is answered; its idle connection makes room for d
  s.host.settle();
  BOOST_TEST(s.host.streams() == 3u);
  BOOST_TEST(s.host.stream(2).target == "third:80");
  BOOST_TEST(!c.done());
  s.end({&a, &b, &c, &d});
}

BOOST_AUTO_TEST_CASE(close_idle_leaves_what_others_use_alone) {
  pool_scene s;
  s.answer_with(ok_answer);
  pending_call a;
  s.perform_as(0, a, "/a");
  s.users[0]->close_idle();
  BOOST_TEST(s.host.open_streams() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

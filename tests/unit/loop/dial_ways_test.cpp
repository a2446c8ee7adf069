#include "core/loop/dial_route.hpp"

#include "tests/unit/loop/tls_server.hpp"

#include <sys/un.h>

#include <functional>
#include <optional>
#include <vector>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;
using namespace std::string_literals;

namespace {

/// Runs one dial; `meanwhile` plays the other side.
struct attempt {
  attempt(
      reactor& of, const vl_dial& dial, const std::function<void()>& meanwhile = [] {})
      : loop(of) {
    op.then = [this] { reason = loop.reasons().text(); };
    started = loop.dial(dial, &made, op);
    if (started != VL_PENDING) return;
    run_until(loop, [&] {
      meanwhile();
      return op.done();
    });
  }
  ~attempt() {
    if (made != nullptr) stream::from(made).close();
  }
  std::string peer() const {
    vl_stream_info info{};
    info.struct_size = sizeof info;
    BOOST_REQUIRE(stream::from(made).info(info) == VL_OK);
    return {info.peer.ptr, info.peer.len};
  }

  reactor& loop;
  vl_stream* made = nullptr;
  recorded_op op;
  std::string reason;
  vl_status started;
};

class unix_listener {
 public:
  explicit unix_listener(std::string name, int backlog = 16)
      : path(authority().file(name)), fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    BOOST_REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    BOOST_REQUIRE(::listen(fd_, backlog) == 0);
  }
  ~unix_listener() { ::close(fd_); }
  peer_socket accept() const { return peer_socket(::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)); }

  const std::string path;

 private:
  int fd_;
};

vl_dial unix_dial(const std::string& path) {
  vl_dial dial{};
  dial.struct_size = sizeof dial;
  dial.unix_path = str(path);
  return dial;
}

std::string address_of(int fd) {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  BOOST_REQUIRE(::getpeername(fd, reinterpret_cast<sockaddr*>(&at), &size) == 0);
  char text[socket_address::text_room];
  const auto address = socket_address::from(reinterpret_cast<sockaddr*>(&at), size);
  const std::size_t length = address->write_text(text);
  return std::string(text, length).substr(0, std::string(text, length).find(':'));
}

/// A proxy whose answers the test wrote down: each is sent after something came.
struct scripted_proxy {
  explicit scripted_proxy(std::vector<std::string> all) : answers(std::move(all)) {}

  void turn() {
    if (!peer) peer.emplace(server.accept());
    std::string text(4096, '\0');
    const ssize_t n = ::recv(peer->fd(), text.data(), text.size(), MSG_DONTWAIT);
    if (n <= 0) return;
    heard.push_back(text.substr(0, static_cast<std::size_t>(n)));
    if (next < answers.size()) peer->send(answers[next++]);
  }
  std::string url(const std::string& scheme) const {
    return scheme + "127.0.0.1:" + std::to_string(server.port());
  }

  listener server;
  std::vector<std::string> answers;
  std::optional<peer_socket> peer;
  std::vector<std::string> heard;
  std::size_t next = 0;
};

struct overriding {
  network_settings network;
  offload_pool pool;
  reactor_settings settings;

  overriding() {
    settings.network = &network;
    settings.pool = &pool;
    settings.lookup = [](const char*, address_list&) noexcept { return -2; };
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(dial_ways_suite)

BOOST_AUTO_TEST_CASE(a_unix_socket_is_dialled_by_its_path) {
  for (const std::string& name : {"a"s, std::string(70, 'b')}) {
    unix_listener server(name);
    reactor loop({});
    attempt a(loop, unix_dial(server.path));
    BOOST_REQUIRE(a.op.result.status == VL_OK);
    BOOST_TEST(a.peer() == "unix:" + server.path);
    const peer_socket peer = server.accept();
    recorded_reader heard;
    stream::from(a.made).read_start(heard.reader());
    peer.send("hi");
    run_until(loop, [&] { return heard.text == "hi"; });
  }
}

BOOST_AUTO_TEST_CASE(a_unix_socket_must_be_listed_there_and_have_a_listener) {
  unix_listener server("listed");
  const base::host_rules rules({"unix:" + server.path, "unix:/no/such"});
  reactor_settings settings;
  settings.allowed = &rules;
  reactor loop(settings);
  BOOST_TEST(attempt(loop, unix_dial(server.path)).op.result.status == VL_OK);
  const attempt other(loop, unix_dial(server.path + "x"));
  BOOST_TEST(other.op.result.status == VL_E_BLOCKED);
  BOOST_TEST(other.reason == "unix:" + server.path + "x is not in safety.allowed_hosts");
  const attempt none(loop, unix_dial("/no/such"));
  BOOST_TEST(none.op.result.status == VL_E_CONNECT);
  BOOST_TEST(none.op.result.native == ENOENT);
  BOOST_TEST(attempt(loop, unix_dial("/" + std::string(200, 'x'))).started == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(a_full_queue_of_a_unix_socket_is_waited_for_until_the_deadline) {
  unix_listener server("full", 0);
  reactor loop({});
  const attempt first(loop, unix_dial(server.path));
  vl_dial late = unix_dial(server.path);
  late.deadline = loop.now() + 20 * base::millisecond;
  BOOST_TEST(attempt(loop, late).op.result.status == VL_E_TIMEOUT);
  recorded_op op;
  vl_stream* made = nullptr;
  const vl_dial patient = unix_dial(server.path);
  BOOST_REQUIRE(loop.dial(patient, &made, op) == VL_PENDING);
  turn(loop);
  BOOST_TEST(!op.done());
  const peer_socket taken = server.accept();
  run_until(loop, [&] { return op.done(); });
  BOOST_TEST(op.result.status == VL_OK);
  stream::from(made).close();
}

BOOST_AUTO_TEST_CASE(source_addresses_are_used_in_turn_and_a_dial_may_name_its_own) {
  listener server;
  network_settings network;
  network.sources = {*socket_address::parse("127.0.0.2"), *socket_address::parse("::1"),
                     *socket_address::parse("127.0.0.3")};
  reactor_settings settings;
  settings.network = &network;
  reactor loop(settings);
  for (const char* wanted : {"127.0.0.2", "127.0.0.3", "127.0.0.2"}) {
    attempt a(loop, dial_to(server.port()));
    BOOST_REQUIRE(a.op.result.status == VL_OK);
    BOOST_TEST(address_of(server.accept().fd()) == wanted);
  }
  vl_dial own = dial_to(server.port());
  own.source = str("127.0.0.9");
  attempt a(loop, own);
  BOOST_TEST(address_of(server.accept().fd()) == "127.0.0.9");
}

BOOST_AUTO_TEST_CASE(a_source_address_that_cannot_be_used_is_told) {
  listener server;
  reactor loop({});
  vl_dial dial = dial_to(server.port());
  dial.source = str("192.0.2.1");
  const attempt foreign(loop, dial);
  BOOST_TEST(foreign.op.result.status == VL_E_CONNECT);
  BOOST_TEST(foreign.op.result.native == EADDRNOTAVAIL);
  BOOST_TEST(foreign.reason == "source address 192.0.2.1 is not an address of this machine");
  dial.source = str("::1");
  BOOST_TEST(attempt(loop, dial).reason == "no source address is an IPv4 address");
  dial.source = str("nonsense");
  BOOST_TEST(attempt(loop, dial).started == VL_E_INVALID);
}

BOOST_FIXTURE_TEST_CASE(an_override_answers_for_the_name_and_both_must_be_allowed, overriding) {
  listener server;
  network.hosts["shop.test"].addresses.add(*socket_address::parse("127.0.0.1"));
  const base::host_rules by_name({"shop.test"}), by_range({"shop.test", "10.0.0.0/8"}), none({});
  for (const auto& [rules, status] :
       {std::pair{&by_name, VL_OK}, {&by_range, VL_E_BLOCKED}, {&none, VL_E_BLOCKED}}) {
    settings.allowed = rules;
    reactor loop(settings);
    const attempt a(loop, dial_to(server.port(), "SHOP.test."));
    BOOST_TEST((a.started == VL_PENDING ? a.op.result.status : a.started) == status);
  }
}

BOOST_FIXTURE_TEST_CASE(an_override_may_lead_to_a_unix_socket, overriding) {
  unix_listener server("override");
  network.hosts["shop.test"].unix_path = server.path;
  const base::host_rules both({"shop.test", "unix:*"}), name_only({"shop.test"}),
      path_only({"unix:*"});
  settings.allowed = &both;
  reactor loop(settings);
  attempt a(loop, dial_to(80, "shop.test"));
  BOOST_REQUIRE(a.op.result.status == VL_OK);
  BOOST_TEST(a.peer() == "unix:" + server.path);
  for (const base::host_rules* rules : {&name_only, &path_only}) {
    settings.allowed = rules;
    reactor other(settings);
    const attempt blocked(other, dial_to(80, "shop.test"));
    const bool at_once = blocked.started != VL_PENDING;
    BOOST_TEST((at_once ? blocked.started : blocked.op.result.status) == VL_E_BLOCKED);
  }
}

BOOST_AUTO_TEST_CASE(a_tunnel_of_connect_leads_on_and_what_stands_behind_is_the_readers) {
  scripted_proxy proxy({"HTTP/1.1 200 OK\r\n\r\n220 ready"});
  reactor loop({});
  const std::string url = proxy.url("http://");
  vl_dial dial = dial_to(25, "mail.test");
  dial.proxy = str(url);
  attempt a(loop, dial, [&] { proxy.turn(); });
  BOOST_REQUIRE_MESSAGE(a.op.result.status == VL_OK, a.reason);
  BOOST_TEST(proxy.heard.front() == "CONNECT mail.test:25 HTTP/1.1\r\nHost: mail.test:25\r\n\r\n");
  BOOST_TEST(a.peer() == "127.0.0.1:" + std::to_string(proxy.server.port()));
  recorded_reader heard;
  stream::from(a.made).read_start(heard.reader());
  run_until(loop, [&] { return heard.text == "220 ready"; });
}

BOOST_FIXTURE_TEST_CASE(a_tunnel_of_socks_is_made_in_its_steps, overriding) {
  network.hosts["shop.test"].addresses.add(*socket_address::parse("10.1.2.3"));
  reactor loop(settings);
  for (const bool by_name : {false, true}) {
    scripted_proxy proxy({"\x05\x02"s, "\x01\x00"s, "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"s});
    const std::string url = proxy.url(by_name ? "socks5h://me:pw@" : "socks5://me:pw@");
    vl_dial dial = dial_to(80, by_name ? "other.test" : "shop.test");
    dial.proxy = str(url);
    attempt a(loop, dial, [&] { proxy.turn(); });
    BOOST_REQUIRE_MESSAGE(a.op.result.status == VL_OK, a.reason);
    BOOST_REQUIRE(proxy.heard.size() == 3U);
    BOOST_TEST(proxy.heard[1] == "\x01\x02me\x02pw"s);
    BOOST_TEST(proxy.heard[2] == (by_name ? "\x05\x01\x00\x03\x0aother.test\x00\x50"s
                                          : "\x05\x01\x00\x01\x0a\x01\x02\x03\x00\x50"s));
  }
}

BOOST_AUTO_TEST_CASE(failures_of_a_tunnel_are_told_in_words) {
  reactor loop({});
  const auto reason_of = [&](std::vector<std::string> answers, bool hang_up) {
    scripted_proxy proxy(std::move(answers));
    const std::string url = proxy.url("http://");
    vl_dial dial = dial_to(80, "shop.test", loop.now() + 100 * base::millisecond);
    dial.proxy = str(url);
    const attempt a(loop, dial, [&] {
      proxy.turn();
      if (hang_up && !proxy.heard.empty()) proxy.peer->close();
    });
    BOOST_TEST(a.op.result.status != VL_OK);
    BOOST_TEST(loop.counters().open_streams == 0U);
    const std::string name = "proxy 127.0.0.1:" + std::to_string(proxy.server.port()) + " ";
    BOOST_TEST(a.reason.starts_with(name));
    return a.reason.substr(std::min(name.size(), a.reason.size()));
  };
  BOOST_TEST(reason_of({"HTTP/1.1 502 Bad Gateway\r\n\r\n"}, false) == "answered 502 Bad Gateway");
  BOOST_TEST(reason_of({}, true) == "closed the connection");
  BOOST_TEST(reason_of({"HTTP/1.1 200"}, false) == "did not answer in time");
}

BOOST_AUTO_TEST_CASE(a_proxy_that_refuses_the_connect_is_named) {
  std::string url;
  {
    listener gone;
    url = "http://127.0.0.1:" + std::to_string(gone.port());
  }
  reactor loop({});
  vl_dial dial = dial_to(80, "shop.test");
  dial.proxy = str(url);
  const attempt a(loop, dial);
  BOOST_TEST(a.op.result.native == ECONNREFUSED);
  BOOST_TEST(a.reason == "cannot connect to the proxy " + url.substr(7) + ": Connection refused");
}

BOOST_FIXTURE_TEST_CASE(the_proxy_of_the_configuration_is_the_default_and_hosts_may_be_exempt,
                        overriding) {
  scripted_proxy proxy({"HTTP/1.1 200 OK\r\n\r\n"});
  listener server;
  network.through = parse_proxy(proxy.url("http://"));
  network.direct.emplace(std::vector<std::string>{"127.0.0.0/8"});
  const base::host_rules rules({"127.0.0.1", "shop.test"}), no_proxy_host({"shop.test"});
  settings.allowed = &rules;
  reactor loop(settings);
  const attempt direct(loop, dial_to(server.port()));
  BOOST_TEST(direct.op.result.status == VL_OK);
  const attempt through(loop, dial_to(80, "shop.test"), [&] { proxy.turn(); });
  BOOST_TEST(through.op.result.status == VL_OK);
  settings.allowed = &no_proxy_host;
  reactor strict(settings);
  const attempt blocked(strict, dial_to(80, "shop.test"));
  BOOST_TEST(blocked.op.result.status == VL_E_BLOCKED);
  BOOST_TEST(blocked.reason == "proxy 127.0.0.1 is not in safety.allowed_hosts");
}

BOOST_AUTO_TEST_CASE(a_host_that_a_proxy_could_misread_is_refused) {
  reactor loop({});
  for (const std::string& host : {"a\r\nX: y"s, "a b"s, "a/b"s}) {
    vl_dial dial = dial_to(80, host);
    dial.proxy = str("http://127.0.0.1:1");
    BOOST_TEST(attempt(loop, dial).started == VL_E_INVALID);
  }
}

BOOST_AUTO_TEST_CASE(tls_goes_through_a_tunnel_to_the_target) {
  scripted_proxy proxy({"HTTP/1.1 200 OK\r\n\r\n"});
  tls_server server;
  reactor loop({});
  const auto trusted = settings_of(loop, trusting());
  const std::string url = proxy.url("http://");
  secure_dial d(loop, 443, trusted.get());
  d.dial.host = str("shop.test");
  d.dial.proxy = str(url);
  BOOST_REQUIRE(loop.dial(d.dial, &d.out, d.op) == VL_PENDING);
  run_until(loop, [&] {
    if (proxy.heard.empty()) {
      proxy.turn();
      if (!proxy.heard.empty()) d.peer = server.over(std::move(*proxy.peer));
    } else {
      d.peer->turn();
    }
    return d.op.done();
  });
  BOOST_REQUIRE_MESSAGE(d.op.result.status == VL_OK, d.reason);
  BOOST_TEST(d.info().tls > 0);
}

BOOST_AUTO_TEST_SUITE_END()

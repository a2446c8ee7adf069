#include "core/loop/dialer.hpp"

#include "core/base/host_rules.hpp"
#include "tests/unit/loop/loopback_peer.hpp"

#include <netdb.h>
#include <sys/resource.h>

#include <array>
#include <vector>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

/// Runs one dial to its end.
struct dialled {
  dialled(reactor& loop, const vl_dial& dial) : started(loop.dial(dial, &made, op)) {
    if (started == VL_PENDING) run_until(loop, [&] { return op.done(); });
  }
  ~dialled() {
    if (made != nullptr) stream::from(made).close();
  }
  vl_stream* made = nullptr;
  recorded_op op;
  vl_status started;
};

std::uint16_t refusing_port() {
  listener gone;
  return gone.port();
}

address_list list_of(std::initializer_list<const char*> literals) {
  address_list out;
  for (const char* text : literals)
    out.add(*socket_address::parse(text));
  return out;
}

int two_addresses(const char*, address_list& out) noexcept {
  out = list_of({"127.9.9.9", "127.0.0.1"});
  return 0;
}

int no_address(const char*, address_list&) noexcept { return EAI_NONAME; }

/// A listener whose queue is full: a further connect gets no answer.
class silent_listener {
 public:
  silent_listener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    BOOST_REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&at), size) == 0);
    BOOST_REQUIRE(::listen(fd_, 0) == 0);
    BOOST_REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port = ntohs(at.sin_port);
    for (int& filler : fillers_) {
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      static_cast<void>(::connect(filler, reinterpret_cast<sockaddr*>(&at), size));
    }
  }
  ~silent_listener() {
    for (int filler : fillers_)
      ::close(filler);
    ::close(fd_);
  }
  std::uint16_t port = 0;

 private:
  int fd_;
  std::array<int, 3> fillers_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(dialer_suite)

BOOST_AUTO_TEST_CASE(connects_and_says_to_whom_and_how_long_it_took) {
  listener server;
  reactor loop({});
  dialled d(loop, dial_to(server.port()));
  BOOST_TEST(d.op.result.status == VL_OK);
  vl_stream_info info{};
  info.struct_size = sizeof info;
  BOOST_TEST(stream::from(d.made).info(info) == VL_OK);
  BOOST_TEST(std::string(info.peer.ptr, info.peer.len) ==
             "127.0.0.1:" + std::to_string(server.port()));
  BOOST_TEST(info.connect > 0);
  BOOST_TEST(info.dns == 0);
  BOOST_TEST(info.tls == 0);
  BOOST_TEST(loop.counters().open_streams == 1);
}

BOOST_AUTO_TEST_CASE(never_completes_inside_the_start) {
  reactor loop({});
  recorded_op op;
  vl_stream* made = nullptr;
  const vl_dial dial = dial_to(refusing_port());
  BOOST_TEST(loop.dial(dial, &made, op) == VL_PENDING);
  BOOST_TEST(!op.done());
  run_until(loop, [&] { return op.done(); });
  BOOST_TEST(op.completions == 1);
}

BOOST_AUTO_TEST_CASE(a_refused_connect_carries_its_errno_and_leaves_nothing_open) {
  reactor loop({});
  dialled d(loop, dial_to(refusing_port()));
  BOOST_TEST(d.op.result.status == VL_E_CONNECT);
  BOOST_TEST(d.op.result.native == ECONNREFUSED);
  BOOST_TEST(loop.counters().open_streams == 0);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

BOOST_AUTO_TEST_CASE(tries_the_addresses_in_order) {
  listener server;
  offload_pool pool;
  reactor_settings settings;
  settings.pool = &pool;
  settings.lookup = two_addresses;
  reactor loop(settings);
  dialled d(loop, dial_to(server.port(), "shop.test"));
  BOOST_TEST(d.op.result.status == VL_OK);
  vl_stream_info info{};
  info.struct_size = sizeof info;
  stream::from(d.made).info(info);
  BOOST_TEST(std::string_view(info.peer.ptr, 9) == "127.0.0.1");
  BOOST_TEST(info.dns > 0);
}

BOOST_AUTO_TEST_CASE(a_name_without_address_carries_the_eai_code) {
  offload_pool pool;
  reactor_settings settings;
  settings.pool = &pool;
  settings.lookup = no_address;
  reactor loop(settings);
  dialled d(loop, dial_to(80, "shop.test"));
  BOOST_TEST(d.op.result.status == VL_E_DNS);
  BOOST_TEST(d.op.result.native == EAI_NONAME);
}

BOOST_AUTO_TEST_CASE(refuses_wrong_fields_without_pending) {
  reactor loop({});
  vl_dial unknown = dial_to(1);
  unknown.flags = 1U << 20;
  vl_dial short_struct = dial_to(1);
  short_struct.struct_size = 16;
  BOOST_TEST(dialled(loop, dial_to(0)).started == VL_E_INVALID);
  BOOST_TEST(dialled(loop, dial_to(65536)).started == VL_E_INVALID);
  BOOST_TEST(dialled(loop, dial_to(1, "")).started == VL_E_INVALID);
  BOOST_TEST(dialled(loop, unknown).started == VL_E_INVALID);
  BOOST_TEST(dialled(loop, short_struct).started == VL_E_INVALID);
  BOOST_TEST(dialled(loop, dial_to(1, "127.0.0.1", 1)).started == VL_E_TIMEOUT);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_not_listed_is_blocked_by_name) {
  listener server;
  const base::host_rules rules({"shop.test"});
  reactor_settings settings;
  settings.allowed = &rules;
  reactor loop(settings);
  BOOST_TEST(dialled(loop, dial_to(server.port())).started == VL_E_BLOCKED);
}

BOOST_AUTO_TEST_CASE(a_listed_name_does_not_lead_to_an_address_that_is_not) {
  listener server;
  const base::host_rules rules({"shop.test", "127.9.0.0/16"});
  offload_pool pool;
  reactor_settings settings;
  settings.allowed = &rules;
  settings.pool = &pool;
  settings.lookup = [](const char*, address_list& out) noexcept {
    out = list_of({"127.0.0.1"});
    return 0;
  };
  reactor loop(settings);
  dialled d(loop, dial_to(server.port(), "shop.test"));
  BOOST_TEST(d.op.result.status == VL_E_BLOCKED);
  // Not even a packet: nobody is waiting to be accepted.
  BOOST_TEST(loop.counters().open_streams == 0);
}

BOOST_AUTO_TEST_CASE(a_connect_without_answer_ends_at_the_deadline_and_not_before) {
  silent_listener server;
  reactor loop({});
  const ns deadline = loop.now() + 60 * base::millisecond;
  dialled d(loop, dial_to(server.port, "127.0.0.1", deadline));
  BOOST_TEST(d.op.result.status == VL_E_TIMEOUT);
  BOOST_TEST(loop.now() >= deadline);
  BOOST_TEST(loop.counters().open_streams == 0);
}

BOOST_AUTO_TEST_CASE(a_cancelled_dial_completes_once_and_later) {
  silent_listener server;
  reactor loop({});
  recorded_op op;
  vl_stream* made = nullptr;
  const vl_dial dial = dial_to(server.port);
  BOOST_TEST(loop.dial(dial, &made, op) == VL_PENDING);
  BOOST_TEST(loop.cancel(op) == VL_E_INVALID);
  BOOST_TEST(loop.cancel_dial(op) == VL_OK);
  BOOST_TEST(loop.cancel_dial(op) == VL_OK);
  BOOST_TEST(!op.done());
  run_until(loop, [&] { return op.done(); });
  turn(loop);
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_E_CANCELED);
  BOOST_TEST(loop.cancel_dial(op) == VL_E_INVALID);
}

// A dial by name is cut after each number of turns: while the name is looked up, while it connects,
// when it is done.
BOOST_AUTO_TEST_CASE(cut_after_any_number_of_turns_it_completes_once_and_leaves_nothing) {
  listener server;
  offload_pool pool(1);
  reactor_settings settings;
  settings.pool = &pool;
  settings.lookup = two_addresses;
  for (const bool by_end : {false, true}) {
    for (int turns = 0; turns < 8; ++turns) {
      reactor loop(settings);
      recorded_op op, pause;
      vl_stream* made = nullptr;
      const vl_dial dial = dial_to(server.port(), "shop.test");
      BOOST_REQUIRE(loop.dial(dial, &made, op) == VL_PENDING);
      for (int i = 0; i < turns; ++i) {
        loop.sleep_until(loop.now() + base::millisecond / 2, pause);
        run_until(loop, [&] { return pause.completions == i + 1; });
      }
      const bool was_done = op.done();
      if (by_end) {
        loop.end();
      } else {
        BOOST_TEST(loop.cancel_dial(op) == (was_done ? VL_E_INVALID : VL_OK));
        run_until(loop, [&] { return op.done(); });
      }
      BOOST_TEST(op.completions == 1);
      if (!was_done) BOOST_TEST(op.result.status == (by_end ? VL_E_SHUTDOWN : VL_E_CANCELED));
      BOOST_TEST((made != nullptr) == (op.result.status == VL_OK));
      if (made != nullptr) stream::from(made).close();
      BOOST_TEST(loop.counters().open_streams == 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(says_that_the_machine_ran_out_of_descriptors) {
  reactor loop({});
  rlimit before{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none = before;
  none.rlim_cur = 3;
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  dialled d(loop, dial_to(1));
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  BOOST_TEST(d.op.result.status == VL_E_NOMEM);
  BOOST_TEST(d.op.result.native == EMFILE);
}

BOOST_AUTO_TEST_CASE(opens_two_thousand_connections_at_once_and_uses_their_memory_again) {
  constexpr int many = 2000;
  listener server;
  reactor loop({});
  for (int round = 0; round < 2; ++round) {
    std::vector<recorded_op> ops(many);
    std::vector<vl_stream*> made(many);
    int completed = 0;
    for (int i = 0; i < many; ++i) {
      ops[i].then = [&completed] { ++completed; };
      const vl_dial dial = dial_to(server.port());
      BOOST_REQUIRE(loop.dial(dial, &made[i], ops[i]) == VL_PENDING);
    }
    std::vector<peer_socket> peers;
    for (int i = 0; i < many; ++i)
      peers.push_back(server.accept());
    run_until(loop, [&] { return completed == many; });
    BOOST_TEST(loop.counters().open_streams == many);

    std::vector<recorded_reader> readers(many);
    int received = 0;
    for (int i = 0; i < many; ++i) {
      BOOST_REQUIRE(ops[i].result.status == VL_OK);
      readers[i].each = [&received] { ++received; };
      stream::from(made[i]).read_start(readers[i].reader());
      peers[i].send("x");
    }
    run_until(loop, [&] { return received == many; });
    for (vl_stream* one : made)
      stream::from(one).close();
    turn(loop);
    BOOST_TEST(loop.counters().open_streams == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

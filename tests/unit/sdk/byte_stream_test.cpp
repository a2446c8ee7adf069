#include <veriload/byte_stream.hpp>

#include <veriload/spawn.hpp>
#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

constexpr vl_ns second = 1'000'000'000;

// A stream, and a coroutine on it that the test starts.
struct scene {
  fake_host host;
  byte_stream line{fake_loop::table(), fake_network::table(), host.loop.handle()};
  task_slot slot;
  watched_op op;
  std::string message;
  std::string got;

  ~scene() {
    line.close();
    BOOST_TEST(op.broken() == "");
    BOOST_TEST(host.complaints() == std::vector<std::string>(), boost::test_tools::per_element());
  }

  static void keep(void* arg, vl_status, std::string_view, std::string_view message) {
    static_cast<scene*>(arg)->message = message;
  }
  vl_status start(task<> (scene::*work)()) {
    return op.start(
        [&](vl_op* o) { return spawn(slot, o, &keep, this, [&] { return (this->*work)(); }); });
  }
  vl_status run(task<> (scene::*work)()) {
    start(work);
    host.run_until_idle();
    return op.status();
  }
  void cancel() {
    op.during([&] { line.cancel(); });
  }

  task<> ask() {
    co_await line.connect("sut", 7000, line.now() + 2 * second);
    co_await line.write("PING\n", line.now() + 2 * second);
    got = co_await line.read_line(64, line.now() + 2 * second);
  }
  task<> write_only() {
    co_await line.connect("sut", 7000, 0);
    co_await line.write("PING\n", line.now() + 2 * second);
  }
  task<> read_three() {
    for (int i = 0; i < 3; ++i) {
      std::string text = co_await line.read_line(64, 0);
      got += text + ";";
    }
  }
  task<> read_unconnected() { got = co_await line.read_line(64, 0); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(byte_streams, scene)

BOOST_AUTO_TEST_CASE(sends_and_reads_lines) {
  host.network.peers = {peer_script().expect("PING\n").send("PONG\n", 1)};
  BOOST_TEST(run(&scene::ask) == VL_OK);
  BOOST_TEST(got == "PONG");
  BOOST_TEST(host.network.stream(0).deadline == 0);
}

BOOST_AUTO_TEST_CASE(a_dial_that_fails_says_so_in_the_hosts_words) {
  host.network.dials = {vl_result{VL_E_CONNECT, 111, 0}};
  host.network.reason = "connection refused";
  BOOST_TEST(run(&scene::ask) == VL_E_CONNECT);
  BOOST_TEST(message == "connect: connection refused");
  BOOST_TEST(!line.is_open());
}

BOOST_AUTO_TEST_CASE(each_wait_ends_at_its_deadline) {
  host.network.dial_hangs = true;
  BOOST_TEST(run(&scene::ask) == VL_E_TIMEOUT);
  host.network.dial_hangs = false;
  host.network.writes_stall = true;
  host.network.write_at_once = 2;
  BOOST_TEST(run(&scene::ask) == VL_E_TIMEOUT);
  host.network.writes_stall = false;
  host.network.write_at_once = SIZE_MAX;
  BOOST_TEST(run(&scene::ask) == VL_E_TIMEOUT);
  BOOST_TEST(!line.is_open());
}

BOOST_AUTO_TEST_CASE(cancel_ends_a_dial_a_write_and_a_read) {
  host.network.dial_hangs = true;
  start(&scene::ask);
  host.settle();
  cancel();
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_CANCELED);

  host.network.dial_hangs = false;
  host.network.writes_stall = true;
  host.network.write_at_once = 2;
  start(&scene::ask);
  host.settle();
  cancel();
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_CANCELED);

  host.network.writes_stall = false;
  host.network.write_at_once = SIZE_MAX;
  start(&scene::ask);
  host.settle();
  BOOST_TEST(op.pending());
  cancel();
  cancel();  // once more changes nothing
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_CANCELED);
  cancel();  // nothing is awaited
}

BOOST_AUTO_TEST_CASE(can_be_connected_again_after_a_failure) {
  host.network.dials = {vl_result{VL_E_CONNECT, 0, 0}};
  host.network.peers = {peer_script().expect("PING\n").send("PONG\n")};
  BOOST_TEST(run(&scene::ask) == VL_E_CONNECT);
  BOOST_TEST(run(&scene::ask) == VL_OK);
  BOOST_TEST(got == "PONG");
}

BOOST_AUTO_TEST_CASE(what_comes_at_once_is_kept_for_the_next_reads) {
  host.network.peers = {peer_script().expect("PING\n").send("a\nb\nc\n")};
  BOOST_TEST(run(&scene::write_only) == VL_OK);
  BOOST_TEST(line.unread() == 6U);
  BOOST_TEST(run(&scene::read_three) == VL_OK);
  BOOST_TEST(got == "a;b;c;");
}

BOOST_AUTO_TEST_CASE(a_flood_that_nobody_reads_is_held_back) {
  host.network.read_slice = 1024;
  host.network.peers = {peer_script().expect("PING\n").send(std::string(300'000, 'x'))};
  BOOST_TEST(run(&scene::write_only) == VL_OK);
  BOOST_TEST(line.unread() >= 65536U);
  BOOST_TEST(line.unread() < 70000U);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_peer_shows_after_what_it_sent) {
  host.network.peers = {peer_script().expect("PING\n").send("a\nb\n").close()};
  BOOST_TEST(run(&scene::write_only) == VL_OK);
  BOOST_TEST(line.peer_ended());
  BOOST_TEST(run(&scene::read_three) == VL_E_CLOSED);
  BOOST_TEST(got == "a;b;");
  BOOST_TEST(message == "read: the peer ended the connection");
}

BOOST_AUTO_TEST_CASE(nothing_is_read_where_nothing_is_connected) {
  BOOST_TEST(run(&scene::read_unconnected) == VL_E_CLOSED);
  BOOST_TEST(message == "read: not connected");
}

BOOST_AUTO_TEST_SUITE_END()

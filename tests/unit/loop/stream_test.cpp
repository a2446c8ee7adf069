#include "core/loop/stream.hpp"

#include "tests/unit/loop/loopback_peer.hpp"

#include <thread>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

/// One connection: the stream under test and its peer.
struct pair {
  listener server;
  reactor loop{{}};
  stream& mine{connect(loop, server)};
  peer_socket peer{server.accept()};
  recorded_reader heard;
};

vl_status write(stream& to, std::string_view text, vl_op& op) {
  const vl_cbuf buffer{text.data(), text.size()};
  return to.write(&buffer, 1, op);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stream_suite)

BOOST_FIXTURE_TEST_CASE(echoes_with_one_send_in_the_call_and_counts_bytes, pair) {
  recorded_op op;
  mine.read_start(heard.reader());
  BOOST_TEST(write(mine, "hello", op) == VL_OK);
  BOOST_TEST(peer.receive() == "hello");
  peer.send("hello back");
  run_until(loop, [&] { return heard.text == "hello back"; });
  turn(loop);
  BOOST_TEST(op.completions == 0);  // answered at once: never again
  vl_stream_info info{};
  info.struct_size = sizeof info;
  BOOST_TEST(mine.info(info) == VL_OK);
  BOOST_TEST(info.bytes_out == 5);
  BOOST_TEST(info.bytes_in == 10);
  info.struct_size = 8;
  BOOST_TEST(mine.info(info) == VL_E_INVALID);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(bytes_that_were_there_first_are_delivered_on_a_later_turn, pair) {
  peer.send("early");
  for (int i = 0; i < 3; ++i)
    turn(loop);
  BOOST_TEST(mine.read_start(heard.reader()) == VL_OK);
  BOOST_TEST(heard.deliveries == 0);
  run_until(loop, [&] { return heard.text == "early"; });
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(read_stop_holds_bytes_back_until_read_start, pair) {
  mine.read_start(heard.reader());
  mine.read_stop();
  peer.send("held");
  for (int i = 0; i < 5; ++i)
    turn(loop);
  BOOST_TEST(heard.deliveries == 0);
  mine.read_start(heard.reader());
  run_until(loop, [&] { return heard.text == "held"; });
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(the_end_of_the_peer_follows_its_last_bytes_and_is_told_once, pair) {
  mine.read_start(heard.reader());
  peer.send("last");
  peer.close();
  run_until(loop, [&] { return heard.ends != 0; });
  for (int i = 0; i < 5; ++i)
    turn(loop);
  BOOST_TEST(heard.text == "last");
  BOOST_TEST(heard.ends == 1);
  BOOST_TEST(heard.end.status == VL_EOF);
  mine.read_start(heard.reader());
  turn(loop);
  BOOST_TEST(heard.ends == 1);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(a_half_closed_stream_goes_on_in_the_other_direction, pair) {
  recorded_op op;
  mine.read_start(heard.reader());
  BOOST_TEST(mine.finish(op) == VL_OK);
  BOOST_TEST(peer.receive().empty());
  peer.send("still here");
  run_until(loop, [&] { return heard.text == "still here"; });
  BOOST_TEST(write(mine, "too late", op) == VL_E_MISUSE);
  BOOST_TEST(mine.finish(op) == VL_E_MISUSE);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(a_reset_is_told_with_its_errno, pair) {
  mine.read_start(heard.reader());
  peer.reset();
  run_until(loop, [&] { return heard.ends != 0; });
  BOOST_TEST(heard.end.status == VL_E_CLOSED);
  BOOST_TEST(heard.end.native == ECONNRESET);
  recorded_op op;
  BOOST_TEST(write(mine, "x", op) == VL_E_CLOSED);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(a_reset_that_a_write_met_first_is_still_told_to_the_reader, pair) {
  peer.reset();
  recorded_op op;
  BOOST_TEST(write(mine, "x", op) == VL_E_CLOSED);
  mine.read_start(heard.reader());
  run_until(loop, [&] { return heard.ends != 0; });
  BOOST_TEST(heard.end.status == VL_E_CLOSED);
  BOOST_TEST(heard.end.native == ECONNRESET);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(the_deadline_is_told_once_and_the_stream_stays_open, pair) {
  mine.read_start(heard.reader());
  const ns when = loop.now() + 20 * base::millisecond;
  mine.set_deadline(when);
  run_until(loop, [&] { return heard.timeouts != 0; });
  BOOST_TEST(loop.now() >= when);
  peer.send("after");
  run_until(loop, [&] { return heard.text == "after"; });
  BOOST_TEST(heard.timeouts == 1);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(a_removed_a_moved_and_an_ended_deadline_stay_quiet, pair) {
  mine.read_start(heard.reader());
  recorded_op later;
  mine.set_deadline(loop.now() + 5 * base::millisecond);
  mine.set_deadline(0);
  loop.sleep_until(loop.now() + 15 * base::millisecond, later);
  run_until(loop, [&] { return later.done(); });
  mine.set_deadline(loop.now() + 5 * base::millisecond);
  mine.set_deadline(loop.now() + base::second);
  peer.close();
  run_until(loop, [&] { return heard.ends != 0; });
  mine.set_deadline(loop.now());
  loop.sleep_until(loop.now() + 15 * base::millisecond, later);
  run_until(loop, [&] { return later.completions == 2; });
  BOOST_TEST(heard.timeouts == 0);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(a_deadline_that_passed_without_a_reader_is_told_to_the_first_one, pair) {
  recorded_op later;
  mine.set_deadline(loop.now());
  loop.sleep_until(loop.now() + 10 * base::millisecond, later);
  run_until(loop, [&] { return later.done(); });
  mine.read_start(heard.reader());
  BOOST_TEST(heard.timeouts == 0);
  run_until(loop, [&] { return heard.timeouts == 1; });
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(may_be_closed_inside_on_data_and_then_says_nothing_more, pair) {
  heard.each = [&] { mine.close(); };
  mine.read_start(heard.reader());
  peer.send(std::string(200000, 'x'));
  peer.close();
  run_until(loop, [&] { return heard.deliveries != 0; });
  for (int i = 0; i < 5; ++i)
    turn(loop);
  BOOST_TEST(heard.deliveries == 1);
  BOOST_TEST(heard.ends == 0);
  BOOST_TEST(loop.counters().open_streams == 0);
}

// Both streams have an event in one batch; whichever comes first closes the other and dials anew.
BOOST_FIXTURE_TEST_CASE(an_event_of_a_stream_closed_in_the_same_batch_reaches_nobody, pair) {
  stream& second = connect(loop, server);
  peer_socket second_peer = server.accept();
  recorded_reader second_heard;
  recorded_op op;
  vl_stream* third = nullptr;
  const vl_dial dial = dial_to(server.port());
  heard.each = [&] {
    second.close();
    loop.dial(dial, &third, op);
  };
  second_heard.each = [&] {
    mine.close();
    loop.dial(dial, &third, op);
  };
  mine.read_start(heard.reader());
  second.read_start(second_heard.reader());
  peer.send("a");
  second_peer.send("b");
  run_until(loop, [&] { return op.done(); });
  BOOST_TEST(heard.deliveries + second_heard.deliveries == 1);
  BOOST_TEST((third != mine.handle() && third != second.handle()));
  BOOST_TEST(loop.counters().open_streams == 2);
}

BOOST_FIXTURE_TEST_CASE(a_closed_stream_in_the_backlog_is_not_used_again_too_early, pair) {
  peer.send("waiting");
  for (int i = 0; i < 3; ++i)
    turn(loop);
  mine.read_start(heard.reader());
  mine.close();
  for (int i = 0; i < 3; ++i)
    turn(loop);
  BOOST_TEST(heard.deliveries == 0);
  stream& next = connect(loop, server);
  BOOST_TEST(&next == &mine);
  for (int i = 0; i < 3; ++i)
    turn(loop);
  BOOST_TEST(heard.deliveries == 0);
  next.close();
}

// A peer that sends without end must not keep the loop: an op posted meanwhile completes between
// the buffers.
BOOST_FIXTURE_TEST_CASE(a_flood_leaves_turns_for_others, pair) {
  const int size = 4 << 20;
  ::setsockopt(peer.fd(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  std::atomic<bool> enough{false};
  std::thread flood([&] {
    const std::string block(1 << 18, 'f');
    while (!enough && ::send(peer.fd(), block.data(), block.size(), MSG_NOSIGNAL) > 0) {
    }
  });
  int at_once = 0;
  int most_at_once = 0;
  recorded_op yield;
  yield.then = [&] {
    at_once = 0;
    loop.sleep_until(0, yield);
  };
  heard.each = [&] {
    heard.text.clear();
    most_at_once = std::max(most_at_once, ++at_once);
  };
  mine.read_start(heard.reader());
  loop.sleep_until(0, yield);
  run_until(loop, [&] { return heard.deliveries > 2000 && yield.completions > 10; });
  enough = true;
  mine.close();
  flood.join();
  BOOST_TEST(most_at_once <= 2 * 17);  // a turn has at most one event and one visit of a stream
  yield.then = nullptr;
  turn(loop);
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/loop/stream.hpp"

#include "tests/unit/loop/loopback_peer.hpp"

#include <sys/ioctl.h>

#include <future>
#include <thread>
#include <vector>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

/// A peer with a small window, so that a large write cannot go out at once.
struct slow_pair {
  listener server{4096};
  reactor loop{{}};
  stream& mine{connect(loop, server)};
  peer_socket peer{server.accept()};
};

/// More than a kernel keeps for one socket on its own account (tcp_wmem, 4 MiB by default).
constexpr std::size_t large = 8 << 20;

std::string pattern(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    out[i] = static_cast<char>(i * 131 + i / 65536);
  return out;
}

vl_status write_all(stream& to, const std::string& text, vl_op& op) {
  const vl_cbuf buffer{text.data(), text.size()};
  return to.write(&buffer, 1, op);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stream_write_suite)

BOOST_FIXTURE_TEST_CASE(eight_megabytes_in_many_buffers_reach_a_slow_reader_in_order, slow_pair) {
  const std::string text = pattern(large);
  std::vector<vl_cbuf> buffers;
  for (std::size_t at = 0, step = 1; at < text.size(); at += step, step = step * 5 % 60013 + 1) {
    buffers.push_back({text.data() + at, std::min(step, text.size() - at)});
    buffers.push_back({nullptr, 0});
  }
  auto received = std::async(std::launch::async, [this, &text] {
    std::string all;
    while (all.size() < text.size()) {
      const std::string part = peer.receive();
      if (part.empty()) break;
      all += part;
    }
    return all;
  });
  recorded_op op, second;
  BOOST_TEST(mine.write(buffers.data(), static_cast<std::uint32_t>(buffers.size()), op) ==
             VL_PENDING);
  buffers.assign(buffers.size(), {nullptr, 1});  // the array of views is read during the call only
  BOOST_TEST(write_all(mine, "second", second) == VL_E_MISUSE);
  run_until(loop, [&] { return op.done(); });
  BOOST_TEST(op.result.status == VL_OK);
  const bool same = received.get() == text;
  BOOST_TEST(same);
  vl_stream_info info{};
  info.struct_size = sizeof info;
  mine.info(info);
  BOOST_TEST(info.bytes_out == text.size());
  BOOST_TEST(op.completions == 1);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(finish_waits_for_the_pending_write_and_then_ends_our_side, slow_pair) {
  const std::string text = pattern(large);
  recorded_op write_op, finish_op;
  BOOST_TEST(write_all(mine, text, write_op) == VL_PENDING);
  BOOST_TEST(mine.finish(finish_op) == VL_PENDING);
  BOOST_TEST(!finish_op.done());
  auto received = std::async(std::launch::async, [this] {
    std::size_t all = 0;
    for (std::string part = peer.receive(); !part.empty(); part = peer.receive())
      all += part.size();
    return all;
  });
  run_until(loop, [&] { return write_op.done() && finish_op.done(); });
  BOOST_TEST(received.get() == text.size());
  BOOST_TEST(write_op.result.status == VL_OK);
  BOOST_TEST(finish_op.result.status == VL_OK);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(close_completes_pending_write_and_finish_as_cancelled_later, slow_pair) {
  const std::string text = pattern(large);
  recorded_op write_op, finish_op;
  BOOST_TEST(write_all(mine, text, write_op) == VL_PENDING);
  BOOST_TEST(mine.finish(finish_op) == VL_PENDING);
  mine.close();
  BOOST_TEST(!write_op.done());
  run_until(loop, [&] { return write_op.done() && finish_op.done(); });
  turn(loop);
  BOOST_TEST(write_op.result.status == VL_E_CANCELED);
  BOOST_TEST(finish_op.result.status == VL_E_CANCELED);
  BOOST_TEST(write_op.completions + finish_op.completions == 2);
  BOOST_TEST(loop.counters().pending_ops == 0);
}

BOOST_FIXTURE_TEST_CASE(a_reset_ends_the_pending_write_and_the_finish_behind_it, slow_pair) {
  const std::string text = pattern(large);
  recorded_op write_op, finish_op;
  recorded_reader heard;
  BOOST_TEST(write_all(mine, text, write_op) == VL_PENDING);
  BOOST_TEST(mine.finish(finish_op) == VL_PENDING);
  peer.reset();
  run_until(loop, [&] { return write_op.done() && finish_op.done(); });
  BOOST_TEST(write_op.result.status == VL_E_CLOSED);
  BOOST_TEST(write_op.result.native == ECONNRESET);
  BOOST_TEST(finish_op.result.status == VL_E_CLOSED);
  mine.read_start(heard.reader());
  run_until(loop, [&] { return heard.ends == 1; });
  BOOST_TEST(heard.end.status == VL_E_CLOSED);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(the_stream_may_be_closed_inside_the_completion_of_its_write, slow_pair) {
  const std::string text = pattern(large);
  auto* op = new recorded_op;
  bool closed = false;
  op->then = [&] { closed = true; };
  BOOST_TEST(write_all(mine, text, *op) == VL_PENDING);
  auto received = std::async(std::launch::async, [this, &text] {
    std::size_t all = 0;
    while (all < text.size())
      all += peer.receive().size();
  });
  op->then = [&, op] {
    mine.close();
    closed = true;
    delete op;
  };
  op->complete = [](vl_op* self, vl_result) noexcept {
    const auto then = static_cast<recorded_op*>(self)->then;
    then();
  };
  run_until(loop, [&] { return closed; });
  turn(loop);
  BOOST_TEST(loop.counters().open_streams == 0);
}

BOOST_FIXTURE_TEST_CASE(an_empty_write_is_done_at_once, slow_pair) {
  recorded_op op;
  BOOST_TEST(mine.write(nullptr, 0, op) == VL_OK);
  BOOST_TEST(write_all(mine, "", op) == VL_OK);
  mine.close();
}

BOOST_FIXTURE_TEST_CASE(many_writes_in_one_turn_are_answered_later_in_the_end, slow_pair) {
  recorded_op op;
  int at_once = 0;
  while (write_all(mine, "x", op) == VL_OK && at_once < 1000)
    ++at_once;
  BOOST_TEST(at_once == 64);
  BOOST_TEST(!op.done());
  run_until(loop, [&] { return op.done(); });
  BOOST_TEST(op.result.status == VL_OK);
  BOOST_TEST(write_all(mine, "x", op) == VL_OK);  // a new turn
  int waiting = 0;
  while (waiting < at_once + 2)
    ::ioctl(peer.fd(), FIONREAD, &waiting);
  BOOST_TEST(waiting == at_once + 2);
  mine.close();
}

BOOST_AUTO_TEST_SUITE_END()

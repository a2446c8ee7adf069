#include "core/loop/fd_watches.hpp"

#include "tests/unit/loop/loopback_peer.hpp"

#include <fcntl.h>

#include <array>

using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

struct watched {
  watched() {
    BOOST_REQUIRE(
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0);
  }
  ~watched() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void poke() { BOOST_REQUIRE(::send(ends[1], "x", 1, 0) == 1); }
  void drain() {
    char one;
    BOOST_REQUIRE(::recv(ends[0], &one, 1, 0) == 1);
  }
  std::array<int, 2> ends{};
  reactor loop{{}};
  recorded_op read, write;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fd_watches_suite)

BOOST_FIXTURE_TEST_CASE(completes_once_when_the_descriptor_becomes_readable, watched) {
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
  turn(loop);
  BOOST_TEST(!read.done());
  poke();
  run_until(loop, [&] { return read.done(); });
  poke();
  turn(loop);
  turn(loop);
  BOOST_TEST(read.completions == 1);
  BOOST_TEST(read.result.value == VL_FD_READ);
}

BOOST_FIXTURE_TEST_CASE(sees_bytes_that_were_there_before_the_start, watched) {
  poke();
  for (int i = 1; i <= 3; ++i) {
    BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
    BOOST_TEST(read.completions == i - 1);
    run_until(loop, [&] { return read.completions == i; });
  }
}

BOOST_FIXTURE_TEST_CASE(keeps_one_direction_waiting_when_the_other_is_ready, watched) {
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_WRITE, write) == VL_PENDING);
  run_until(loop, [&] { return write.done(); });
  BOOST_TEST(write.result.value == VL_FD_WRITE);
  BOOST_TEST(!read.done());
  poke();
  run_until(loop, [&] { return read.done(); });
}

BOOST_FIXTURE_TEST_CASE(one_op_may_wait_for_both_directions, watched) {
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ | VL_FD_WRITE, read) == VL_PENDING);
  run_until(loop, [&] { return read.done(); });
  BOOST_TEST(read.result.value == VL_FD_WRITE);
  poke();
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ | VL_FD_WRITE, read) == VL_PENDING);
  run_until(loop, [&] { return read.completions == 2; });
  BOOST_TEST(read.result.value == (VL_FD_READ | VL_FD_WRITE));
}

BOOST_FIXTURE_TEST_CASE(refuses_a_second_op_of_a_direction_and_wrong_arguments, watched) {
  recorded_op second;
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, second) == VL_E_MISUSE);
  BOOST_TEST(loop.fd_ready(ends[0], 0, second) == VL_E_INVALID);
  BOOST_TEST(loop.fd_ready(ends[0], 8, second) == VL_E_INVALID);
  BOOST_TEST(loop.fd_ready(-1, VL_FD_READ, second) == VL_E_INVALID);
  const int regular = ::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  BOOST_TEST(loop.fd_ready(regular, VL_FD_READ, second) == VL_E_INVALID);
  ::close(regular);
}

BOOST_FIXTURE_TEST_CASE(a_hang_up_counts_as_ready, watched) {
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
  ::shutdown(ends[1], SHUT_RDWR);
  run_until(loop, [&] { return read.done(); });
  BOOST_TEST(read.result.status == VL_OK);
}

BOOST_FIXTURE_TEST_CASE(cancel_wins_over_an_event_of_the_same_turn_and_the_descriptor_may_be_closed,
                        watched) {
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
  poke();
  BOOST_TEST(loop.cancel(read) == VL_OK);
  BOOST_TEST(!read.done());
  // The number comes back as another descriptor at once.
  ::close(ends[0]);
  std::array<int, 2> others{};
  BOOST_REQUIRE(::pipe2(others.data(), O_NONBLOCK | O_CLOEXEC) == 0);
  BOOST_TEST(others[0] == ends[0]);
  BOOST_TEST(loop.fd_ready(others[0], VL_FD_READ, write) == VL_PENDING);
  turn(loop);
  turn(loop);
  BOOST_TEST(read.completions == 1);
  BOOST_TEST(read.result.status == VL_E_CANCELED);
  BOOST_TEST(!write.done());
  BOOST_REQUIRE(::write(others[1], "x", 1) == 1);
  run_until(loop, [&] { return write.done(); });
  BOOST_TEST(write.result.status == VL_OK);
  ::close(others[1]);
}

BOOST_FIXTURE_TEST_CASE(a_closed_number_that_comes_back_is_watched_again, watched) {
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_WRITE, write) == VL_PENDING);
  run_until(loop, [&] { return write.done(); });
  ::close(ends[0]);
  ends[0] = ::dup(ends[1]);
  BOOST_TEST(loop.fd_ready(ends[0], VL_FD_READ, read) == VL_PENDING);
  run_until(loop, [&] { return read.done(); });  // the other end is gone: a hang-up
}

BOOST_AUTO_TEST_SUITE_END()

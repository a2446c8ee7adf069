// What one round trip costs the loop, without any protocol. Flow: by hand, or under valgrind
// --tool=callgrind.
//
//   loop_bench post N    N ops posted and completed one after the other
//   loop_bench echo N    N messages of 64 bytes to an echo server thread on loopback, 50
//   connections, each with a
//                        deadline armed and removed per message
//
// Instructions per round trip: the difference of two runs, divided by the difference of their N, so
// that start-up drops out. The echo server runs in a forked process and is not counted.
#include "core/loop/reactor.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string_view>

using namespace veriload;
using namespace veriload::loop;

namespace {

constexpr int connections = 50;
constexpr std::size_t message_size = 64;

[[noreturn]] void serve_echo(int listening) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int ep = ::epoll_create1(0);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = listening;
  ::epoll_ctl(ep, EPOLL_CTL_ADD, listening, &event);
  char bytes[4096];
  for (;;) {
    epoll_event events[64];
    const int n = ::epoll_wait(ep, events, 64, -1);
    for (int i = 0; i < n; ++i) {
      const int fd = events[i].data.fd;
      if (fd == listening) {
        event.data.fd = ::accept(listening, nullptr, nullptr);
        ::epoll_ctl(ep, EPOLL_CTL_ADD, event.data.fd, &event);
      } else if (const ssize_t got = ::recv(fd, bytes, sizeof bytes, 0); got <= 0) {
        ::close(fd);
      } else if (::send(fd, bytes, static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) {
        std::abort();
      }
    }
  }
}

std::uint32_t start_echo_server() {
  const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (::bind(listening, reinterpret_cast<sockaddr*>(&at), size) != 0 ||
      ::listen(listening, 256) != 0)
    std::abort();
  ::getsockname(listening, reinterpret_cast<sockaddr*>(&at), &size);
  if (::fork() == 0) serve_echo(listening);
  ::close(listening);
  return ntohs(at.sin_port);
}

struct round_trips {
  reactor& loop;
  long left;
};

struct echo_user : vl_op {
  explicit echo_user(round_trips& of) : vl_op{}, shared(of) {
    complete = [](vl_op* op, vl_result r) noexcept {
      auto& self = static_cast<echo_user&>(*op);
      if (r.status != VL_OK) std::abort();
      const vl_reader reader{&self, [](void* arg, vl_result result, vl_cbuf) noexcept {
                               if (result.status != VL_OK) std::abort();
                               static_cast<echo_user*>(arg)->next();
                             }};
      stream::from(self.made).read_start(reader);
      self.next();
    };
  }

  void next() {
    stream& to = stream::from(made);
    to.set_deadline(0);
    if (shared.left-- <= 0) {
      shared.loop.stop();
      return;
    }
    static constexpr char message[message_size] = "x";
    const vl_cbuf bytes{message, sizeof message};
    to.set_deadline(shared.loop.now() + 10 * base::second);
    if (to.write(&bytes, 1, write_op) != VL_OK) std::abort();
  }

  round_trips& shared;
  vl_stream* made = nullptr;
  vl_op write_op{};
};

struct post_chain : vl_op {
  explicit post_chain(round_trips& of) : vl_op{}, shared(of) {
    complete = [](vl_op* op, vl_result) noexcept {
      auto& self = static_cast<post_chain&>(*op);
      if (--self.shared.left > 0) {
        self.shared.loop.post(self);
      } else {
        self.shared.loop.stop();
      }
    };
  }
  round_trips& shared;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  const long n = argc > 2 ? std::atol(argv[2]) : 0;
  if ((mode != "post" && mode != "echo") || n <= 0) {
    std::fprintf(stderr, "usage: loop_bench post|echo N\n");
    return 2;
  }
  const std::uint32_t port = mode == "echo" ? start_echo_server() : 0;
  reactor loop({});
  round_trips shared{loop, n};
  post_chain chain(shared);
  std::deque<echo_user> users;
  if (mode == "post") {
    loop.post(chain);
  } else {
    vl_dial dial{};
    dial.struct_size = sizeof dial;
    dial.host = {"127.0.0.1", 9};
    dial.port = port;
    for (int i = 0; i < connections; ++i) {
      echo_user& user = users.emplace_back(shared);
      if (loop.dial(dial, &user.made, user) != VL_PENDING) std::abort();
    }
  }
  const ns start = loop.now();
  loop.run();
  const ns took = loop.now() - start;
  const double count = static_cast<double>(n);
  std::printf("%ld round trips, %.0f/s, %.3f epoll_wait each\n", n, count / base::in_seconds(took),
              static_cast<double>(loop.counters().epoll_waits) / count);
  return 0;
}

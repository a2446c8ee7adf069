// An HTTP server that knows how long each answer took: the truth that load generators are held
// against. Flow: load generator -> [truth server] -> table of delays.
//
//   truth_server [--port N] [--seed N] [--freeze START,LENGTH]...
//
// Every request but those below is answered after a delay of a known distribution (delays.hpp). A
// freeze holds all answers back from START seconds after the first request on, for LENGTH seconds:
// requests that come in it are answered at its end, after their delay. Requests are read and
// stamped all the time, so the server knows what a client of an open plan has to see: the time from
// the arrival of a request to its answer.
//
//   GET /truth   the delays as JSON: count, and the exact percentiles
//   GET /reset   forgets all of them; freezes are counted from the next request on
//
// Prints its port as the first line. Ends with SIGTERM, or when its standard input is closed.
#include "tests/accuracy/delays.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using veriload::accuracy::delays;
using ns = std::int64_t;

ns now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "truth_server: %s: %s\n", what, std::strerror(errno));
  std::exit(1);
}

struct freeze {
  ns start;  // since the first request
  ns length;
};

struct options {
  std::uint16_t port = 0;
  std::uint64_t seed = 1;
  std::vector<freeze> freezes;
};

// An answer that is due at some instant, to a connection that may be gone by then.
struct due {
  ns at;
  ns received;
  int connection;
  std::uint64_t generation;
  bool operator>(const due& other) const { return at > other.at; }
};

class server {
 public:
  explicit server(options wanted) : options_(std::move(wanted)), delays_(options_.seed) {}

  void run() {
    listen();
    std::array<epoll_event, 256> events{};
    for (;;) {
      const int n = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), wait_ms());
      if (n < 0 && errno != EINTR) give_up("epoll_wait");
      for (int i = 0; i < n; ++i) {
        const int fd = events[static_cast<std::size_t>(i)].data.fd;
        if (fd == STDIN_FILENO) return;
        if (fd == listener_)
          accept_all();
        else
          read_from(fd);
      }
      answer_those_due();
    }
  }

 private:
  struct connection {
    std::string unread;
    std::uint64_t generation = 0;
  };

  void listen() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(options_.port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&at), size) != 0) give_up("bind");
    if (::listen(listener_, 4096) != 0) give_up("listen");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    poll_ = ::epoll_create1(EPOLL_CLOEXEC);
    watch(listener_);
    watch(STDIN_FILENO);  // a file cannot be watched: then only a signal ends it
    std::printf("%d\n", static_cast<int>(ntohs(at.sin_port)));
    std::fflush(stdout);
  }

  void watch(int fd) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, fd, &event);
  }

  // Awake a millisecond early and then without sleep, for answers are to be punctual.
  int wait_ms() const {
    if (due_.empty()) return -1;
    const ns left = due_.top().at - now();
    return left <= 1'000'000 ? 0 : static_cast<int>(left / 1'000'000 - 1);
  }

  void accept_all() {
    for (;;) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      connections_[fd] = connection{{}, ++generations_};
      watch(fd);
    }
  }

  void read_from(int fd) {
    const auto found = connections_.find(fd);
    if (found == connections_.end()) return;
    std::array<char, 16384> bytes;
    for (;;) {
      const ssize_t n = ::read(fd, bytes.data(), bytes.size());
      if (n > 0) {
        found->second.unread.append(bytes.data(), static_cast<std::size_t>(n));
        continue;
      }
      if (n == 0 || (errno != EAGAIN && errno != EINTR)) return end(fd);
      if (errno == EAGAIN) break;
    }
    const ns received = now();
    std::string& unread = found->second.unread;
    for (std::size_t end; (end = unread.find("\r\n\r\n")) != std::string::npos;) {
      const std::string_view head(unread.data(), end);
      const std::string_view rest = head.substr(head.find(' ') + 1);
      handle(fd, found->second.generation, rest.substr(0, rest.find(' ')), received);
      unread.erase(0, end + 4);
    }
  }

  void end(int fd) {
    connections_.erase(fd);
    ::close(fd);
  }

  void handle(int fd, std::uint64_t generation, std::string_view target, ns received) {
    if (target == "/truth") return send(fd, truth());
    if (target == "/reset") {
      taken_.clear();
      first_ = 0;
      return send(fd, "{}");
    }
    if (first_ == 0) first_ = received;
    ns from = received;
    for (const freeze& one : options_.freezes) {
      const ns since = received - first_;
      if (since >= one.start && since < one.start + one.length)
        from = std::max(from, first_ + one.start + one.length);
    }
    due_.push({from + delays_.next(), received, fd, generation});
  }

  void answer_those_due() {
    const ns at = now();
    while (!due_.empty() && due_.top().at <= at) {
      const due one = due_.top();
      due_.pop();
      const auto found = connections_.find(one.connection);
      if (found == connections_.end() || found->second.generation != one.generation) continue;
      send(one.connection, "{}");
      taken_.push_back(now() - one.received);
    }
  }

  static void send(int fd, std::string_view body) {
    std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    answer += std::to_string(body.size());
    answer += "\r\n\r\n";
    answer += body;
    // Small enough for any socket's buffer.
    if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0 && errno != EPIPE &&
        errno != ECONNRESET)
      give_up("send");
  }

  // The nearest rank, as the reports of load generators have it.
  std::string truth() const {
    std::vector<ns> sorted = taken_;
    std::ranges::sort(sorted);
    std::string text = "{\"count\": " + std::to_string(sorted.size());
    for (const auto& [name, permille] : {std::pair{"p50", 500},
                                         {"p75", 750},
                                         {"p90", 900},
                                         {"p95", 950},
                                         {"p99", 990},
                                         {"p99.5", 995},
                                         {"p99.9", 999},
                                         {"max", 1000}}) {
      const std::size_t rank = (sorted.size() * static_cast<std::size_t>(permille) + 999) / 1000;
      const double ms = sorted.empty()
                            ? 0
                            : static_cast<double>(sorted[std::max<std::size_t>(rank, 1) - 1]) / 1e6;
      text += ", \"" + std::string(name) + "\": " + std::to_string(ms);
    }
    return text + "}";
  }

  options options_;
  delays delays_;
  int listener_ = -1;
  int poll_ = -1;
  ns first_ = 0;
  std::uint64_t generations_ = 0;
  std::unordered_map<int, connection> connections_;
  std::priority_queue<due, std::vector<due>, std::greater<>> due_;
  std::vector<ns> taken_;
};

options read_options(int argc, char** argv) {
  options wanted;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* const value = argv[i + 1];
    if (name == "--port") {
      wanted.port = static_cast<std::uint16_t>(std::strtoul(value, nullptr, 10));
    } else if (name == "--seed") {
      wanted.seed = std::strtoull(value, nullptr, 10);
    } else if (name == "--freeze") {
      char* end = nullptr;
      const double start = std::strtod(value, &end);
      const double length = *end == ',' ? std::strtod(end + 1, nullptr) : 0;
      wanted.freezes.push_back({static_cast<ns>(start * 1e9), static_cast<ns>(length * 1e9)});
    } else {
      std::fprintf(stderr, "truth_server: unknown option %s\n", argv[i]);
      std::exit(2);
    }
  }
  return wanted;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  server(read_options(argc, argv)).run();
  return 0;
}

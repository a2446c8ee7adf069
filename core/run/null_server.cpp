#include "core/run/null_server.hpp"

#include "core/base/setup_error.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

namespace veriload::run {
namespace {

constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
constexpr std::string_view head_end = "\r\n\r\n";

// How many heads end in `bytes`; `seen` of the four bytes of an end are before it.
std::size_t ends_in(std::string_view bytes, std::size_t& seen) {
  std::size_t ends = 0;
  for (const char c : bytes) {
    seen = c == head_end[seen] ? seen + 1 : c == head_end[0] ? 1 : 0;
    if (seen < head_end.size()) continue;
    seen = 0;
    ++ends;
  }
  return ends;
}

// One connection.
struct client {
  std::size_t seen = 0;

  /// False when the connection is over: also for a peer that asks faster than it reads, which no
  /// generator does.
  bool serve(int socket) {
    std::array<char, 16'384> room;
    const ssize_t got = ::recv(socket, room.data(), room.size(), 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return false;
    if (got < 0) return true;
    std::string answers;
    for (std::size_t n = ends_in({room.data(), static_cast<std::size_t>(got)}, seen); n > 0; --n)
      answers += answer;
    return answers.empty() || ::send(socket, answers.data(), answers.size(), MSG_NOSIGNAL) ==
                                  static_cast<ssize_t>(answers.size());
  }
};

void watch(int events, int descriptor, std::uint32_t kinds) {
  epoll_event event{};
  event.events = kinds;
  event.data.fd = descriptor;
  ::epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event);
}

}  // namespace

null_server::null_server()
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      events_(::epoll_create1(EPOLL_CLOEXEC)),
      end_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || events_ < 0 || end_ < 0 || ::bind(listener_, any, size) != 0 ||
      ::listen(listener_, 1'024) != 0 || ::getsockname(listener_, any, &size) != 0) {
    const std::string why = std::generic_category().message(errno);
    for (const int one : {listener_, events_, end_})
      if (one >= 0) ::close(one);
    throw setup_error("the null server cannot listen on 127.0.0.1: " + why, exit_code::unrunnable);
  }
  port_ = ntohs(address.sin_port);
  watch(events_, listener_, EPOLLIN);
  watch(events_, end_, EPOLLIN);
  thread_ = std::thread([this] { serve(); });
}

null_server::~null_server() {
  const std::uint64_t one = 1;
  // An eventfd takes it, or its counter is full and its thread awake anyway.
  [[maybe_unused]] const ssize_t put = ::write(end_, &one, sizeof one);
  thread_.join();
  for (const int descriptor : {listener_, events_, end_})
    ::close(descriptor);
}

void null_server::serve() noexcept {
  std::map<int, client> clients;
  std::array<epoll_event, 64> ready{};
  for (bool ended = false; !ended;) {
    const int n = ::epoll_wait(events_, ready.data(), static_cast<int>(ready.size()), -1);
    for (int i = 0; i < n; ++i) {
      const int descriptor = ready[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == end_) {
        ended = true;
      } else if (descriptor == listener_) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) continue;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        clients.emplace(socket, client{});
        watch(events_, socket, EPOLLIN);
      } else if (!clients[descriptor].serve(descriptor)) {
        clients.erase(descriptor);
        ::close(descriptor);
      }
    }
  }
  for (const auto& [socket, one] : clients)
    ::close(socket);
}

}  // namespace veriload::run

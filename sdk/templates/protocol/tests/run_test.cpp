// A whole run against a real server: answers every line on a free port, and starts the words it is
// given with {port} replaced. Passes when they end with 0 and lines came.
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

// Whole lines are answered; the rest stays in `unread`. False when the peer is gone.
bool answer(int peer, std::string& unread, int& lines) {
  char bytes[4096];
  const ssize_t got = ::read(peer, bytes, sizeof bytes);
  if (got <= 0) return false;
  unread.append(bytes, static_cast<std::size_t>(got));
  for (std::size_t end; (end = unread.find('\n')) != std::string::npos; unread.erase(0, end + 1)) {
    const std::string reply = unread.substr(0, end) == "PING" ? "PONG\n" : "ERR unknown\n";
    if (::write(peer, reply.data(), reply.size()) != static_cast<ssize_t>(reply.size()))
      return false;
    ++lines;
  }
  return true;
}

pid_t start(std::vector<std::string> words, const std::string& port) {
  std::vector<char*> arguments;
  for (std::string& word : words) {
    if (const auto at = word.find("{port}"); at != std::string::npos) word.replace(at, 6, port);
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execv(arguments[0], arguments.data());
    std::perror(arguments[0]);
    ::_exit(127);
  }
  return child;
}

}  // namespace

int main(int argc, char** argv) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (argc < 2 || ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener, 64) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("cannot listen");
    return 1;
  }
  const pid_t child = start({argv + 1, argv + argc}, std::to_string(ntohs(address.sin_port)));

  std::map<int, std::string> peers;
  int lines = 0, status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    std::vector<pollfd> watched{{listener, POLLIN, 0}};
    for (const auto& [peer, unread] : peers)
      watched.push_back({peer, POLLIN, 0});
    ::poll(watched.data(), watched.size(), 50);
    for (const pollfd& at : watched) {
      if (at.revents == 0) continue;
      if (at.fd == listener) {
        const int peer = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (peer >= 0) peers[peer];
      } else if (!answer(at.fd, peers[at.fd], lines)) {
        ::close(at.fd);
        peers.erase(at.fd);
      }
    }
  }
  std::printf("%d lines were answered\n", lines);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 && lines > 0 ? 0 : 1;
}

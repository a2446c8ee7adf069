#include "core/run/null_server.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include <string>
#include <string_view>

using veriload::run::null_server;

namespace {

constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class peer {
 public:
  explicit peer(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BOOST_REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~peer() { ::close(socket_); }
  peer(const peer&) = delete;
  peer& operator=(const peer&) = delete;

  void say(std::string_view bytes) const {
    BOOST_REQUIRE(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(bytes.size()));
  }

  // Exactly so many bytes.
  std::string hear(std::size_t bytes) const {
    std::string text(bytes, '\0');
    const ssize_t got = ::recv(socket_, text.data(), bytes, MSG_WAITALL);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return text;
  }

 private:
  int socket_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(null_server_suite)

BOOST_AUTO_TEST_CASE(every_request_gets_the_one_answer_however_its_bytes_come) {
  const null_server server;
  const peer one(server.port());
  one.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(one.hear(answer.size()) == answer);
  one.say("GET / HTTP/1.1\r\nHost: a\r\n\r");
  one.say("\nGET / HTTP/1.1\r\n\r\n\r\r\n\r\n");
  const std::string three = one.hear(3 * answer.size());
  BOOST_TEST(three == std::string(answer) + std::string(answer) + std::string(answer));
}

BOOST_AUTO_TEST_CASE(it_ends_with_connections_open) {
  const auto server = std::make_unique<null_server>();
  const peer one(server->port());
  const peer two(server->port());
  one.say("GET / HTTP/1.1\r\n\r\n");
  BOOST_TEST(one.hear(answer.size()) == answer);
}

BOOST_AUTO_TEST_SUITE_END()

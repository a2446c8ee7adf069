#include "core/loop/tunnel.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::loop;
using namespace std::string_literals;
using step = tunnel::step;

namespace {

struct started : tunnel {
  started(const char* url, tunnel_target target) { begin(parse_proxy(url), target); }
  explicit started(const char* url) : started(url, {"shop.test", std::nullopt, 443}) {}

  step look(std::string_view seen) { return tunnel::look(seen, taken); }
  std::size_t taken = 0;
};

tunnel_target address(const char* literal) {
  return {"shop.test", socket_address::parse(literal), 443};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tunnel_suite)

BOOST_AUTO_TEST_CASE(connect_names_the_target_and_carries_the_login) {
  BOOST_TEST(started("http://p.test:3128").to_send() ==
             "CONNECT shop.test:443 HTTP/1.1\r\nHost: shop.test:443\r\n\r\n");
  BOOST_TEST(started("http://me:p%40ss@p.test:3128").to_send() ==
             "CONNECT shop.test:443 HTTP/1.1\r\nHost: shop.test:443\r\n"
             "Proxy-Authorization: Basic bWU6cEBzcw==\r\n\r\n");
  BOOST_TEST(started("http://p.test:3128", address("::1"))
                 .to_send()
                 .starts_with("CONNECT [::1]:443 HTTP/1.1\r\n"));
}

BOOST_AUTO_TEST_CASE(an_answer_of_connect_opens_after_its_head_however_it_is_cut) {
  const std::string head = "HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n";
  for (std::size_t cut = 0; cut < head.size(); ++cut) {
    started t("http://p.test:3128");
    BOOST_TEST((t.look(head.substr(0, cut)) == step::wait));
    BOOST_TEST(t.taken == 0U);
    BOOST_TEST((t.look(head + "behind") == step::open));
    BOOST_TEST(t.taken == head.size());
  }
}

BOOST_AUTO_TEST_CASE(refusals_of_connect_are_told_in_words) {
  const auto problem = [](std::string_view answer) {
    started t("http://me:secret@p.test:3128");
    BOOST_TEST((t.look(answer) == step::failed));
    BOOST_TEST(t.problem().find("secret") == std::string::npos);
    return t.problem();
  };
  BOOST_TEST(problem("HTTP/1.1 403 Forbidden\r\n\r\n") ==
             "proxy p.test:3128 answered 403 Forbidden");
  BOOST_TEST(problem("HTTP/1.0 407 Auth\r\n\r\n") ==
             "proxy p.test:3128 answered 407 Auth, check its user and password");
  BOOST_TEST(problem("SSH-2.0-x\r\n") == "proxy p.test:3128 speaks no HTTP/1.1");
  BOOST_TEST(problem("HTTP/1.1 2xx\r\n\r\n") == "proxy p.test:3128 speaks no HTTP/1.1");
  BOOST_TEST(problem("HTTP/1.1 200 " + std::string(tunnel::answer_room, 'x')) ==
             "proxy p.test:3128 sent a head of more than 16 KiB");
}

BOOST_AUTO_TEST_CASE(socks_names_the_target_or_gives_its_address) {
  const std::string name_reply = "\x05\x00\x00\x03\x03yes\x00\x50"s;
  started by_name("socks5h://p.test:1080");
  BOOST_TEST(by_name.to_send() == "\x05\x01\x00"s);
  BOOST_TEST((by_name.look("\x05") == step::wait));
  BOOST_TEST((by_name.look("\x05\x00"s) == step::send));
  BOOST_TEST(by_name.taken == 2U);
  BOOST_TEST(by_name.to_send() == "\x05\x01\x00\x03\x09shop.test\x01\xbb"s);
  for (std::size_t cut = 0; cut < name_reply.size(); ++cut)
    BOOST_TEST((by_name.look(name_reply.substr(0, cut)) == step::wait));
  BOOST_TEST((by_name.look(name_reply + "behind") == step::open));
  BOOST_TEST(by_name.taken == name_reply.size());

  started v4("socks5://p.test:1080", address("10.1.2.3"));
  v4.look("\x05\x00"s);
  BOOST_TEST(v4.to_send() == "\x05\x01\x00\x01\x0a\x01\x02\x03\x01\xbb"s);
  BOOST_TEST((v4.look("\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50"s) == step::open));
  started v6("socks5://p.test:1080", address("::1"));
  v6.look("\x05\x00"s);
  BOOST_TEST(v6.to_send() == "\x05\x01\x00\x04"s + std::string(15, '\0') + "\x01\x01\xbb"s);
}

BOOST_AUTO_TEST_CASE(socks_logs_in_when_asked_to) {
  started t("socks5h://me:secret@p.test:1080");
  BOOST_TEST(t.to_send() == "\x05\x02\x00\x02"s);
  BOOST_TEST((t.look("\x05\x02"s) == step::send));
  BOOST_TEST(t.to_send() == "\x01\x02me\x06secret"s);
  BOOST_TEST((t.look("\x01"s) == step::wait));
  BOOST_TEST((t.look("\x01\x00"s) == step::send));
  BOOST_TEST(t.to_send().starts_with("\x05\x01\x00\x03"s));
}

BOOST_AUTO_TEST_CASE(refusals_of_socks_are_told_in_words) {
  started no_login("socks5h://p.test:1080");
  BOOST_TEST((no_login.look("\x05\xff"s) == step::failed));
  BOOST_TEST(no_login.problem() == "proxy p.test:1080 wants a user and a password");
  started wrong("socks5h://me:secret@p.test:1080");
  wrong.look("\x05\x02"s);
  BOOST_TEST((wrong.look("\x01\x01"s) == step::failed));
  BOOST_TEST(wrong.problem() == "proxy p.test:1080 refused the user or the password");
  started rules("socks5h://p.test:1080");
  rules.look("\x05\x00"s);
  BOOST_TEST((rules.look("\x05\x02\x00\x01"s) == step::failed));
  BOOST_TEST(rules.problem() == "proxy p.test:1080 refused: its rules do not allow that target");
  started other("socks5h://p.test:1080");
  BOOST_TEST((other.look("HTTP/1.1 400") == step::failed));
  BOOST_TEST(other.problem() == "proxy p.test:1080 speaks no SOCKS 5");
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/plugin_check/peers.hpp"

#include "core/base/random.hpp"

#include <cerrno>

namespace veriload::plugin_check {
namespace {

std::string garbage_of(std::uint64_t seed) {
  base::random_stream random(seed, 7);
  std::string bytes(64 + random.below(64), '\0');
  for (char& byte : bytes)
    byte = static_cast<char>(random.below(256));
  return bytes;
}

}  // namespace

const char* name_of(peer kind) {
  constexpr const char* names[] = {"answering", "silent",  "closing",  "resetting",
                                   "echoing",   "garbage", "greeting", "refused"};
  return names[static_cast<unsigned>(kind)];
}

std::string small_answer() {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
}

void set_peers(testing::fake_network& network, const conditions& under) {
  using testing::fake_stream;
  const std::string answer = under.answer.empty() ? small_answer() : under.answer;
  network.read_slice = under.slice;
  network.write_at_once = under.slice;
  switch (under.peers) {
    case peer::answering:
      network.on_bytes = [answer](fake_stream& stream) {
        if (stream.received.ends_with("\r\n\r\n") || stream.received.size() > 4096)
          stream.send(answer);
      };
      break;
    case peer::silent:
      break;
    case peer::closing:
      network.on_bytes = [](fake_stream& stream) { stream.end(); };
      break;
    case peer::resetting:
      network.on_bytes = [](fake_stream& stream) { stream.reset(); };
      break;
    case peer::echoing:
      network.on_bytes = [](fake_stream& stream) {
        stream.send(stream.received.substr(static_cast<std::size_t>(stream.answered)));
        stream.answered = static_cast<int>(stream.received.size());
      };
      break;
    case peer::garbage:
      network.on_bytes = [bytes = garbage_of(under.seed)](fake_stream& stream) {
        stream.send(bytes);
      };
      break;
    case peer::greeting:
      for (int i = 0; i < 8; ++i)
        network.peers.push_back(testing::peer_script().send("220 ready\r\n"));
      break;
    case peer::refused:
      for (int i = 0; i < 64; ++i)
        network.dials.push_back({VL_E_CONNECT, ECONNREFUSED, 0});
      break;
  }
}

}  // namespace veriload::plugin_check

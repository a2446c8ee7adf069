#include <veriload/testing/fake_network.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace veriload::testing {

void fake_stream::send(std::string bytes) {
  if (bytes.empty()) return;
  incoming.push_back({{VL_OK, 0, 0}, std::move(bytes), quiet_until});
}
void fake_stream::end() { incoming.push_back({{VL_EOF, 0, 0}, {}, quiet_until}); }
void fake_stream::reset() { incoming.push_back({{VL_E_CLOSED, ECONNRESET, 0}, {}, quiet_until}); }

void fake_stream::play() {
  using kind = peer_script::kind;
  while (!script.steps_.empty()) {
    const peer_script::step& now = script.steps_.front();
    const std::string_view unread = std::string_view(received).substr(read_from);
    switch (now.what) {
      case kind::expect:
        if (unread.substr(0, now.bytes.size()) !=
            std::string_view(now.bytes).substr(0, unread.size())) {
          network->loop().misuse.push_back("the peer of " + target + " expected \"" + now.bytes +
                                           "\", found \"" + std::string(unread) + "\"");
          script.steps_.clear();
          return;
        }
        if (unread.size() < now.bytes.size()) return;
        read_from += now.bytes.size();
        quiet_until = network->loop().time;
        break;
      case kind::expect_until: {
        const std::size_t end = unread.find(now.bytes);
        if (end == std::string_view::npos) return;
        read_from += end + now.bytes.size();
        quiet_until = network->loop().time;
        break;
      }
      case kind::send:
        for (std::size_t at = 0; at < now.bytes.size();) {
          const std::size_t n = std::min(now.piece, now.bytes.size() - at);
          send(now.bytes.substr(at, n));
          at += n;
        }
        break;
      case kind::silence:
        quiet_until = std::max(quiet_until, network->loop().time) + now.duration;
        break;
      case kind::close:
        end();
        break;
      case kind::reset:
        reset();
        break;
    }
    // A script that repeats without ever waiting would never end.
    if (script.repeats_) script.steps_.push_back(script.steps_.front());
    script.steps_.pop_front();
    const auto waits = [](const peer_script::step& s) {
      return s.what == kind::expect || s.what == kind::expect_until;
    };
    if (script.repeats_ && std::ranges::none_of(script.steps_, waits)) script.repeats_ = false;
  }
}

}  // namespace veriload::testing

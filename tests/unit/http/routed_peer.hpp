// A peer that answers by path and keeps what it got. Flow: used by tests of calls with several
// requests.
#pragma once

#include "tests/unit/http/scene.hpp"

#include <string>
#include <utility>
#include <vector>

namespace veriload::http_plugin::test {

/// Answers by the end of the request line's target; anything else is a plain 200. Outlives the
/// scene's last step.
struct routed_peer {
  std::vector<std::pair<std::string, std::string>> routes;
  std::vector<std::string> seen;  ///< whole requests, in order

  void serve(scene& s) {
    s.host.on_bytes = [this](fake_stream& stream) {
      while (stream.answered < count_requests(stream.received)) {
        std::string rest = stream.received;
        for (int i = 0; i < stream.answered; ++i)
          rest = rest.substr(length_of(rest));
        ++stream.answered;
        seen.push_back(rest.substr(0, length_of(rest)));
        const std::string path = seen.back().substr(0, seen.back().find(" HTTP/"));
        std::string answer = ok_answer;
        for (const auto& [route, bytes] : routes) {
          if (path.ends_with(route)) answer = bytes;
        }
        stream.send(answer);
      }
    };
  }
  static std::size_t length_of(const std::string& request) {
    std::size_t size = request.find("\r\n\r\n") + 4;
    if (const auto at = request.find("Content-Length: "); at < size)
      size += std::stoul(request.substr(at + 16));
    return size;
  }
};

}  // namespace veriload::http_plugin::test

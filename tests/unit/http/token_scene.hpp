// Users of an API that takes access tokens, and the endpoint that gives them. Flow: used by tests
// of calls with tokens.
#pragma once

#include "plugins/http/token_source.hpp"
#include "tests/unit/http/routed_peer.hpp"
#include "tests/unit/http/scene.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin::test {

inline settings token_settings() {
  settings chosen = scene_settings();
  auth_settings auth;
  auth.login.token_url = "http://id/token?tenant=1";
  auth.login.client_id = "shop";
  auth.login.client_secret = "s3cret";
  chosen.auth = auth;
  return chosen;
}

inline std::string answer_of(std::string_view head, std::string_view body) {
  return "HTTP/1.1 " + std::string(head) + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

/// The endpoint "id" gives the tokens t1, t2 ...; the API "sut:8080" answers 200 to those that are
/// good, and to targets that end with "/open"; "/away" redirects to "other", "/near" to "/open".
struct token_scene : scene {
  static inline wall_seconds wall = 0;

  std::vector<std::string> asked;    ///< requests that the endpoint got
  std::vector<std::string> seen;     ///< requests that all others got, with the host before
  std::vector<std::string> refused;  ///< tokens that the API does not take
  std::string token_answer;          ///< of the endpoint, instead of a token
  std::string life = "3600";         ///< of a token
  std::string refresh;               ///< a refresh token that comes along
  int tokens = 0;                    ///< given so far
  bool endpoint_silent = false;

  explicit token_scene(settings chosen = token_settings()) : scene(std::move(chosen)) {
    wall = 1'700'000'000;
    shared.host.wall = []() noexcept { return wall; };
    shared.host.metrics = &testing::fake_record::metrics();
    shared.host.user = &testing::fake_user::table();
    user = open(host.all.user);
    host.on_bytes = [this](fake_stream& stream) { serve(stream); };
  }

  std::unique_ptr<session> open(testing::fake_user& who) {
    auto made = std::make_unique<session>(shared, shared.standard, who.handle());
    failure why;
    if (!made->open_login(why)) return nullptr;
    return made;
  }

  void serve(fake_stream& stream) {
    while (stream.answered < count_requests(stream.received)) {
      std::string rest = stream.received;
      for (int i = 0; i < stream.answered; ++i)
        rest = rest.substr(routed_peer::length_of(rest));
      ++stream.answered;
      const std::string request = rest.substr(0, routed_peer::length_of(rest));
      if (stream.target == "id:80") {
        asked.push_back(request);
        if (!endpoint_silent) give_token(stream);
      } else {
        seen.push_back(stream.target + " " + request);
        stream.send(api_answer(stream.target, request));
      }
    }
  }

  void give_token(fake_stream& stream) {
    if (!token_answer.empty()) return stream.send(token_answer);
    std::string body = R"({"access_token":"t)" + std::to_string(++tokens) +
                       R"(","token_type":"Bearer","expires_in":)" + life;
    if (!refresh.empty()) body += R"(,"refresh_token":")" + refresh + "\"";
    stream.send(answer_of("200 OK\r\nContent-Type: application/json", body + "}"));
  }

  std::string api_answer(const std::string& host_name, const std::string& request) const {
    const std::string target = request.substr(0, request.find(" HTTP/"));
    if (target.ends_with("/away")) return answer_of("302 Found\r\nLocation: http://other/open", "");
    if (target.ends_with("/near")) return answer_of("307 Found\r\nLocation: /api/x", "");
    if (target.ends_with("/open") || host_name != "sut:8080") return answer_of("200 OK", "open");
    const std::string token = token_of(request);
    const bool good = !token.empty() && std::ranges::find(refused, token) == refused.end();
    return good ? answer_of("200 OK", "hello") : answer_of("401 No", "");
  }

  static std::string token_of(const std::string& request) {
    const std::size_t at = request.find("Authorization: Bearer ");
    if (at == std::string::npos) return "";
    return request.substr(at + 22, request.find('\r', at) - at - 22);
  }

  const std::vector<testing::seen_sample>& samples() const { return host.all.record.samples; }
};

}  // namespace veriload::http_plugin::test

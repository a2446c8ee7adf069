// What one user keeps between its requests: cookies, logins, answers. Flow: answer ->
// [user_memory] -> call_flow.
#pragma once

#include "plugins/http/cookie_jar.hpp"
#include "plugins/http/digest.hpp"
#include "plugins/http/request_writer.hpp"
#include "plugins/http/response_cache.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

/// Thread: the session's loop. Empty it takes nothing of a request's time.
class user_memory {
 public:
  /// `cache_bytes` 0 = no cache. `bodies` must outlive this.
  user_memory(kept_bodies& bodies, std::uint64_t cache_bytes);

  /// Null when there is none.
  response_cache* cache() noexcept { return cache_.get(); }

  /// What is known about the Digest authentication of `user` there; made when new.
  digest_login& login(const origin& where, std::string_view user);

  bool has_cookies() const noexcept { return jar_.size() != 0; }

  /// Appends the Cookie value for a request; false when there is none.
  bool append_cookies(std::string& out, const destination& to, wall_seconds now);

  /// Takes the value of a Set-Cookie header of the answer to such a request.
  cookie_verdict keep_cookie(const destination& to, std::string_view set_cookie, wall_seconds now);

  void forget_cookies() noexcept { jar_.clear(); }

 private:
  struct known_login {
    const origin* where;
    std::string user;
    digest_login state;
  };

  cookie_jar jar_;
  std::vector<std::unique_ptr<known_login>> logins_;
  std::unique_ptr<response_cache> cache_;
};

}  // namespace veriload::http_plugin

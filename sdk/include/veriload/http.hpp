// The HTTP client of a user. Flow: scenario -> [http] -> http_request.
#pragma once

#include "veriload/http_memory.hpp"
#include "veriload/http_request.hpp"

#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The HTTP client of one user: a reference, made by `user::http()`. Targets are paths below
/// `run.base_url`, or whole URLs. The session is opened with the first request.
class http_client {
 public:
  explicit http_client(user_link& link) noexcept : link_(&link) {}

  http_request get(std::string_view target) const { return constant("GET", target); }
  http_request head(std::string_view target) const { return constant("HEAD", target); }
  http_request post(std::string_view target) const { return constant("POST", target); }
  http_request put(std::string_view target) const { return constant("PUT", target); }
  http_request patch(std::string_view target) const { return constant("PATCH", target); }
  http_request del(std::string_view target) const { return constant("DELETE", target); }
  http_request options(std::string_view target) const { return constant("OPTIONS", target); }

  /// The value of a cookie as it would be sent with a request for `target`; empty when there is
  /// none.
  std::string cookie(std::string_view name, std::string_view target = "/") const {
    return kept().cookie(name, target);
  }

  /// Keeps a cookie as if the answer to a request for `target` had set it; `attributes` such as
  /// "Path=/; Max-Age=60" go behind it. Throws `error` of kind "http" when a browser would refuse
  /// it.
  void set_cookie(std::string_view name, std::string_view value, std::string_view target = "/",
                  std::string_view attributes = {}) const {
    kept().set_cookie(name, value, target, attributes);
  }

  void clear_cookies() const { kept().clear_cookies(); }
  void clear_cache() const { kept().clear_cache(); }

  /// Closes the kept connections: the next request dials anew, as a visitor who comes back later.
  void new_visit() const { kept().close_connections(); }

  /// Any other verb.
  http_request request(std::string_view verb, std::string_view target) const {
    return http_request(*link_, verb, target);
  }

 private:
  http_request constant(std::string_view verb, std::string_view target) const {
    return http_request(*link_, http_request::constant_verb{verb}, target);
  }

  http_memory kept() const { return http_memory(*link_); }

  user_link* link_;
};

}  // namespace v1
}  // namespace veriload

// Asks the routes without a socket. Flow: route tests -> [ask] -> routes.
#pragma once

#include "examples/target/routes.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace target {

/// A world of its own for one test case, and short ways to ask it.
struct asker {
  using header_list = std::vector<std::pair<std::string_view, std::string_view>>;

  explicit asker(std::size_t cap = 100) : state(cap, 1) {}

  reply ask(std::string_view method, std::string_view where, std::string_view body = {},
            header_list headers = {}) {
    request in;
    in.method = method;
    in.target = where;
    in.body = body;
    in.origin = "127.0.0.1";
    in.headers = std::move(headers);
    return answer(in, state);
  }

  /// The same for a route that answers with a message; throws std::bad_variant_access otherwise.
  message tell(std::string_view method, std::string_view where, std::string_view body = {},
               header_list headers = {}) {
    return std::get<message>(ask(method, where, body, std::move(headers)));
  }

  /// Registers and logs in; the value of the authorization header.
  std::string sign_in(const std::string& email) {
    tell("POST", "/auth/register", R"({"email":")" + email + R"("})");
    return "Bearer " + *state.users.log_in(email, "");
  }

  world state;
};

}  // namespace target

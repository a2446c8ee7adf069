// Finds the handler of a request. Flow: server -> [routes] -> echo, control, account, object and
// fault routes.
#pragma once

#include "examples/target/accounts.hpp"
#include "examples/target/objects.hpp"
#include "examples/target/reply.hpp"
#include "examples/target/request.hpp"
#include "examples/target/request_counts.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace target {

/// What outlives a request. One for the process, shared by all threads.
struct world {
  world(std::size_t cap, std::size_t threads) : users(cap), things(cap), counts(threads) {}

  accounts users;
  objects things;
  request_counts counts;
};

/// A request on its way to its handler.
struct call {
  const request& in;
  std::vector<std::string> captured;  ///< the decoded segments that matched `*`
  world& state;
};

/// A row of the routing table.
struct route {
  std::string_view pattern;  ///< `*` takes one segment, a final `**` any number of them
  std::string_view methods;  ///< separated by ", ", as the Allow header wants them
  reply (*handle)(const call&);
};

inline constexpr std::string_view reads = "GET, HEAD";
inline constexpr std::string_view any_method = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

std::span<const route> echo_routes();
std::span<const route> control_routes();
std::span<const route> account_routes();
std::span<const route> object_routes();
std::span<const route> fault_routes();

/// The answer to a request: of its route, 404 when no pattern fits, 405 when only the method does
/// not. Thread: any.
reply answer(const request& in, world& state);

/// An answer with a JSON body that says why: `{"error": "..."}`.
message failure(unsigned status, std::string_view why);

/// The token of `authorization: Bearer ...`; empty when there is none.
std::string_view bearer_token(const request& in);

}  // namespace target

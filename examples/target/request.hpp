// One HTTP request as the routes see it, without sockets or parser. Flow: server -> [request] ->
// routes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace target {

/// Views into the bytes that the server holds until the reply is known. Thread: owned by one
/// connection.
struct request {
  std::string_view method;  ///< upper case, as sent
  std::string_view target;  ///< path and query, as sent: `/get?a=1`
  std::string_view body;    ///< decoded from chunks, empty when there was none
  std::string_view origin;  ///< the address of the peer, without a port
  std::vector<std::pair<std::string_view, std::string_view>> headers;  ///< in the order they came

  /// The target up to the question mark.
  std::string_view path() const { return target.substr(0, target.find('?')); }

  /// What follows the question mark; empty when there is none.
  std::string_view query() const {
    const auto mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  }

  /// The value of the first header of that name, upper and lower case alike; empty when there is
  /// none.
  std::string_view header(std::string_view name) const;
};

}  // namespace target

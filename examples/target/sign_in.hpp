// What account and object routes share: who asks, and the JSON object that was sent.
#pragma once

#include "examples/target/routes.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace target {

/// The user whose bearer token came with the request.
std::optional<user> signed_in(const call& c);

/// 401, with the header that names the scheme.
message must_sign_in();

/// Stored documents are kept small, so that their number bounds the memory.
inline constexpr std::size_t max_document_bytes = 16 * 1024;

/// The body as a JSON object; nothing when it is something else or longer than max_document_bytes.
std::optional<boost::json::object> sent_object(const call& c);

/// A JSON object of `names` first, then the members of the JSON text `fields`.
std::string joined(const boost::json::object& names, std::string_view fields);

}  // namespace target

#include "examples/target/sign_in.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace target {

namespace json = boost::json;

std::optional<user> signed_in(const call& c) {
  return c.state.users.owner_of(std::string(bearer_token(c.in)));
}

message must_sign_in() {
  auto out = failure(401, "a valid bearer token is needed");
  out.headers.emplace_back("WWW-Authenticate", "Bearer");
  return out;
}

std::optional<json::object> sent_object(const call& c) {
  if (c.in.body.size() > max_document_bytes) return std::nullopt;
  json::error_code broken;
  auto parsed = json::parse(c.in.body, broken);
  if (broken || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.as_object());
}

std::string joined(const json::object& names, std::string_view fields) {
  std::string out = json::serialize(names);
  if (fields == "{}") return out;
  out.back() = ',';
  return out.append(fields.substr(1));
}

}  // namespace target

#include "examples/target/routes.hpp"
#include "examples/target/sign_in.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace target {

namespace json = boost::json;

namespace {

constexpr int token_lifetime_seconds =
    3600;  // told, not enforced: tokens go when they are too many

/// The text of a member; empty when it is absent or no text.
std::string text_of(const json::object& document, std::string_view name) {
  const auto* found = document.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::string shown(const user& who) {
  return joined({{"id", who.id}, {"email", who.email}}, who.fields);
}

reply register_user(const call& c) {
  auto sent = sent_object(c);
  if (!sent) return failure(422, "the body must be a JSON object of at most 16 KiB");
  const auto email = text_of(*sent, "email");
  if (email.find('@') == std::string::npos) return failure(422, "email is missing or has no @");
  const auto password = text_of(*sent, "password");
  for (const auto* name : {"id", "email", "password"})
    sent->erase(name);

  const auto added = c.state.users.add(email, password, json::serialize(*sent));
  if (!added) return failure(409, "this email is registered");
  message out;
  out.status = 201;
  out.body = shown(*added);
  out.headers.emplace_back("Location", "/auth/me");
  return out;
}

reply log_in(const call& c) {
  const auto sent = sent_object(c);
  if (!sent) return failure(422, "the body must be a JSON object of at most 16 KiB");
  const auto token = c.state.users.log_in(text_of(*sent, "email"), text_of(*sent, "password"));
  if (!token) return failure(401, "unknown email or wrong password");
  message out;
  out.body = json::serialize(json::object{
      {"access_token", *token}, {"token_type", "bearer"}, {"expires_in", token_lifetime_seconds}});
  return out;
}

reply me(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  message out;
  out.body = shown(*who);
  return out;
}

/// Removes the user with everything that it created.
reply remove_me(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  c.state.things.remove_all(who->id);
  c.state.users.remove(who->email);
  message out;
  out.status = 204;
  return out;
}

reply checkout(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  const json::object page{{"email", who->email},
                          {"items", json::array{{{"sku", "A-1"}, {"quantity", 1}}}},
                          {"total", 19.9},
                          {"currency", "EUR"}};
  message out;
  out.body = json::serialize(page);
  return out;
}

}  // namespace

std::span<const route> account_routes() {
  static constexpr std::array rows{
      route{"/auth/register", "POST", register_user},
      route{"/auth/login", "POST", log_in},
      route{"/auth/me", reads, me},
      route{"/auth/me", "DELETE", remove_me},
      route{"/checkout", reads, checkout},
  };
  return rows;
}

}  // namespace target

// Access tokens of OAuth 2.0 for the requests of a user. Flow: settings -> [oauth2] ->
// Authorization.
#pragma once

#include "plugins/http/http_date.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::http_plugin {

/// How the client proves who it is (RFC 6749 2.3.1).
enum class client_authentication : std::uint8_t {
  basic,  ///< in the Authorization field
  post,   ///< as client_id and client_secret in the form
};

enum class oauth2_grant : std::uint8_t { client_credentials, password };

/// What the section `http.auth` says. Holds secrets: never put into messages or logs.
struct oauth2_settings {
  std::string token_url;
  oauth2_grant grant = oauth2_grant::client_credentials;
  client_authentication authentication = client_authentication::basic;
  std::string client_id;
  std::string client_secret;  ///< empty = a public client: client_id goes into the form
  std::string user_name;      ///< for the grant "password"
  std::string password;
  std::string scope;                                            ///< empty = what the server gives
  std::vector<std::pair<std::string, std::string>> parameters;  ///< more of the form: audience ...
  wall_seconds margin = 30;          ///< a token this close to its end counts as over
  wall_seconds default_life = 3600;  ///< of a token whose answer names none
};

/// What to do before a request.
enum class token_step : std::uint8_t {
  usable,   ///< authorize()
  refresh,  ///< send token_request(), which uses the refresh token
  fetch,    ///< send token_request(), which uses the grant
};

/// A POST to the token URL, with Content-Type application/x-www-form-urlencoded and Accept
/// application/json.
struct token_request {
  std::string body;
  std::string authorization;  ///< value of the field, or empty
};

/// The tokens of one user, or of one worker when the client itself is what logs in. Thread: one at
/// a time. `settings` must outlive it.
class oauth2_tokens {
 public:
  explicit oauth2_tokens(const oauth2_settings& settings) noexcept : settings_(&settings) {}

  token_step step(wall_seconds now) const noexcept;

  /// Writes the request for step(); the strings keep their memory.
  void write_request(token_request& out, wall_seconds now) const;

  /// Takes the answer. `asked` is when the request was sent: the life counts from there. False with
  /// the reason in `why`, which holds nothing of a secret or token. A refused refresh token is
  /// forgotten, so the next step() is fetch.
  bool take_answer(int status, std::string_view body, wall_seconds asked, std::string& why);

  /// There is a token, whatever its age.
  bool has_token() const noexcept { return !access_.empty(); }

  /// Appends the value of the Authorization field: "Bearer ...". Only when there is a token.
  void authorize(std::string& out) const;

  /// The server answered 401: the access token is no longer used, whatever its life.
  void reject() noexcept { access_.clear(); }

 private:
  bool refuse(int status, std::string_view body, std::string& why);
  bool has_refresh() const noexcept { return !refresh_.empty(); }

  const oauth2_settings* settings_;
  std::string access_, refresh_;
  wall_seconds expires_ = 0;
};

}  // namespace veriload::http_plugin

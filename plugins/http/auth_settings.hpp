// The section `http.auth` of the configuration. Flow: config -> [auth_settings] -> token_source.
#pragma once

#include "plugins/http/failure.hpp"
#include "plugins/http/oauth2.hpp"
#include "plugins/http/settings_reader.hpp"

#include <veriload_abi.h>

#include <string>
#include <vector>

namespace veriload::http_plugin {

struct services;
struct settings;

/// How a user proves who it is, in every request to the origins named. Holds secrets, as `login`
/// does.
struct auth_settings {
  oauth2_settings login;  ///< user_name and password may hold {user_index} and {a persona's field}
  bool literal_password = false;  ///< braces in it mean nothing
  bool shared = false;            ///< one token for all users of a worker, else one per user
  std::vector<std::string>
      origins;  ///< URLs whose host and port get the token, beside run.base_url

  /// Each user has a name or a password of its own.
  bool per_user() const;

  /// False with the reason in `why` for {a field} that no persona has. [main, loop]
  bool check_fields(const services& host, failure& why) const;

  /// `login` for one user. False with the reason in `why` for a field that no persona has.
  bool fill_in(const services& host, vl_user* user, oauth2_settings& out, failure& why) const;
};

/// Reads the section over what `out` holds; `auth: false` takes it away. See read_section. [main,
/// loop]
vl_status read_auth(const settings_reader& read, const vl_node* section, settings& out);

/// What only shows once the whole section `http`, which is `section`, was read. [main, loop]
vl_status check_auth(const settings_reader& read, const vl_node* section, const settings& chosen);

}  // namespace veriload::http_plugin

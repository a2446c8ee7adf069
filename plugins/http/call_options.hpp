// The settings of one call, as the options of vl_call name them. Flow: call -> [call_options] ->
// call_flow.
#pragma once

#include "plugins/http/failure.hpp"
#include "plugins/http/settings.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <string_view>

namespace veriload::http_plugin {

/// | option | value | meaning |
/// |---|---|---|
/// | redirects | 0 to 100 | followed at most; 0 = the redirect is the answer |
/// | connect_timeout | seconds above 0 | for DNS and connect |
/// | expect_continue | true, false | send the body after the server's 100 only |
/// | fail_above | 99 to 999 | statuses above count as failures, all others do not |
/// | accept_status | a code or "400-499" | does not count as a failure; may come more than once |
/// | digest | user:password | answer a Digest challenge of the server |
///
/// fail_above comes before any accept_status. Views live as long as the call.
struct call_options {
  std::uint32_t max_redirects = 0;
  vl_ns connect_timeout = 0;
  bool expect_continue = false;
  status_set failing;
  std::string_view digest_user;
  std::string_view digest_password;

  /// The defaults of `chosen`.
  void begin(const settings& chosen);

  /// Reads the options of `call`. False with VL_E_INVALID and the reason in `why` for a key that is
  /// not known or a value that is out of range. Values of `digest` are never shown.
  bool read(const vl_call& call, failure& why);

 private:
  bool read_one(std::string_view key, std::string_view value, failure& why);
};

}  // namespace veriload::http_plugin

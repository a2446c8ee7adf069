// Takes the challenges of a WWW-Authenticate field apart. Flow: answer -> [auth_challenge] ->
// digest.
#pragma once

#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// One step through the value of WWW-Authenticate or Proxy-Authenticate (RFC 9110 11.6.1).
struct auth_piece {
  enum class kind : unsigned char {
    scheme,     ///< a new challenge starts; `name` is its scheme
    parameter,  ///< `name` = `value` of the challenge before; no quotes, no backslashes
    blob,       ///< `value` is the token68 of the challenge before
    end,        ///< nothing follows
    wrong,      ///< what follows is none of these
  };
  kind what = kind::end;
  std::string_view name;  ///< a view into the field
  std::string value;
};

/// Moves `field` forward past the next piece. `piece.value` keeps its memory. Every call but the
/// last takes at least one byte, so a loop over it ends. Thread: any.
void next_auth_piece(std::string_view& field, auth_piece& piece);

}  // namespace veriload::http_plugin

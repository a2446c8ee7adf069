#include "plugins/http/hop_url.hpp"

namespace veriload::http_plugin {

bool append_path(std::string& out, const destination& to, failure& why) {
  if (!to.absolute) return append_joined(out, to.base_path, to.target, why);
  if (to.target.empty() || to.target.front() != '/') out += '/';
  return append_target(out, to.target, why);
}

bool append_url(std::string& out, const destination& to, failure& why) {
  out.append(scheme_of(*to.to)).append("://").append(to.to->host_value);
  return append_path(out, to, why);
}

std::string_view scheme_of(const origin& of) noexcept { return is_secure(of) ? "https" : "http"; }

bool is_secure(const origin& of) noexcept { return of.secure; }

}  // namespace veriload::http_plugin

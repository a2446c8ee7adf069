#include "plugins/http/user_memory.hpp"

#include "plugins/http/hop_url.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

// A target that cannot be sent is told by the request writer; here it only has no cookies.
bool path_of(const destination& to, std::string& path) {
  failure why;
  if (!append_path(path, to, why)) return false;
  path.resize(std::min(path.find('?'), path.size()));
  return true;
}

}  // namespace

user_memory::user_memory(kept_bodies& bodies, std::uint64_t cache_bytes) {
  if (cache_bytes != 0) cache_ = std::make_unique<response_cache>(bodies, cache_bytes);
}

digest_login& user_memory::login(const origin& where, std::string_view user) {
  for (const auto& known : logins_) {
    if (known->where == &where && known->user == user) return known->state;
  }
  logins_.push_back(std::make_unique<known_login>());
  logins_.back()->where = &where;
  logins_.back()->user = user;
  return logins_.back()->state;
}

bool user_memory::append_cookies(std::string& out, const destination& to, wall_seconds now) {
  std::string path;
  return jar_.size() != 0 && path_of(to, path) &&
         jar_.header_for(out, to.to->host, path, is_secure(*to.to), now);
}

cookie_verdict user_memory::keep_cookie(const destination& to, std::string_view set_cookie,
                                        wall_seconds now) {
  std::string path;
  if (!path_of(to, path)) return cookie_verdict::control_byte;
  return jar_.store(set_cookie, {to.to->host, path, is_secure(*to.to)}, now);
}

}  // namespace veriload::http_plugin

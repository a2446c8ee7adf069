// What a user's HTTP session keeps between requests. Flow: http -> [http_memory] ->
// veriload.http/1.
#pragma once

#include "veriload/guard.hpp"
#include "veriload/http_exchange.hpp"

#include <veriload_http.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The typed interface of the session of one user, opened when there is none yet. Every function
/// throws `error` of kind "http" when it cannot be done. Thread: loop.
class http_memory {
 public:
  explicit http_memory(user_link& link) {
    vl_session* const session = http_exchange::open_session(link);
    table_ =
        static_cast<const vl_http_v1*>(link.context->calls.typed(session, VL_HTTP_V1, &session_));
    if (table_ == nullptr) {
      throw error("http", "the http plugin does not offer " VL_HTTP_V1, VL_E_UNSUPPORTED);
    }
  }

  std::string cookie(std::string_view name, std::string_view target) const {
    std::string all;
    const vl_sink sink{
        &all, [](void* to, vl_cbuf bytes) noexcept -> vl_status {
          return guard(nullptr, [&] { static_cast<std::string*>(to)->append(to_view(bytes)); });
        }};
    const vl_status status = table_->cookies(session_, to_str(target), &sink);
    if (status != VL_OK) throw_status("http", "cookies", status);
    std::string_view rest = all;
    while (!rest.empty()) {
      const std::string_view pair = rest.substr(0, rest.find("; "));
      rest.remove_prefix(std::min(pair.size() + 2, rest.size()));
      const std::size_t sign = pair.find('=');
      if (sign != std::string_view::npos && pair.substr(0, sign) == name) {
        return std::string(pair.substr(sign + 1));
      }
    }
    return {};
  }

  void set_cookie(std::string_view name, std::string_view value, std::string_view target,
                  std::string_view attributes) const {
    // Else a value could bring attributes, or a name a value.
    if (name.find_first_of("=;") != std::string_view::npos ||
        value.find(';') != std::string_view::npos) {
      throw error("http", joined({"cookie \"", name, "\" holds '=' or ';' where none may stand"}),
                  VL_E_INVALID);
    }
    const std::string text = joined({name, "=", value, attributes.empty() ? "" : "; ", attributes});
    vl_error why = new_error();
    const vl_status status = table_->cookie_set(session_, to_str(target), to_str(text), &why);
    if (status != VL_OK) {
      throw error("http", joined({"cookie \"", name, "\": ", message_of(why)}), status);
    }
  }

  void clear_cookies() const noexcept { table_->cookies_clear(session_); }
  void clear_cache() const noexcept { table_->cache_clear(session_); }
  void close_connections() const noexcept { table_->close_idle(session_); }

 private:
  const vl_http_v1* table_ = nullptr;
  void* session_ = nullptr;
};

}  // namespace v1
}  // namespace veriload

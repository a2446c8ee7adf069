#include "plugins/http/typed_table.hpp"

#include "plugins/http/session.hpp"

#include <veriload/guard.hpp>
#include <veriload/text.hpp>

#include <string>

namespace veriload::http_plugin {
namespace {

vl_status cookie_set(void* of, vl_str target, vl_str set_cookie, vl_error* error) noexcept {
  return guard(error, [&] {
    auto& user = *static_cast<session*>(of);
    destination to;
    failure why;
    if (!user.own().resolve(to_view(target), to, why)) {
      return error_text(error, VL_E_INVALID, std::string_view(why.text));
    }
    const cookie_verdict verdict =
        user.memory().keep_cookie(to, to_view(set_cookie), user.shared().host.wall());
    if (verdict == cookie_verdict::stored || verdict == cookie_verdict::removed) {
      return vl_status{VL_OK};
    }
    return error_text(error, VL_E_INVALID, "cookie refused: ", std::string_view(text(verdict)));
  });
}

vl_status cookies(void* of, vl_str target, const vl_sink* out) noexcept {
  return guard(nullptr, [&] {
    auto& user = *static_cast<session*>(of);
    destination to;
    failure why;
    if (!user.own().resolve(to_view(target), to, why)) return vl_status{VL_E_INVALID};
    std::string value;
    if (!user.memory().append_cookies(value, to, user.shared().host.wall())) {
      return vl_status{VL_OK};
    }
    return out->write(out->ctx, to_bytes(value));
  });
}

void cookies_clear(void* of) noexcept { static_cast<session*>(of)->memory().forget_cookies(); }

void cache_clear(void* of) noexcept {
  if (response_cache* const cache = static_cast<session*>(of)->memory().cache()) cache->clear();
}

void close_idle(void* of) noexcept { static_cast<session*>(of)->close_idle(); }

}  // namespace

const vl_http_v1 typed_table = {
    sizeof(vl_http_v1), 0, &cookie_set, &cookies, &cookies_clear, &cache_clear, &close_idle};

}  // namespace veriload::http_plugin

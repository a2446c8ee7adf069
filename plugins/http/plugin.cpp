// The plugin dev.veriload.http: glue between the protocol table and the engine. Flow: host ->
// [plugin] -> session.
#include "plugins/http/session.hpp"
#include "plugins/http/settings.hpp"
#include "plugins/http/worker.hpp"

#include <veriload/plugin.hpp>

#include <string>
#include <string_view>

namespace veriload::http_plugin {
namespace {

class plugin {
 public:
  explicit plugin(host_services host)
      : host_{host.handle(), &host.get<vl_loop_v1>(), &host.get<vl_stream_v1>(),
              &host.get<vl_config_v1>(), host.find<vl_log_v1>()} {
    default_user_agent_ = "veriload/" + std::string(to_view(host.handle()->version));
  }

  const void* component(std::string_view id) const;

  vl_status configure(const vl_node* section, const vl_node* root, vl_error* error) {
    settings chosen;
    chosen.request.user_agent = default_user_agent_;
    if (const auto status = read_base_url(*host_.config, root, chosen, error); status != VL_OK) {
      return status;
    }
    if (const auto status = read_section(*host_.config, section, chosen, error); status != VL_OK) {
      return status;
    }
    chosen_ = std::move(chosen);
    return VL_OK;
  }

  worker* open_worker(vl_loop* loop) const { return new worker(host_, chosen_, loop); }

 private:
  services host_;
  std::string default_user_agent_;
  settings chosen_;
};

vl_status configure(void* self, const vl_node* section, const vl_node* root,
                    vl_error* error) noexcept {
  return guard(error, [&] { return static_cast<plugin*>(self)->configure(section, root, error); });
}

vl_status worker_open(void* self, vl_loop* loop, void** out, vl_error* error) noexcept {
  return guard(error, [&] { *out = static_cast<const plugin*>(self)->open_worker(loop); });
}

void worker_close(void* shared) noexcept { delete static_cast<worker*>(shared); }

vl_status open(void* shared, vl_user*, const vl_node* config, void** out, vl_op*) noexcept {
  auto& host = *static_cast<worker*>(shared);
  vl_error why = new_error();
  const vl_status status = guard(&why, [&] { *out = new session(host, host.profile_of(config)); });
  if (status != VL_OK && host.host.log != nullptr) {
    host.host.log->write(host.host.host, VL_LOG_ERROR, to_str(message_of(why)), nullptr, 0);
  }
  return status;
}

vl_status call(void* of, const vl_call* request, vl_reply* reply, vl_op* op) noexcept {
  return guard(nullptr, [&] { return static_cast<session*>(of)->call(*request, *reply, *op); });
}

vl_status cancel(void* of, vl_op* op) noexcept {
  return guard(nullptr, [&] { return static_cast<session*>(of)->cancel(*op); });
}

vl_status close(void* of, vl_op*) noexcept {
  auto* const ending = static_cast<session*>(of);
  if (ending->busy()) return VL_E_MISUSE;  // calls in flight were to be completed before
  delete ending;
  return VL_OK;
}

const void* typed(void*, const char*) noexcept { return nullptr; }

constexpr const char* reference =
    "Settings of the HTTP/1.1 plugin. Optional.\n"
    "\n"
    "| key | value | default | unit | meaning |\n"
    "|---|---|---|---|---|\n"
    "| `http.connect_timeout_seconds` | a number above 0 | `5` | s | DNS and connect together |\n"
    "| `http.read_timeout_seconds` | a number above 0 | `30` | s | longest silence of the server "
    "while an answer is awaited |\n"
    "| `http.timeout_seconds` | a number above 0 | `60` | s | the whole call; `.timeout()` of a "
    "request goes before it |\n"
    "| `http.keep_alive` | a boolean | `true` |  | keep connections for the user's next request |\n"
    "| `http.max_connections_per_user` | an integer above 0 | `6` |  | of one user, over all "
    "hosts; "
    "further calls wait in order |\n"
    "| `http.max_body_bytes` | an integer above 0 | `67108864` | bytes | a larger answer fails |\n"
    "| `http.headers` | a mapping of texts | none |  | sent with every request, unless the request "
    "names the same header |\n"
    "| `http.user_agent` | a text | `veriload/<version>` |  | value of User-Agent |\n";

constexpr vl_protocol_v1 protocol = {sizeof(vl_protocol_v1),
                                     VL_PROTOCOL_OVERLAP,
                                     "http",
                                     &configure,
                                     &worker_open,
                                     &worker_close,
                                     &open,
                                     &call,
                                     &cancel,
                                     &close,
                                     &typed,
                                     reference};

const void* plugin::component(std::string_view id) const {
  return id == VL_COMP_PROTOCOL ? &protocol : nullptr;
}

using entry = plugin_entry<plugin>;

}  // namespace
}  // namespace veriload::http_plugin

VERILOAD_PLUGIN(http, "dev.veriload.http", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_PROTOCOL),
                veriload::ids(VL_SVC_LOOP, VL_SVC_STREAM, VL_SVC_CONFIG), veriload::ids(VL_SVC_LOG),
                &veriload::http_plugin::entry::init, &veriload::http_plugin::entry::component,
                &veriload::http_plugin::entry::fini);

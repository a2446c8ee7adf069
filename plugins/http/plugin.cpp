// The plugin dev.veriload.http: glue between the protocol table and the engine. Flow: host ->
// [plugin] -> session.
#include "plugins/http/session.hpp"
#include "plugins/http/settings.hpp"
#include "plugins/http/typed_table.hpp"
#include "plugins/http/worker.hpp"

#include <veriload/plugin.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace veriload::http_plugin {
namespace {

// The folder of the configuration file: the place of any node starts with the file's path.
std::string folder_of(const vl_config_v1& config, const vl_node* root) {
  vl_error place = new_error();
  config.where(config.find(root, to_str("run")), &place);
  const std::string_view where = message_of(place);
  const std::size_t slash = where.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(where.substr(0, slash));
}

class plugin {
 public:
  explicit plugin(host_services host)
      : host_{host.handle(),
              &host.get<vl_loop_v1>(),
              &host.get<vl_stream_v1>(),
              &host.get<vl_config_v1>(),
              host.find<vl_log_v1>(),
              host.find<vl_safety_v1>(),
              host.find<vl_user_v1>(),
              host.find<vl_metrics_v1>()} {
    default_user_agent_ = "veriload/" + std::string(to_view(host.handle()->version));
  }

  const void* component(std::string_view id) const;

  vl_status configure(const vl_node* section, const vl_node* root, vl_error* error) {
    settings chosen;
    chosen.request.user_agent = default_user_agent_;
    chosen.folder = folder_of(*host_.config, root);
    if (const auto status = read_base_url(*host_.config, root, chosen, error); status != VL_OK) {
      return status;
    }
    if (const auto status = read_section(*host_.config, section, chosen, error); status != VL_OK) {
      return status;
    }
    if (const auto status = check_tls(chosen.tls, section, error); status != VL_OK) return status;
    if (const auto status = check_login(chosen, section, error); status != VL_OK) return status;
    chosen_ = std::move(chosen);
    return VL_OK;
  }

  worker* open_worker(vl_loop* loop) const { return new worker(host_, chosen_, loop); }

 private:
  // Before the first user, as far as the files are known then.
  vl_status check_tls(const tls_settings& chosen, const vl_node* section, vl_error* error) const {
    const vl_node* const tls = host_.config->find(section, to_str("tls"));
    if (chosen.per_user() || host_.config->kind(tls) == VL_NODE_NULL) return VL_OK;
    const vl_tls_options options = options_of(chosen);
    vl_error why = new_error();
    const vl_status status = host_.stream->tls_check(host_.host, &options, &why);
    if (status == VL_OK) return VL_OK;
    return settings_reader(*host_.config, error).refuse(tls, "http.tls: ", message_of(why));
  }

  // What would fail every user's open or first call.
  vl_status check_login(const settings& chosen, const vl_node* section, vl_error* error) const {
    if (!chosen.auth) return VL_OK;
    const settings_reader read(*host_.config, error);
    const vl_node* const auth = host_.config->find(section, to_str("auth"));
    failure why;
    if (!chosen.auth->check_fields(host_, why))
      return read.refuse(auth, std::string_view(why.text));
    url_parts url;
    split_url(chosen.auth->login.token_url, url, why);
    if (host_.safety == nullptr ||
        host_.safety->allow_host(host_.host, to_str(url.host), nullptr) == VL_OK) {
      return VL_OK;
    }
    return read.refuse(host_.config->find(auth, to_str("token_url")), "http.auth.token_url: host ",
                       url.host, " is not in safety.allowed_hosts");
  }

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

// Who the user is, for the names of its files.
tls_user user_of(const services& host, vl_user* user) {
  if (host.user == nullptr) throw error("http", "http.tls: this host does not tell users apart");
  vl_str persona{};
  const vl_id field = host.user->field(host.host, to_str("persona_id"), nullptr);
  if (field != 0 && host.user->persona(user, field, &persona) != VL_OK) persona = {};
  return {host.user->number(user), std::string(to_view(persona))};
}

vl_status open(void* shared, vl_user* user, const vl_node* config, void** out, vl_op*) noexcept {
  auto& host = *static_cast<worker*>(shared);
  vl_error why = new_error();
  const vl_status status = guard(&why, [&] {
    auto made = std::make_unique<session>(host, host.profile_of(config), user);
    failure wrong;
    if (made->chosen().tls.per_user() && !made->open_own_tls(user_of(host.host, user), wrong)) {
      throw error("http", wrong.text, wrong.status);
    }
    if (!made->open_login(wrong)) throw error("http", wrong.text, wrong.status);
    *out = made.release();
  });
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

vl_status close(void* of, vl_op* op) noexcept {
  auto* const ending = static_cast<session*>(of);
  if (ending->busy()) return VL_E_MISUSE;  // calls in flight were to be completed before
  if (ending->ends_later(*op)) return VL_PENDING;
  delete ending;
  return VL_OK;
}

const void* typed(void*, const char* interface_id) noexcept {
  return std::string_view(interface_id) == VL_HTTP_V1 ? &typed_table : nullptr;
}

const vl_protocol_v1 protocol = {sizeof(vl_protocol_v1),
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
                                 settings_reference};

const void* plugin::component(std::string_view id) const {
  return id == VL_COMP_PROTOCOL ? &protocol : nullptr;
}

using entry = plugin_entry<plugin>;

}  // namespace
}  // namespace veriload::http_plugin

VERILOAD_PLUGIN(http, "dev.veriload.http", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_PROTOCOL),
                veriload::ids(VL_SVC_LOOP, VL_SVC_STREAM, VL_SVC_CONFIG),
                veriload::ids(VL_SVC_LOG, VL_SVC_SAFETY, VL_SVC_METRICS, VL_SVC_USER),
                &veriload::http_plugin::entry::init, &veriload::http_plugin::entry::component,
                &veriload::http_plugin::entry::fini);

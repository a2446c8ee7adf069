#include "plugins/http/tls_settings.hpp"

#include <veriload/error.hpp>
#include <veriload/text.hpp>

#include <array>
#include <string_view>

namespace veriload::http_plugin {
namespace {

constexpr std::array<std::string_view, 12> keys{
    "verify",           "ca_file",      "client_certificate", "client_key",
    "key_password_env", "min_version",  "max_version",        "ciphers",
    "resume",           "key_log_file", "server_name",        "alpn"};
constexpr std::string_view user_index = "{user_index}";
constexpr std::string_view persona_id = "{persona_id}";

bool has_place(std::string_view text) {
  return text.find(user_index) != std::string_view::npos ||
         text.find(persona_id) != std::string_view::npos;
}

std::string replaced(std::string text, std::string_view place, std::string_view value) {
  for (std::size_t at = 0; (at = text.find(place, at)) != std::string::npos; at += value.size())
    text.replace(at, place.size(), value);
  return text;
}

// "1.2", also without quotes, where YAML takes it for a number.
vl_status version(const settings_reader& read, const vl_node* node, std::string_view key,
                  std::uint32_t& out) {
  const vl_config_v1& config = read.config();
  vl_str text{};
  double number = 0;
  const bool is_text = config.str(node, &text) == VL_OK;
  const bool is_number = !is_text && config.f64(node, &number) == VL_OK;
  const auto means = [&](std::string_view word, double value) {
    return is_text ? to_view(text) == word : is_number && number == value;
  };
  if (means("1.2", 1.2)) {
    out = 0x0303;
  } else if (means("1.3", 1.3)) {
    out = 0x0304;
  } else {
    return read.refuse(node, "http.", key, " must be \"1.2\" or \"1.3\"", is_text ? ", is \"" : "",
                       is_text ? to_view(text) : std::string_view(), is_text ? "\"" : "");
  }
  return VL_OK;
}

vl_status read_key(const settings_reader& read, std::string_view key, const vl_node* node,
                   tls_settings& out) {
  const std::string path = "tls." + std::string(key);
  if (key == "verify") return read.boolean(node, path, out.verify);
  if (key == "resume") return read.boolean(node, path, out.resume);
  if (key == "ca_file") return read.text(node, path, out.ca_file);
  if (key == "client_certificate") return read.text(node, path, out.client_certificate);
  if (key == "client_key") return read.text(node, path, out.client_key);
  if (key == "key_password_env") return read.from_environment(node, path, out.key_password);
  if (key == "min_version") return version(read, node, path, out.min_version);
  if (key == "max_version") return version(read, node, path, out.max_version);
  if (key == "ciphers") return read.text(node, path, out.ciphers);
  if (key == "key_log_file") return read.text(node, path, out.key_log_file);
  if (key == "server_name") return read.text(node, path, out.server_name);
  if (key == "alpn") return read.text(node, path, out.alpn);
  return read.unknown(node, "tls.", key, keys);
}

}  // namespace

bool tls_settings::per_user() const {
  return has_place(client_certificate) || has_place(client_key);
}

bool tls_settings::fill_in(const tls_user& who, tls_settings& out, failure& why) const {
  const bool by_persona = client_certificate.find(persona_id) != std::string::npos ||
                          client_key.find(persona_id) != std::string::npos;
  if (by_persona && (who.persona.empty() || who.persona.find('/') != std::string::npos)) {
    why.set(VL_E_CONFIG, 0, "http.tls: the persona's id \"%.60s\" cannot be part of a file name",
            who.persona.c_str());
    return false;
  }
  const std::string number = std::to_string(who.index);
  out = *this;
  for (std::string* path : {&out.client_certificate, &out.client_key})
    *path = replaced(replaced(*path, user_index, number), persona_id, who.persona);
  return true;
}

std::string key_of(const tls_settings& of) {
  std::string key = std::to_string(of.min_version) + ' ' + std::to_string(of.max_version) +
                    (of.verify ? " verified" : "") + (of.resume ? " resumed" : "");
  for (const std::string* text : {&of.ca_file, &of.client_certificate, &of.client_key, &of.ciphers,
                                  &of.key_log_file, &of.server_name, &of.alpn}) {
    key.append("\n").append(*text);
  }
  return key;
}

vl_tls_options options_of(const tls_settings& from) {
  vl_tls_options out{};
  out.struct_size = sizeof out;
  if (!from.verify) out.flags |= VL_TLS_NO_VERIFY;
  if (from.resume) out.flags |= VL_TLS_RESUME;
  out.ca_file = to_str(from.ca_file);
  out.certificate_file = to_str(from.client_certificate);
  out.key_file = to_str(from.client_key);
  out.key_password = to_str(from.key_password);
  out.ciphers = to_str(from.ciphers);
  out.key_log_file = to_str(from.key_log_file);
  out.min_version = from.min_version;
  out.max_version = from.max_version;
  return out;
}

vl_status read_tls(const settings_reader& read, const vl_node* section, tls_settings& out) {
  const vl_config_v1& config = read.config();
  if (config.kind(section) == VL_NODE_NULL) return VL_OK;
  if (config.kind(section) != VL_NODE_MAP) return read.wrong_kind(section, "tls", "a map");
  for (std::uint32_t i = 0; i < config.size(section); ++i) {
    vl_str key{};
    const vl_node* const node = config.at(section, i, &key);
    const vl_status status = read_key(read, to_view(key), node, out);
    if (status != VL_OK) return status;
  }
  return VL_OK;
}

tls_handle::~tls_handle() {
  if (tls_ != nullptr) streams_->tls_close(tls_);
}

bool tls_handle::open(const vl_stream_v1& streams, vl_loop* loop, const tls_settings& chosen,
                      failure& why) {
  const vl_tls_options options = options_of(chosen);
  vl_error error = new_error();
  const vl_status status = streams.tls_open(loop, &options, &tls_, &error);
  if (status == VL_OK) {
    streams_ = &streams;
    return true;
  }
  tls_ = nullptr;
  why.set(status, 0, "http.tls: %s", error.message);
  return false;
}

}  // namespace veriload::http_plugin

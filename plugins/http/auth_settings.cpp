#include "plugins/http/auth_settings.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/worker.hpp"

#include <veriload/error.hpp>
#include <veriload/text.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace veriload::http_plugin {
namespace {

constexpr std::array<std::string_view, 15> keys{
    "kind",           "token_url",     "grant",
    "client_id",      "client_secret", "client_secret_env",
    "user_name",      "password",      "password_env",
    "scope",          "parameters",    "margin_seconds",
    "authentication", "shared",        "origins"};
constexpr std::int64_t longest_margin = 86'400;

// Never echoes the URL: a query may hold a secret.
vl_status url(const settings_reader& read, const vl_node* node, std::string_view key,
              std::string& out) {
  if (const vl_status status = read.text(node, key, out); status != VL_OK) return status;
  url_parts parts;
  failure why;
  std::string target;
  if (split_url(out, parts, why) && append_target(target, parts.rest, why)) return VL_OK;
  return read.refuse(node, "http.", key, ": ", std::string_view(why.text));
}

vl_status read_origins(const settings_reader& read, const vl_node* node,
                       std::vector<std::string>& out) {
  const vl_config_v1& config = read.config();
  constexpr std::string_view key = "auth.origins";
  if (config.kind(node) != VL_NODE_LIST) {
    return read.wrong_kind(node, key, "a list of URLs such as https://api.shop.test");
  }
  std::vector<std::string> found(config.size(node));
  for (std::uint32_t i = 0; i < config.size(node); ++i) {
    const vl_status status = url(read, config.at(node, i, nullptr), key, found[i]);
    if (status != VL_OK) return status;
  }
  out = std::move(found);
  return VL_OK;
}

// A value is not shown: it may be a secret as well.
vl_status read_parameters(const settings_reader& read, const vl_node* node, oauth2_settings& out) {
  const vl_config_v1& config = read.config();
  if (config.kind(node) != VL_NODE_MAP) {
    return read.wrong_kind(node, "auth.parameters", "a map of names to text");
  }
  for (std::uint32_t i = 0; i < config.size(node); ++i) {
    vl_str key{}, value{};
    const vl_node* const entry = config.at(node, i, &key);
    const std::string name(to_view(key));
    if (config.str(entry, &value) != VL_OK) {
      return read.wrong_kind(entry, "auth.parameters." + name, "text");
    }
    std::erase_if(out.parameters, [&](const auto& known) { return known.first == name; });
    out.parameters.emplace_back(name, to_view(value));
  }
  return VL_OK;
}

vl_status read_key(const settings_reader& read, std::string_view key, const vl_node* node,
                   auth_settings& out) {
  const std::string path = "auth." + std::string(key);
  oauth2_settings& login = out.login;
  if (key == "kind") {
    bool none = false;
    return read.choice(node, path, "oauth2", "", none);
  }
  if (key == "token_url") return url(read, node, path, login.token_url);
  if (key == "grant") {
    bool password = false;
    const vl_status status = read.choice(node, path, "client_credentials", "password", password);
    login.grant = password ? oauth2_grant::password : oauth2_grant::client_credentials;
    return status;
  }
  if (key == "authentication") {
    bool post = false;
    const vl_status status = read.choice(node, path, "basic", "post", post);
    login.authentication = post ? client_authentication::post : client_authentication::basic;
    return status;
  }
  if (key == "client_id") return read.text(node, path, login.client_id);
  if (key == "client_secret") return read.text(node, path, login.client_secret);
  if (key == "client_secret_env") return read.from_environment(node, path, login.client_secret);
  if (key == "user_name") return read.text(node, path, login.user_name);
  if (key == "password" || key == "password_env") {
    out.literal_password = key == "password_env";
    return out.literal_password ? read.from_environment(node, path, login.password)
                                : read.text(node, path, login.password);
  }
  if (key == "scope") return read.text(node, path, login.scope);
  if (key == "parameters") return read_parameters(read, node, login);
  if (key == "margin_seconds") return read.whole(node, path, 0, longest_margin, login.margin);
  if (key == "shared") return read.boolean(node, path, out.shared);
  if (key == "origins") return read_origins(read, node, out.origins);
  return read.unknown(node, "auth.", key, keys);
}

// The next {name} in `text` from `at` on: its place and length, braces included. Empty: none.
std::string_view next_placeholder(std::string_view text, std::size_t at) {
  const std::size_t open = text.find('{', at);
  if (open == std::string_view::npos) return {};
  const std::size_t close = text.find('}', open);
  return close == std::string_view::npos ? std::string_view() : text.substr(open, close - open + 1);
}

bool has_placeholder(std::string_view text) { return !next_placeholder(text, 0).empty(); }

// The field of a persona that is meant; 0 for the user's index. In a password the name is not
// shown: it may be a part of one.
bool field_of(const services& host, std::string_view name, bool secret, vl_id& field,
              failure& why) {
  field = 0;
  if (name == "user_index") return true;
  vl_error error = new_error();
  field = host.user->field(host.host, to_str(name), &error);
  if (field != 0) return true;
  if (secret) {
    why.set(VL_E_CONFIG, 0,
            "http.auth.password holds braces with no field of a persona in them, expected "
            "{user_index} or {a field}; a password that holds braces goes into password_env");
  } else {
    why.set(VL_E_CONFIG, 0, "http.auth.user_name: %.150s", error.message);
  }
  return false;
}

// Calls take(name) for the text in each pair of braces, and puts what it gives in its place. A
// value is not looked at again: one that holds braces stays as it is.
template <class Take>
bool each_placeholder(std::string& text, const Take& take) {
  std::string value;
  for (std::size_t at = 0;;) {
    const std::string_view found = next_placeholder(text, at);
    if (found.empty()) return true;
    const auto place = static_cast<std::size_t>(found.data() - text.data());
    const std::size_t size = found.size();
    if (!take(found.substr(1, size - 2), value)) return false;
    text.replace(place, size, value);
    at = place + value.size();
  }
}

bool fill(const services& host, vl_user* user, std::string& text, bool secret, failure& why) {
  return each_placeholder(text, [&](std::string_view name, std::string& value) {
    vl_id field = 0;
    if (!field_of(host, name, secret, field, why)) return false;
    if (field == 0) {
      value = std::to_string(host.user->number(user));
      return true;
    }
    vl_str found{};
    const vl_status status = host.user->persona(user, field, &found);
    if (status != VL_OK) why.set(status, 0, "http.auth: the user's persona has no values");
    value = to_view(found);
    return status == VL_OK;
  });
}

}  // namespace

bool auth_settings::per_user() const {
  return has_placeholder(login.user_name) || (!literal_password && has_placeholder(login.password));
}

bool auth_settings::check_fields(const services& host, failure& why) const {
  if (host.user == nullptr) return true;
  const auto known = [&](std::string text, bool secret) {
    return each_placeholder(text, [&](std::string_view name, std::string& value) {
      vl_id field = 0;
      value.clear();
      return field_of(host, name, secret, field, why);
    });
  };
  return known(login.user_name, false) && (literal_password || known(login.password, true));
}

bool auth_settings::fill_in(const services& host, vl_user* user, oauth2_settings& out,
                            failure& why) const {
  if (host.user == nullptr || user == nullptr) {
    why.set(VL_E_UNSUPPORTED, 0, "http.auth: this host does not tell users apart");
    return false;
  }
  out = login;
  return fill(host, user, out.user_name, false, why) &&
         (literal_password || fill(host, user, out.password, true, why));
}

vl_status read_auth(const settings_reader& read, const vl_node* section, settings& out) {
  const vl_config_v1& config = read.config();
  if (config.kind(section) == VL_NODE_NULL) return VL_OK;
  if (std::int32_t on = 0; config.boolean(section, &on) == VL_OK && on == 0) {
    out.auth.reset();
    return VL_OK;
  }
  if (config.kind(section) != VL_NODE_MAP)
    return read.wrong_kind(section, "auth", "a map or false");
  if (!out.auth) out.auth.emplace();
  for (std::uint32_t i = 0; i < config.size(section); ++i) {
    vl_str key{};
    const vl_node* const node = config.at(section, i, &key);
    const vl_status status = read_key(read, to_view(key), node, *out.auth);
    if (status != VL_OK) return status;
  }
  return VL_OK;
}

vl_status check_auth(const settings_reader& read, const vl_node* section, const settings& chosen) {
  if (!chosen.auth) return VL_OK;
  const auth_settings& auth = *chosen.auth;
  const oauth2_settings& login = auth.login;
  const vl_node* const node = read.config().find(section, to_str("auth"));
  const auto refuse = [&](std::string_view words) {
    return read.refuse(node != nullptr ? node : section, "http.auth", words);
  };
  const bool asks_password = login.grant == oauth2_grant::password;
  if (login.token_url.empty()) return refuse(" needs token_url: where tokens are got");
  if (!asks_password && login.client_id.empty()) return refuse(" needs client_id");
  // A client may also be known by its certificate (RFC 8705).
  if (!asks_password && login.client_secret.empty() && chosen.tls.client_certificate.empty()) {
    return refuse(" needs client_secret_env: the environment variable that holds the secret");
  }
  if (asks_password && login.user_name.empty()) return refuse(" needs user_name");
  if (asks_password && login.password.empty()) return refuse(" needs password_env or password");
  if (!asks_password && !(login.user_name.empty() && login.password.empty())) {
    return refuse(
        ": user_name and password belong to the grant password, the grant is "
        "client_credentials");
  }
  if (auth.shared && (auth.per_user() || chosen.tls.per_user())) {
    return refuse(".shared is true, but each user has a name, password or certificate of its own");
  }
  if (!chosen.base && auth.origins.empty()) {
    return refuse(" needs run.base_url or origins: where tokens are sent");
  }
  const auto says = [](const auto& h) { return same_name(h.first, "authorization"); };
  if (std::ranges::any_of(chosen.request.headers, says)) {
    return refuse(" and http.headers.authorization exclude each other: remove one of them");
  }
  return VL_OK;
}

}  // namespace veriload::http_plugin

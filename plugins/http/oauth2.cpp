#include "plugins/http/oauth2.hpp"

#include "plugins/http/character_class.hpp"

#include <veriload/json.hpp>
#include <veriload/url_text.hpp>

#include <algorithm>

namespace veriload::http_plugin {
namespace {

constexpr std::size_t reason_limit = 160;  // bytes of the server's own words
constexpr wall_seconds longest_life = 10ll * 365 * 86400;

void add_field(std::string& body, std::string_view key, std::string_view value) {
  if (!body.empty()) body += '&';
  append_form_encoded(body, key);
  body += '=';
  append_form_encoded(body, value);
}

// A token as RFC 6750 has it: what would break a header line is no token.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string_view text_member(const json& object, std::string_view key) {
  const json* found = object.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string_view();
}

// What a server says may repeat what it was sent.
void hide(std::string& text, std::string_view secret) {
  if (secret.empty()) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) {
    text.replace(at, secret.size(), "***");
  }
}

// Seconds of life; servers also send the number as text.
wall_seconds life_of(const json& answer, wall_seconds otherwise) {
  const json* found = answer.find("expires_in");
  if (found == nullptr) return otherwise;
  double seconds = -1;
  if (found->type() == json::kind::integer || found->type() == json::kind::number) {
    seconds = found->as_double();
  } else if (found->is_string()) {
    const std::string_view text = found->as_string();
    if (text.empty() || text.size() > 12 || !std::ranges::all_of(text, is_digit)) return otherwise;
    seconds = 0;
    for (const char c : text)
      seconds = seconds * 10 + (c - '0');
  }
  if (!(seconds >= 0)) return otherwise;
  return static_cast<wall_seconds>(std::min(seconds, static_cast<double>(longest_life)));
}

}  // namespace

token_step oauth2_tokens::step(wall_seconds now) const noexcept {
  if (!access_.empty() && now < expires_) return token_step::usable;
  return has_refresh() ? token_step::refresh : token_step::fetch;
}

void oauth2_tokens::write_request(token_request& out, wall_seconds now) const {
  const oauth2_settings& s = *settings_;
  out.body.clear();
  out.authorization.clear();
  if (step(now) == token_step::refresh) {
    add_field(out.body, "grant_type", "refresh_token");
    add_field(out.body, "refresh_token", refresh_);
  } else if (s.grant == oauth2_grant::password) {
    add_field(out.body, "grant_type", "password");
    add_field(out.body, "username", s.user_name);
    add_field(out.body, "password", s.password);
  } else {
    add_field(out.body, "grant_type", "client_credentials");
  }
  if (!s.scope.empty()) add_field(out.body, "scope", s.scope);
  for (const auto& [key, value] : s.parameters)
    add_field(out.body, key, value);

  if (s.client_secret.empty() || s.authentication == client_authentication::post) {
    if (!s.client_id.empty()) add_field(out.body, "client_id", s.client_id);
    if (!s.client_secret.empty()) add_field(out.body, "client_secret", s.client_secret);
    return;
  }
  // Both are form-encoded before base64 (RFC 6749 2.3.1): a colon in the id cannot split it. A
  // space as %20, not '+': every decoder takes that, while some of real servers leave a '+' alone.
  std::string pair;
  append_percent_encoded(pair, s.client_id);
  pair += ':';
  append_percent_encoded(pair, s.client_secret);
  out.authorization = "Basic ";
  append_base64(out.authorization, pair);
}

bool oauth2_tokens::refuse(int status, std::string_view body, std::string& why) {
  why = "the token endpoint answered " + std::to_string(status);
  std::string code, words;
  try {
    const json answer = json::parse(body, 20);
    code = text_member(answer, "error");
    words = text_member(answer, "error_description");
  } catch (const json_error&) {
    return false;  // a page of a proxy, say: the status is all there is to tell
  }
  if (code.empty()) return false;
  if (has_refresh() && code == "invalid_grant") refresh_.clear();
  std::string said = code;
  if (!words.empty()) said += ": " + words;
  for (const std::string_view secret :
       {std::string_view(settings_->client_secret), std::string_view(settings_->password),
        std::string_view(refresh_), std::string_view(access_)}) {
    hide(said, secret);
  }
  std::ranges::replace_if(said, is_control, ' ');
  if (said.size() > reason_limit) said = said.substr(0, reason_limit) + "...";
  why += ": " + said;
  return false;
}

bool oauth2_tokens::take_answer(int status, std::string_view body, wall_seconds asked,
                                std::string& why) {
  access_.clear();
  if (status != 200) return refuse(status, body, why);
  try {
    const json answer = json::parse(body, 20);
    const std::string_view type = text_member(answer, "token_type");
    const std::string_view access = text_member(answer, "access_token");
    if (!is_token(access)) {
      // Some servers answer 200 to everything.
      if (!text_member(answer, "error").empty()) return refuse(status, body, why);
      why = "the token endpoint's answer has no usable access_token";
      return false;
    }
    if (!type.empty() && !equal_ignoring_case(type, "bearer")) {
      why = "the token endpoint gave a token of type \"" + std::string(type.substr(0, 40)) +
            "\", expected bearer";
      std::ranges::replace_if(why, is_control, ' ');
      return false;
    }
    access_ = access;
    // Without a new one the old refresh token stays good (RFC 6749 6).
    if (const auto refresh = text_member(answer, "refresh_token"); !refresh.empty()) {
      refresh_ = refresh;
    }
    const wall_seconds life = life_of(answer, settings_->default_life);
    // A life shorter than the margin still allows some requests before the next fetch.
    expires_ = asked + std::max(life - settings_->margin, life / 2);
    return true;
  } catch (const json_error&) {
    // Its words are left out: they may hold a piece of a token.
    why = "the token endpoint's answer is no JSON";
    return false;
  }
}

void oauth2_tokens::authorize(std::string& out) const { out.append("Bearer ").append(access_); }

}  // namespace veriload::http_plugin

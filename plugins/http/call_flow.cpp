#include "plugins/http/call_flow.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/exchange.hpp"
#include "plugins/http/hop_url.hpp"
#include "plugins/http/redirect.hpp"
#include "plugins/http/session.hpp"
#include "plugins/http/token_source.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace veriload::http_plugin {
namespace {

int shown(std::string_view text, std::size_t most) {
  return static_cast<int>(std::min(text.size(), most));
}

std::string_view without_query(std::string_view url) { return url.substr(0, url.find('?')); }

}  // namespace

bool call_flow::begin(session& of, exchange& call, failure& why) {
  // The caller's struct may be shorter, of an older header.
  asked_ = {};
  std::memcpy(&asked_, call.call, std::min<std::size_t>(call.call->struct_size, sizeof asked_));
  verb_ = to_view(asked_.verb);
  url_.clear();
  before_ = {};
  redirects_ = 0;
  left_origin_ = drop_body_ = expects_ = challenged_ = place_told_ = false;
  token_refused_ = token_is_new_ = false;
  cache_.begin();
  options.begin(of.chosen());
  if (!options.read(asked_, why)) return false;
  const bool expects = options.expect_continue || asked_.body.len > of.chosen().expect_above_bytes;
  if (asked_.n_pieces != 0 || expects) {
    if (!upload_.open(asked_, of.chosen().folder, why)) return false;
    expects_ = upload_.size() != 0 && (expects || upload_.size() > of.chosen().expect_above_bytes);
    asked_.body.len = upload_.size();  // what Content-Length says; the bytes come from the parts
  }
  if (of.memory().cache() != nullptr && !append_url(url_, call.to, why)) return false;
  compose(of, call);
  return true;
}

verdict call_flow::after_answer(session& of, exchange& call, std::uint32_t& code, failure& why) {
  verdict what = judge(of, call, code, why);
  while (what == verdict::again) {
    const std::uint32_t kept = cache_.serve(of, call);
    if (kept == 0) break;
    code = kept;
    what = judge(of, call, code, why);
  }
  return what;
}

verdict call_flow::judge(session& of, exchange& call, std::uint32_t& code, failure& why) {
  if (cache_.take(of, call, code) == hop_cache::outcome::gone) {
    cache_.skip_next();
    return repeat(of, call);
  }
  if (!options.digest_user.empty() && !left_origin_) {
    if (code == 401 && !std::exchange(challenged_, true) && answer_challenge(of, call)) {
      return repeat(of, call);
    }
    if (const auto info = call.block->header("authentication-info"); !info.empty()) {
      of.memory().login(*call.to.to, options.digest_user).take_info(info);
    }
  }
  if (code == 401 && token_ != 0 && !std::exchange(token_refused_, true)) {
    of.login()->reject(token_);
    return repeat(of, call);
  }
  if (is_redirect(code) && options.max_redirects != 0) {
    const std::string_view location = call.block->header("location");
    if (!location.empty()) return redirect(of, call, code, location, why);
  }
  return verdict::done;
}

// The same request once more, composed with what is known by now.
verdict call_flow::repeat(session& of, exchange& call) {
  keep_counts(*call.reply);
  call.start_over();
  compose(of, call);
  return verdict::again;
}

bool call_flow::answer_challenge(session& of, const exchange& call) {
  std::vector<std::string_view> fields;
  for (std::uint32_t i = 0; i < call.block->n_headers(); ++i) {
    const vl_kv& header = call.block->headers()[i];
    if (same_name(to_view(header.key), "www-authenticate")) fields.push_back(to_view(header.value));
  }
  const digest_verdict verdict =
      of.memory()
          .login(*call.to.to, options.digest_user)
          .challenge(fields, {options.digest_user, options.digest_password}, of.random_text());
  return verdict == digest_verdict::ready || verdict == digest_verdict::stale;
}

void call_flow::use_new_token(session& of, exchange& call) {
  token_is_new_ = true;
  compose(of, call);
  token_is_new_ = false;
}

void call_flow::add_token(session& of, const exchange& call) {
  if (left_origin_ || !of.own().takes_tokens(*call.to.to)) return;
  std::string& value = extra_text(authorization);
  token_ = of.login()->authorize(value, token_is_new_);
  lacks_token_ = token_ == 0;
  if (!lacks_token_) headers_.push_back({to_str("Authorization"), to_str(value)});
}

void call_flow::add_digest(session& of, const exchange& call) {
  if (left_origin_) return;
  digest_login& login = of.memory().login(*call.to.to, options.digest_user);
  std::string path;
  failure why;  // a wrong target is told by the request writer
  if (!login.ready() || !append_path(path, call.to, why)) return;
  std::string& value = extra_text(authorization);
  login.authorize(value, verb_, path);
  headers_.push_back({to_str("Authorization"), to_str(value)});
}

verdict call_flow::redirect(session& of, exchange& call, std::uint32_t code,
                            std::string_view location, failure& why) {
  if (url_.empty() && !append_url(url_, call.to, why)) return verdict::failed;
  std::string to;
  if (!resolve_location(to, url_, location, why)) return verdict::failed;
  if (!check_step(of, call, to, why)) {
    place_told_ = true;
    return verdict::failed;
  }

  const origin* const from = call.to.to;
  url_.swap(to);
  if (!of.own().resolve(url_, call.to, why)) return verdict::failed;
  left_origin_ = left_origin_ || call.to.to != from;
  if (left_origin_ && !of.own().resolve_as_stranger(url_, call.to, why)) return verdict::failed;
  verb_ = verb_after(code, verb_);
  drop_body_ = drop_body_ || code < 307;
  ++redirects_;
  challenged_ = false;
  return repeat(of, call);
}

// Everything that can be said against a redirect before a connection is made.
bool call_flow::check_step(session& of, const exchange& call, std::string_view url,
                           failure& why) const {
  const std::string_view place = without_query(url);
  if (redirects_ == options.max_redirects) {
    why.set(VL_E_PROTOCOL, 0, "more than %u redirects, the last one to %.*s", redirects_,
            shown(place, 120), place.data());
    return false;
  }
  url_parts parts;
  if (failure wrong; !split_url(url, parts, wrong)) {
    why.set(VL_E_PROTOCOL, 0, "redirect to %.*s: %s", shown(place, 80), place.data(), wrong.text);
    return false;
  }
  if (is_secure(*call.to.to) && !url.starts_with("https:") && !of.chosen().redirect_downgrade) {
    why.set(VL_E_PROTOCOL, 0,
            "redirect from https to %.*s is not followed, http.redirects.downgrade is false",
            shown(place, 100), place.data());
    return false;
  }
  if (!of.shared().may_contact(parts.host)) {
    why.set(VL_E_BLOCKED, 0,
            "redirect to %.*s is blocked: host %.*s is not in safety.allowed_hosts",
            shown(place, 80), place.data(), shown(parts.host, 60), parts.host.data());
    return false;
  }
  return true;
}

// The scenario's request without what must not go along, and with what the session adds.
void call_flow::compose(session& of, exchange& call) {
  request_ = asked_;
  request_.verb = to_str(verb_);
  if (drop_body_) {
    request_.body = {};
    expects_ = false;
  }
  headers_.clear();
  bool has_cookie = false;
  bool has_authorization = false;
  for (std::uint32_t i = 0; i < asked_.n_headers; ++i) {
    const std::string_view name = to_view(asked_.headers[i].key);
    if (drop_body_ && describes_body(name)) continue;
    if (left_origin_ && belongs_to_origin(name)) continue;
    if (same_name(name, "authorization")) {
      if (!options.digest_user.empty()) continue;
      has_authorization = true;
    }
    has_cookie = has_cookie || same_name(name, "cookie");
    headers_.push_back(asked_.headers[i]);
  }
  if (!has_cookie) {
    std::string& value = extra_text(cookie);
    if (of.memory().append_cookies(value, call.to, of.shared().host.wall())) {
      headers_.push_back({to_str("Cookie"), to_str(value)});
    }
  }
  token_ = 0;
  lacks_token_ = false;
  if (!options.digest_user.empty()) {
    add_digest(of, call);
  } else if (of.login() != nullptr && !has_authorization) {
    add_token(of, call);
  }
  call.call = &request_;
  cache_.look(of, call, url_, headers_);
  cache_.add_validators(headers_);
  if (expects_ && !drop_body_) headers_.push_back({to_str("Expect"), to_str("100-continue")});
  request_.headers = headers_.data();
  request_.n_headers = static_cast<std::uint32_t>(headers_.size());
}

void call_flow::keep_counts(const vl_reply& reply) {
  if (reply.sent == 0) return;  // came from the cache
  if (before_.sent == 0) {
    before_.sent = reply.sent;
    before_.flags = reply.flags & VL_REPLY_REUSED;
  }
  before_.flags &= reply.flags;
  before_.dns += reply.dns;
  before_.connect += reply.connect;
  before_.tls += reply.tls;
  before_.bytes_out += reply.bytes_out;
  before_.bytes_in += reply.bytes_in;
}

bool call_flow::never_sent(const exchange& call) const {
  return before_.sent == 0 && call.reply->sent == 0;
}

void call_flow::sum_up(exchange& call) const {
  vl_reply& reply = *call.reply;
  if (before_.sent != 0) {
    if ((before_.flags & VL_REPLY_REUSED) == 0) reply.flags &= ~std::uint32_t{VL_REPLY_REUSED};
    reply.sent = before_.sent;
  }
  reply.dns += before_.dns;
  reply.connect += before_.connect;
  reply.tls += before_.tls;
  reply.bytes_out += before_.bytes_out;
  reply.bytes_in += before_.bytes_in;
  if (!VL_HAS(&reply, vl_reply, redirects)) return;
  reply.redirects = redirects_;
  if (redirects_ != 0 && call.block != nullptr) reply.url = call.block->set_url(url_);
}

std::string_view call_flow::shown_url() const {
  return place_told_ ? std::string_view() : without_query(url_).substr(0, 120);
}

}  // namespace veriload::http_plugin

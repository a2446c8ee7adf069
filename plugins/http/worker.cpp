#include "plugins/http/worker.hpp"

#include "plugins/http/call_flow.hpp"
#include "plugins/http/character_class.hpp"
#include "plugins/http/connection.hpp"
#include "plugins/http/exchange.hpp"
#include "plugins/http/redirect.hpp"
#include "plugins/http/shared_lines.hpp"
#include "plugins/http/token_source.hpp"

#include <veriload/error.hpp>
#include <veriload/text.hpp>

#include <algorithm>
#include <ctime>
#include <utility>

namespace veriload::http_plugin {

wall_seconds wall_now() noexcept { return std::time(nullptr); }

profile::profile(settings chosen, worker* on) : chosen_(std::move(chosen)), on_(on) {
  header_list& headers = chosen_.request.headers;
  const auto chooses = [](const auto& header) {
    return same_name(header.first, "accept-encoding");
  };
  if (chosen_.decompress && std::ranges::none_of(headers, chooses)) {
    headers.emplace(headers.begin(), "Accept-Encoding", accepted_codings);
  }
  for_strangers_ = chosen_.request;
  const auto secret = [](const auto& header) { return belongs_to_origin(header.first); };
  has_secrets_ = std::erase_if(for_strangers_.headers, secret) != 0;
  url_parts url;
  failure why;
  if (chosen_.base && split_url(chosen_.base->text, url, why)) base_ = find_origin(url);
  if (!chosen_.auth) return;
  if (base_ != nullptr) take_tokens_.push_back(base_);
  for (const std::string& more : chosen_.auth->origins) {
    url = {};
    if (split_url(more, url, why)) take_tokens_.push_back(find_origin(url));
  }
}

profile::~profile() = default;

bool profile::takes_tokens(const origin& to) const {
  return std::ranges::find(take_tokens_, &to) != take_tokens_.end();
}

profile& profile::for_tokens() {
  if (for_tokens_ == nullptr) {
    for_tokens_ = std::make_unique<profile>(token_request_settings(chosen_));
  }
  return *for_tokens_;
}

token_source& profile::shared_login(worker& on) {
  if (shared_login_ == nullptr) {
    shared_login_ = std::make_unique<token_source>(on, for_tokens(), chosen_.auth->login);
  }
  return *shared_login_;
}

void profile::end_shared_login() { shared_login_.reset(); }

const origin* profile::find_origin(const url_parts& url, bool stranger) {
  key_.assign(stranger ? "!" : "").append(url.secure ? "https://" : "http://");
  for (const char c : url.host) {
    key_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  key_ += url.bracketed ? "]:" : ":";
  key_ += std::to_string(url.port);
  std::unique_ptr<const origin>& known = origins_[key_];
  if (known == nullptr) {
    auto made = std::make_unique<origin>(make_origin(url, defaults_of(stranger)));
    // A certificate of its own is what a user shares with nobody.
    if (on_ != nullptr && chosen_.shares_connections && !chosen_.tls.per_user()) {
      made->lines = &on_->lines_to(*made, chosen_);
    }
    known = std::move(made);
  }
  return known.get();
}

const vl_tls* profile::tls(const vl_stream_v1& streams, vl_loop* loop, failure& why) {
  if (tls_.get() == nullptr && !tls_.open(streams, loop, chosen_.tls, why)) return nullptr;
  return tls_.get();
}

bool profile::resolve_any(std::string_view target, destination& to, failure& why) {
  to.absolute = is_absolute(target);
  if (!to.absolute) {
    to.to = base_;
    to.target = target;
    if (base_ == nullptr) {
      why.set(VL_E_INVALID, 0,
              "relative target without run.base_url, expected http://host[:port]/path");
      return false;
    }
    to.base_path = chosen_.base->path;
    return true;
  }
  url_parts url;
  if (!split_url(target, url, why)) return false;
  to.target = url.rest;
  to.to = find_origin(url);
  return true;
}

bool profile::resolve_as_stranger(std::string_view url, destination& to, failure& why) {
  if (!resolve(url, to, why)) return false;
  url_parts parts;
  if (has_secrets_ && split_url(url, parts, why)) to.to = find_origin(parts, true);
  return true;
}

worker::worker(const services& host_tables, const settings& chosen, vl_loop* own_loop)
    : host(host_tables),
      loop(own_loop),
      loop_instant(VL_HAS(host.loop, vl_loop_v1, instant) ? host.loop->instant : host.loop->now),
      standard(chosen, this),
      replies(reply_pool::make()),
      configured(chosen) {
  if (host.metrics != nullptr) {
    cache_hits = host.metrics->counter(host.host, to_str("http.cache_hits"), to_str("answers"));
  }
}

worker::~worker() {
  standard.end_shared_login();
  for (const auto& [node, known] : special)
    known->end_shared_login();
  shared.clear();
  replies->retire();
}

profile& worker::profile_of(const vl_node* config) {
  if (config == nullptr) return standard;
  std::unique_ptr<profile>& known = special[config];
  if (known == nullptr) {
    settings chosen = configured;
    vl_error why = new_error();
    if (read_section(*host.config, config, chosen, &why) != VL_OK) {
      special.erase(config);
      throw error("http", std::string(message_of(why)), VL_E_CONFIG);
    }
    known = std::make_unique<profile>(std::move(chosen), this);
  }
  return *known;
}

bool worker::prepare(exchange& call, const request_defaults& defaults, failure& why) {
  if (request == nullptr) request = std::make_unique<reused_text>();
  request->clear();
  prepared = nullptr;
  if (!write_request_head(*request, call.to, *call.call, defaults, call.traits, why)) return false;
  prepared = &call;
  return true;
}

shared_lines& worker::lines_to(const origin& to, const settings& chosen) {
  std::string key = (to.secure ? "https://" : "http://") + to.authority + ' ' +
                    std::to_string(chosen.max_per_host) + ' ' + std::to_string(chosen.idle_timeout);
  if (to.secure) key.append("\n").append(key_of(chosen.tls));
  std::unique_ptr<shared_lines>& known = shared[key];
  if (known == nullptr) known = std::make_unique<shared_lines>(*this, chosen);
  return *known;
}

bool worker::may_contact(std::string_view host_name) const {
  return host.safety == nullptr ||
         host.safety->allow_host(host.host, to_str(host_name), nullptr) == VL_OK;
}

void worker::note_stray_bytes(const origin& from) {
  if (stray++ != 0 || host.log == nullptr) return;
  const vl_kv peer{to_str("peer"), to_str(from.authority)};
  host.log->write(host.host, VL_LOG_WARNING,
                  to_str("bytes came after a complete answer, the connection was closed; "
                         "further ones on this loop are not logged"),
                  &peer, 1);
}

}  // namespace veriload::http_plugin

// What all sessions of one loop share: services, memory, parsed settings. Flow: plugin -> [worker]
// -> session.
#pragma once

#include "plugins/http/content_decoder.hpp"
#include "plugins/http/free_list.hpp"
#include "plugins/http/head_parser.hpp"
#include "plugins/http/http_date.hpp"
#include "plugins/http/kept_bodies.hpp"
#include "plugins/http/reply_block.hpp"
#include "plugins/http/request_writer.hpp"
#include "plugins/http/settings.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace veriload::http_plugin {

struct call_flow;
struct connection;
struct exchange;
class shared_lines;
class token_source;
struct worker;

/// What the clock of the system says; cookies and caches live by it.
wall_seconds wall_now() noexcept;

/// The host's tables, fetched once. `log` may be null.
struct services {
  const vl_host* host;
  const vl_loop_v1* loop;
  const vl_stream_v1* stream;
  const vl_config_v1* config;
  const vl_log_v1* log;
  const vl_safety_v1* safety = nullptr;  // null: streams are checked all the same
  const vl_user_v1* user = nullptr;      // null: no certificates per user
  const vl_metrics_v1* metrics = nullptr;
  wall_seconds (*wall)() noexcept = &wall_now;
};

/// One set of settings as a worker uses it, with the origins met so far. Origins stay for the
/// worker's life: connections point to them. Their number is bounded by safety.allowed_hosts.
class profile {
 public:
  /// `on` has the connections that users share; null: they share none.
  explicit profile(settings chosen, worker* on = nullptr);
  ~profile();
  profile(const profile&) = delete;
  profile& operator=(const profile&) = delete;

  const settings& chosen() const { return chosen_; }

  /// Where a call goes. False with the reason in `why` when the target is no http URL, or is
  /// relative and there is no base URL. Allocates only for an origin that was not met before.
  bool resolve(std::string_view target, destination& to, failure& why) {
    if (base_ == nullptr || !target.starts_with('/')) return resolve_any(target, to, why);
    to = {base_, chosen_.base->path, target, false};
    return true;
  }

  /// As resolve, for an absolute URL that a server sent the call to: the origin is one of its own
  /// without the default headers that say who one is.
  bool resolve_as_stranger(std::string_view url, destination& to, failure& why);

  /// The TLS settings of all users without a certificate of their own, opened when they are needed
  /// first. Null with the reason in `why`.
  const vl_tls* tls(const vl_stream_v1& streams, vl_loop* loop, failure& why);

  /// True when the tokens of http.auth are meant for that origin.
  bool takes_tokens(const origin& to) const;

  /// How tokens are asked for. Only with http.auth, as the two below.
  profile& for_tokens();

  /// The token of all users of `on`, made when it is needed first; and its end, before the
  /// worker's.
  token_source& shared_login(worker& on);
  void end_shared_login();

  /// What requests to that origin start with.
  const request_defaults& defaults_of(bool stranger) const {
    return stranger ? for_strangers_ : chosen_.request;
  }

 private:
  bool resolve_any(std::string_view target, destination& to, failure& why);
  const origin* find_origin(const url_parts& url, bool stranger = false);

  settings chosen_;
  worker* const on_;
  tls_handle tls_;
  request_defaults for_strangers_;  // without headers that belong to an origin
  bool has_secrets_ = false;        // for_strangers_ lacks some
  const origin* base_ = nullptr;
  std::vector<const origin*> take_tokens_;
  std::unique_ptr<profile> for_tokens_;
  std::unique_ptr<token_source> shared_login_;
  std::unordered_map<std::string, std::unique_ptr<const origin>>
      origins_;      // by "https://host:port"
  std::string key_;  // scratch
};

/// Made by worker_open, ended by worker_close. Thread: its loop.
struct worker {
  worker(const services& host_tables, const settings& chosen, vl_loop* own_loop);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// The profile of a session's own config node; the same node is read once. Throws
  /// veriload::error.
  profile& profile_of(const vl_node* config);

  /// Puts the head of `call`'s request into `request`. False with the reason in `why`.
  bool prepare(exchange& call, const request_defaults& defaults, failure& why);

  /// The connections to `to` that all users with such settings share; made when new.
  shared_lines& lines_to(const origin& to, const settings& chosen);

  /// What safety.allowed_hosts says about a name or literal address.
  bool may_contact(std::string_view host_name) const;

  /// A peer sent bytes that nobody asked for. The first time is told to people, all are counted.
  void note_stray_bytes(const origin& from);

  services host;
  vl_loop* loop;
  vl_ns (*loop_instant)(vl_loop* loop) noexcept;  // of older hosts the current one
  std::unordered_map<std::string, std::unique_ptr<shared_lines>> shared;  // by place and settings
  profile standard;
  std::map<const vl_node*, std::unique_ptr<profile>> special;
  reply_pool* replies;  // outlives the worker while replies are out, see reply_pool::retire
  settings configured;  // as the configuration says, before profiles add to it
  free_list<exchange> exchanges;
  free_list<connection> connections;
  free_list<call_flow> flows;
  decoder_pool decoders;
  kept_bodies bodies;                    // of the caches of all users
  vl_id cache_hits = 0;                  // the counter of answers that came from a cache
  std::unique_ptr<reused_text> request;  // scratch: the head that is being sent
  const exchange* prepared = nullptr;    // whose head that is
  response_head head;                    // scratch: the head that is being parsed
  std::uint64_t stray = 0;  // connections closed because bytes came that nobody asked for
};

}  // namespace veriload::http_plugin

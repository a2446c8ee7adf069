// What a call is once it is more than one plain request: its settings, its hops, their sum. Flow:
// session -> [call_flow] -> exchange.
#pragma once

#include "plugins/http/call_options.hpp"
#include "plugins/http/failure.hpp"
#include "plugins/http/hop_cache.hpp"
#include "plugins/http/upload.hpp"

#include <veriload_abi.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

class session;
struct exchange;

/// What is to happen with an answer.
enum class verdict : std::uint8_t {
  done,    ///< it is the answer of the call
  again,   ///< another request follows; it is composed
  failed,  ///< the call ends with the reason given
};

/// A call starts as one request. This comes along when it has settings of its own, when the session
/// has something to add (cookies), or with the first answer that asks for another request. A plain
/// GET never has one.
///
/// All hops make one call: the time of the first byte sent is kept, bytes and the durations of
/// connecting are summed, the first byte of the answer is that of the last hop.
///
/// Its memory comes from the worker's free list and keeps its capacity. Thread: the session's loop.
struct call_flow {
  call_flow* next = nullptr;  // in the free list

  call_options options;

  /// Starts with the scenario's own request, which `call` holds. False with the reason in `why`.
  bool begin(session& of, exchange& call, failure& why);

  /// The status of an answer that the cache has for the request, which is then in the call's block;
  /// 0 when it must be sent.
  std::uint32_t served(session& of, exchange& call) { return cache_.serve(of, call); }

  /// Decides after a whole answer with this code. With `again`, `call` holds the next request; with
  /// `done`, `code` is that of the call's answer, which may come from the cache.
  verdict after_answer(session& of, exchange& call, std::uint32_t& code, failure& why);

  /// The next request needs an access token that has to be fetched: it is not composed to its end.
  bool lacks_token() const { return lacks_token_; }

  /// The token was fetched: composes the request with it, whatever its age.
  void use_new_token(session& of, exchange& call);

  /// True when no hop of the call went over the wire.
  bool never_sent(const exchange& call) const;

  /// Adds what the earlier hops took to the reply, and the last address when there were several.
  void sum_up(exchange& call) const;

  /// The call is over: closes files.
  void end() { upload_.close(); }

  /// What sends the body of this hop in parts; null when it goes with the head.
  upload* parts() { return upload_.active() && !drop_body_ ? &upload_ : nullptr; }
  /// The body waits for the server's 100.
  bool expects() const { return expects_; }

  std::uint32_t redirects() const { return redirects_; }
  /// Where the last redirect led, without the query, which may be a secret. Empty when the failure
  /// that is told names a place by itself.
  std::string_view shown_url() const;
  /// True once a redirect led to another origin: what proves who one is stays behind.
  bool left_origin() const { return left_origin_; }

 private:
  enum extra : std::uint8_t { cookie, authorization, n_extras };

  verdict judge(session& of, exchange& call, std::uint32_t& code, failure& why);
  verdict repeat(session& of, exchange& call);
  bool answer_challenge(session& of, const exchange& call);
  void add_digest(session& of, const exchange& call);
  void add_token(session& of, const exchange& call);
  verdict redirect(session& of, exchange& call, std::uint32_t code, std::string_view location,
                   failure& why);
  bool check_step(session& of, const exchange& call, std::string_view url, failure& why) const;
  void compose(session& of, exchange& call);
  void keep_counts(const vl_reply& reply);
  std::string& extra_text(extra which) {
    extras_[which].clear();
    return extras_[which];
  }

  vl_call asked_{};             // the scenario's
  vl_call request_{};           // of this hop
  std::vector<vl_kv> headers_;  // of this hop: views into asked_ and extras_
  std::array<std::string, n_extras> extras_;
  std::string url_;  // of this hop; empty while it is the scenario's own target
  std::string_view verb_;
  vl_reply before_{};  // counts of the earlier hops
  std::uint32_t redirects_ = 0;
  bool left_origin_ = false;
  bool drop_body_ = false;
  bool expects_ = false;
  bool place_told_ = false;
  bool challenged_ = false;  // a Digest challenge was answered in this hop
  bool lacks_token_ = false;
  bool token_is_new_ = false;   // what came is used, also when its life is over at once
  bool token_refused_ = false;  // by a 401, once in this call
  std::uint32_t token_ = 0;     // the number of the token in this hop; 0 = none
  hop_cache cache_;
  upload upload_;
};

}  // namespace veriload::http_plugin

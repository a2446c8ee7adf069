// Gets the access tokens of one login and lets calls wait for them. Flow: session -> [token_source]
// -> session -> token endpoint.
#pragma once

#include "plugins/http/call_queue.hpp"
#include "plugins/http/oauth2.hpp"
#include "plugins/http/session.hpp"

#include <veriload_abi.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace veriload::http_plugin {

struct auth_settings;

/// The settings of requests for tokens: timeouts and TLS of `from`, and nothing of its base URL,
/// headers, cookies or redirects.
settings token_request_settings(const settings& from);

/// One fetch at a time: calls that come meanwhile wait for the same token. The request goes over a
/// session of its own, so that it counts neither as a call of the user nor against its connections,
/// and is recorded as a sample "POST /path (token)" of the user whose call asked for it. A refused
/// refresh token is followed by the grant at once; any other failure fails the calls that wait.
///
/// Owned by its session, or by the profile when all users of a worker share it. Calls leave the
/// queue by session::token_came() or token_failed(), never inside a start, cancel or close of the
/// host. Thread: one loop.
class token_source {
 public:
  /// `login` and `requests`, made with token_request_settings(), outlive it.
  token_source(worker& shared, profile& requests, const oauth2_settings& login);
  /// With a login of its own.
  token_source(worker& shared, profile& requests, std::unique_ptr<const oauth2_settings> login);
  ~token_source();

  /// Requests go with the TLS settings of a user that has its own.
  void lend_tls(const vl_tls* tls) { requests_.lend_tls(tls); }

  /// Appends the Authorization value and gives the token's number, which is above 0. 0 when a token
  /// is to be fetched first; with `any_age` only when there is none.
  std::uint32_t authorize(std::string& out, bool any_age) const;

  /// The server refused the token of that number. A newer one stays.
  void reject(std::uint32_t number);

  /// Where calls wait for a token.
  call_queue& waiting() { return waiting_; }

  /// Starts a fetch unless one runs. `by` is who asks.
  void want(session& by);

  /// `member` ends. True when the fetch that runs must end first: then it is cancelled, `member`
  /// deleted, and `closed` completed with VL_OK.
  bool ends_later(session& member, vl_op& closed);

 private:
  static void on_done(vl_op* op, vl_result result) noexcept;

  void fetch();
  void done(vl_result result);
  vl_result judge(vl_result result, std::string& why);
  void record(vl_result result, const std::string& why) const;
  void hand_out(vl_result result, const std::string& why);

  worker& shared_;
  std::unique_ptr<const oauth2_settings> own_login_;
  const oauth2_settings& login_;
  session requests_;
  oauth2_tokens tokens_;
  std::uint32_t number_ = 0;  // of the last token
  call_queue waiting_;

  // Of the fetch that runs.
  bool fetching_ = false;
  bool abandoned_ = false;      // cancelled, because its sponsor ends
  session* sponsor_ = nullptr;  // its user gets the sample, so it outlives the fetch
  vl_op* closed_ = nullptr;     // completed after the sponsor's end
  vl_ns wanted_ = 0;
  wall_seconds asked_ = 0;
  token_request form_;
  std::array<vl_kv, 3> headers_{};
  vl_call call_{};
  vl_reply reply_{};
  vl_op op_{};
  vl_result early_{};  // it ended inside its start
};

}  // namespace veriload::http_plugin

#include "plugins/http/token_source.hpp"

#include "plugins/http/auth_settings.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace veriload::http_plugin {
namespace {

constexpr std::uint64_t most_answer_bytes = 1 << 20;

// "POST /oauth/token (token)", without the query.
std::string sample_name(std::string_view url) {
  url_parts parts;
  failure why;
  split_url(url, parts, why);
  std::string_view path = parts.rest.substr(0, parts.rest.find('?'));
  if (path.empty()) path = "/";
  return "POST " + std::string(path) + " (token)";
}

}  // namespace

settings token_request_settings(const settings& from) {
  settings made = from;
  made.auth.reset();
  made.base.reset();
  made.request.headers.clear();
  // A kept connection may be closed by the server just when a POST goes out over it, which is not
  // sent twice; and it would stay open for the life of a token.
  made.request.keep_alive = false;
  made.cookies = false;
  made.cache_bytes = 0;
  made.max_redirects = 0;
  made.max_connections = 1;
  made.max_body_bytes = most_answer_bytes;
  made.expect_above_bytes = UINT64_MAX;
  made.failing = status_set();
  return made;
}

token_source::token_source(worker& shared, profile& requests, const oauth2_settings& login)
    : shared_(shared), login_(login), requests_(shared, requests), tokens_(login_) {}

token_source::token_source(worker& shared, profile& requests,
                           std::unique_ptr<const oauth2_settings> login)
    : shared_(shared),
      own_login_(std::move(login)),
      login_(*own_login_),
      requests_(shared, requests),
      tokens_(login_) {}

token_source::~token_source() = default;

std::uint32_t token_source::authorize(std::string& out, bool any_age) const {
  const bool fresh = tokens_.step(shared_.host.wall()) == token_step::usable;
  if (!fresh && !(any_age && tokens_.has_token())) return 0;
  tokens_.authorize(out);
  return number_;
}

void token_source::reject(std::uint32_t number) {
  if (number == number_) tokens_.reject();
}

void token_source::want(session& by) {
  if (fetching_) return;
  sponsor_ = &by;
  fetch();
}

void token_source::fetch() {
  fetching_ = true;
  asked_ = shared_.host.wall();
  wanted_ = requests_.now();
  tokens_.write_request(form_, asked_);
  headers_ = {{{to_str("Content-Type"), to_str("application/x-www-form-urlencoded")},
               {to_str("Accept"), to_str("application/json")},
               {to_str("Authorization"), to_str(form_.authorization)}}};
  call_ = {};
  call_.struct_size = sizeof call_;
  call_.verb = to_str("POST");
  call_.target = to_str(login_.token_url);
  call_.headers = headers_.data();
  call_.n_headers = form_.authorization.empty() ? 2 : 3;
  call_.body = to_bytes(form_.body);
  reply_ = {};
  reply_.struct_size = sizeof reply_;
  op_.complete = &on_done;
  op_.user = this;
  const vl_status status = requests_.call(call_, reply_, op_);
  if (status == VL_PENDING) return;
  // Told on a later turn: what waits may belong to other users, and nobody's call completes inside
  // a call of the host.
  early_ = {status, 0, 0};
  op_.complete = [](vl_op* op, vl_result) noexcept {
    auto& self = *static_cast<token_source*>(op->user);
    self.done(self.early_);
  };
  if (shared_.host.loop->post(shared_.loop, &op_) != VL_PENDING) fetching_ = false;  // loop ended
}

void token_source::on_done(vl_op* op, vl_result result) noexcept {
  static_cast<token_source*>(op->user)->done(result);
}

// What the answer means; the reason of a failure in `why`, without secrets.
vl_result token_source::judge(vl_result result, std::string& why) {
  if (result.status < 0) {
    why = to_view(reply_.error);
    return result;
  }
  if (tokens_.take_answer(reply_.code, to_view(reply_.body), asked_, why)) {
    ++number_;
    return {VL_OK, 0, 0};
  }
  if (reply_.code == 200) return {VL_E_PROTOCOL, 0, 0};
  return {VL_E_STATUS, reply_.code, 0};
}

void token_source::record(vl_result result, const std::string& why) const {
  const vl_metrics_v1* const metrics = shared_.host.metrics;
  vl_user* const user = sponsor_->user();
  if (metrics == nullptr || user == nullptr) return;
  vl_sample sample{};
  sample.struct_size = sizeof sample;
  sample.flags = (reply_.flags & VL_REPLY_REUSED) != 0 ? VL_SAMPLE_REUSED : 0;
  sample.planned = wanted_;
  sample.done = std::max(reply_.done, wanted_);
  sample.sent = reply_.sent != 0 ? reply_.sent : sample.done;
  sample.first_byte = reply_.first_byte;
  sample.dns = reply_.dns;
  sample.connect = reply_.connect;
  sample.tls = reply_.tls;
  sample.bytes_out = reply_.bytes_out;
  sample.bytes_in = reply_.bytes_in;
  sample.name = metrics->intern(shared_.host.host, to_str(sample_name(login_.token_url)));
  sample.status = result.status;
  sample.code = result.status == VL_E_STATUS ? result.native : reply_.code;
  sample.error = to_str(why);
  metrics->emit(user, &sample, 1, sizeof sample);
}

// Last in every path: the end of the sponsor may be that of this.
void token_source::done(vl_result result) {
  const bool refreshed = tokens_.step(asked_) == token_step::refresh;
  std::string why;
  result = judge(result, why);
  record(result, why);
  if (reply_.release != nullptr) reply_.release(&reply_);
  fetching_ = false;
  session* const ending = std::exchange(abandoned_, false) ? sponsor_ : nullptr;
  vl_op* const closed = std::exchange(closed_, nullptr);

  // A refused refresh token is followed by the grant. Whoever waits for a fetch that was cancelled
  // came after that.
  const bool refused = refreshed && tokens_.step(asked_) == token_step::fetch;
  if (result.status == VL_OK || (ending == nullptr && !refused)) {
    hand_out(result, why);
  } else if (const exchange* const next = waiting_.first()) {
    want(*next->owner);
  }
  if (ending == nullptr) return;
  delete ending;
  closed->complete(closed, {VL_OK, 0, 0});
}

// A call that is handed its token may come back for another one: it then waits for the next fetch.
void token_source::hand_out(vl_result result, const std::string& reason) {
  failure why;
  if (result.status != VL_OK) {
    why.set(result.status, result.native, "no access token: %s", reason.c_str());
  }
  for (std::size_t n = waiting_.size(); n != 0 && !waiting_.empty(); --n) {
    exchange& call = *waiting_.first();
    if (why.happened()) {
      call.owner->token_failed(call, why);
    } else {
      call.owner->token_came(call);
    }
  }
}

bool token_source::ends_later(session& member, vl_op& closed) {
  if (!fetching_ || sponsor_ != &member) return false;
  if (const exchange* const next = waiting_.first()) {
    sponsor_ = next->owner;
    return false;
  }
  abandoned_ = true;
  closed_ = &closed;
  requests_.cancel(op_);  // refused when it has ended and is about to be told
  return true;
}

}  // namespace veriload::http_plugin

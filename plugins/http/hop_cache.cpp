#include "plugins/http/hop_cache.hpp"

#include "plugins/http/call_flow.hpp"
#include "plugins/http/character_class.hpp"
#include "plugins/http/session.hpp"

#include <veriload/text.hpp>

#include <algorithm>

namespace veriload::http_plugin {
namespace {

bool put(session& of, exchange& call, const cached_answer& kept) {
  if (call.block == nullptr) call.block = of.shared().replies->take();
  return call.block != nullptr &&
         call.block->set_kept(kept.headers, call.keeps_body() ? kept.body.bytes() : "");
}

}  // namespace

void hop_cache::look(session& of, const exchange& call, std::string_view url,
                     const std::vector<vl_kv>& headers) {
  step_ = cache_step::bypass;
  answer_ = nullptr;
  response_cache* const cache = of.memory().cache();
  active_ = cache != nullptr;
  if (!active_) return;
  url_.assign(url);
  headers_ = headers;
  const bool stranger = call.flow != nullptr && call.flow->left_origin();
  const request_defaults& defaults = of.own().defaults_of(stranger);
  const auto add = [&](std::string_view name, std::string_view value) {
    const auto same = [&](const vl_kv& h) { return same_name(to_view(h.key), name); };
    if (std::ranges::none_of(headers_, same)) headers_.push_back({to_str(name), to_str(value)});
  };
  for (const auto& [name, value] : defaults.headers)
    add(name, value);
  add("User-Agent", defaults.user_agent);
  add("Accept", "*/*");
  const cache_lookup found = cache->look(request(call), of.shared().host.wall());
  step_ = found.step;
  if (std::exchange(skip_, false) && step_ != cache_step::bypass) step_ = cache_step::miss;
  answer_ = found.answer;
}

std::uint32_t hop_cache::serve(session& of, exchange& call) {
  if (step_ != cache_step::fresh || !put(of, call, *answer_)) return 0;
  active_ = false;
  return static_cast<std::uint32_t>(answer_->status);
}

void hop_cache::add_validators(std::vector<vl_kv>& headers) {
  if (step_ != cache_step::validate) return;
  etag_.assign(answer_->etag());
  last_modified_.assign(answer_->last_modified());
  if (!etag_.empty()) headers.push_back({to_str("If-None-Match"), to_str(etag_)});
  if (!last_modified_.empty()) {
    headers.push_back({to_str("If-Modified-Since"), to_str(last_modified_)});
  }
}

hop_cache::outcome hop_cache::take(session& of, exchange& call, std::uint32_t& code) {
  response_cache* const cache = of.memory().cache();
  if (!active_ || cache == nullptr) return outcome::passed;
  active_ = false;
  const reply_block& block = *call.block;
  cache_reply reply;
  reply.status = static_cast<int>(code);
  reply.headers = {block.headers(), block.n_headers()};
  reply.body = to_view(block.body());
  reply.body_bytes = call.keeps_body() ? block.body().len : call.line->parser.body_bytes();
  reply.body_known = call.keeps_body();
  reply.received = of.shared().host.wall();
  reply.sent = reply.received - (call.reply->done - call.reply->sent) / 1'000'000'000;
  if (step_ == cache_step::validate && code == 304) {
    const cached_answer* const kept = cache->freshen(request(call), reply);
    if (kept == nullptr || !put(of, call, *kept)) return outcome::gone;
    code = static_cast<std::uint32_t>(kept->status);
    return outcome::served;
  }
  if (step_ == cache_step::bypass) {
    cache->after_unsafe(request(call), reply);
  } else {
    cache->store(request(call), reply);
  }
  return outcome::passed;
}

cache_request hop_cache::request(const exchange& call) const {
  return {to_view(call.call->verb), url_, headers_, call.keeps_body()};
}

}  // namespace veriload::http_plugin

// The part that the cache of a user has in one request. Flow: call_flow -> [hop_cache] ->
// response_cache.
#pragma once

#include "plugins/http/response_cache.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

class session;
struct exchange;

/// For each hop: look(), then either serve() or validators() and, with the answer, take(). Does
/// nothing while the user has no cache. Thread: the session's loop.
class hop_cache {
 public:
  /// Asks the cache for what `call` is about to send to `url`. `headers` are those of the call.
  void look(session& of, const exchange& call, std::string_view url,
            const std::vector<vl_kv>& headers);

  /// A fresh answer is there: puts it into the call's block and gives its status. 0 when there is
  /// none.
  std::uint32_t serve(session& of, exchange& call);

  /// Adds the conditions under which the kept answer would still do. The views live until look().
  void add_validators(std::vector<vl_kv>& headers);

  enum class outcome : std::uint8_t { passed, served, gone };

  /// An answer came. served: it was a 304, the kept answer is in the block and `code` is its
  /// status. gone: it was a 304 for an answer that is not kept any more.
  outcome take(session& of, exchange& call, std::uint32_t& code);

  /// The next look() finds nothing, once: after `gone`.
  void skip_next() noexcept { skip_ = true; }

  void begin() noexcept {
    step_ = cache_step::bypass;
    active_ = skip_ = false;
  }

 private:
  cache_request request(const exchange& call) const;

  cache_step step_ = cache_step::bypass;
  bool active_ = false;  // look() was asked for this hop
  bool skip_ = false;
  const cached_answer* answer_ = nullptr;  // until the cache is asked again
  std::string url_, etag_, last_modified_;
  std::vector<vl_kv> headers_;  // as they are sent, with the defaults: for Vary
};

}  // namespace veriload::http_plugin

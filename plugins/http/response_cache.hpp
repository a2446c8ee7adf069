// The browser cache of one user. Flow: request -> [response_cache] -> answer, or the wire.
#pragma once

#include "plugins/http/http_date.hpp"
#include "plugins/http/kept_bodies.hpp"

#include <veriload_abi.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

/// A request as the cache sees it: the same for look() and what follows, so without the validators
/// that were added after look().
struct cache_request {
  std::string_view verb;
  std::string_view url;            ///< absolute, without fragment
  std::span<const vl_kv> headers;  ///< as they are sent: with defaults and cookies, for Vary
  bool wants_body = true;          ///< an answer whose body was not kept does not do
};

/// An answer that came from the wire, whole.
struct cache_reply {
  int status = 0;
  std::span<const vl_kv> headers;
  std::string_view body;         ///< decoded; kept only when `body_known`
  std::uint64_t body_bytes = 0;  ///< its size, also when it was counted only
  bool body_known = true;
  wall_seconds sent = 0;
  wall_seconds received = 0;
};

/// An answer in the cache. Everything is valid until the next call that is not const.
struct cached_answer {
  std::string url;
  int status = 0;
  std::vector<vl_kv> headers;  ///< views into `text`
  kept_bodies::ref body;       ///< copy it to keep the bytes longer
  std::uint64_t body_bytes = 0;
  bool body_known = false;

  /// For If-None-Match and If-Modified-Since; empty when there is none.
  std::string_view etag() const noexcept;
  std::string_view last_modified() const noexcept;

 private:
  friend class response_cache;
  std::string text;        // names and values of the headers
  std::string vary_names;  // lower case, ',' between them
  std::string vary_key;    // what the request said under them
  std::uint64_t url_hash = 0;
  wall_seconds received = 0, lifetime = 0, initial_age = 0;
  std::uint64_t used = 0, cost = 0;
  bool no_cache = false;
};

enum class cache_step : std::uint8_t {
  bypass,    ///< neither look nor store: not a plain GET
  miss,      ///< send it, then store()
  fresh,     ///< answer from the cache
  validate,  ///< send it with the validators; then freshen() on 304, else store()
};

struct cache_lookup {
  cache_step step = cache_step::bypass;
  const cached_answer* answer = nullptr;  ///< for fresh and validate
};

/// RFC 9111 as a private cache of GET answers.
///
/// Stale answers are never served, so must-revalidate and stale-if-error change nothing; s-maxage,
/// private and must-understand are for others; of a request's directives no-store, no-cache and
/// max-age count. Requests with Range or conditions of their own pass by. Partial answers are not
/// kept.
///
/// The limit counts what a user would hold alone: URL, headers and body. The bytes of a body lie in
/// the worker's `kept_bodies`, once for all users; an answer whose body was only counted keeps its
/// size. The least recently used answers go first. A hit does not allocate.
///
/// Time is passed in, in wall seconds. Thread: one at a time.
class response_cache {
 public:
  response_cache(kept_bodies& bodies, std::uint64_t limit_bytes) noexcept
      : bodies_(&bodies), limit_(limit_bytes) {}

  cache_lookup look(const cache_request& request, wall_seconds now);

  /// Keeps an answer, if it may be kept, in place of the one it replaces. True when it was.
  bool store(const cache_request& request, const cache_reply& reply);

  /// A 304 came: renews the headers of the kept answer and gives it. Null when it is gone by now or
  /// the 304 speaks of another; then send the request again without validators.
  const cached_answer* freshen(const cache_request& request, const cache_reply& reply);

  /// After an answer to an unsafe method: what was kept for its URL, its Location and its
  /// Content-Location on the same origin goes. A no-op for other methods and failed answers.
  void after_unsafe(const cache_request& request, const cache_reply& reply);

  void clear() noexcept;
  std::size_t count() const noexcept { return answers_.size(); }
  std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  using slot = std::vector<std::unique_ptr<cached_answer>>::iterator;

  slot find(const cache_request& request);
  bool varies_alike(const cached_answer& kept, const cache_request& request);
  void remove(slot at);
  void remove_url(std::string_view url);
  void make_room();

  kept_bodies* bodies_;
  std::vector<std::unique_ptr<cached_answer>> answers_;
  std::uint64_t limit_, bytes_ = 0, clock_ = 0;
  std::string scratch_;
};

}  // namespace veriload::http_plugin

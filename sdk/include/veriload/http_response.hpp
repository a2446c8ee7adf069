// The answer to a request. Flow: http_exchange -> [http_response] -> scenario.
#pragma once

#include "veriload/extract.hpp"
#include "veriload/http_exchange.hpp"
#include "veriload/http_header.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// How long the phases of a call took, in ns; 0 = did not happen (a reused connection).
struct http_timings {
  vl_ns dns;
  vl_ns connect;
  vl_ns tls;
  vl_ns first_byte;  ///< from the first byte sent to the first received
  vl_ns total;       ///< from the first byte sent to the last received
};

/// An answer, also a failing one: a request without any answer throws from its `co_await` instead.
///
/// Move-only; all views live as long as the response. Thread: loop, and not longer than the user.
class [[nodiscard]] http_response {
 public:
  explicit http_response(http_exchange* ended) noexcept : exchange_(ended) {}
  http_response(http_response&& other) noexcept
      : exchange_(std::exchange(other.exchange_, nullptr)) {}
  http_response& operator=(http_response&& other) noexcept {
    std::swap(exchange_, other.exchange_);
    return *this;
  }
  ~http_response() {
    if (exchange_ != nullptr) http_exchange::give_back(exchange_);
  }

  int status() const noexcept { return reply().code; }

  /// A status from 100 to 399.
  bool ok() const noexcept { return status() >= 100 && status() < 400; }

  /// Throws `http_error` "GET /cart answered 503" for a status of 400 and above.
  void raise_for_status() const {
    if (ok()) return;
    throw http_error(joined({exchange_->title(), " answered ", std::to_string(status())}),
                     VL_E_STATUS, status());
  }

  /// The value of the first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const noexcept {
    for (const http_header h : headers()) {
      if (same_header(h.name, name)) return h.value;
    }
    return {};
  }
  http_headers headers() const noexcept { return http_headers(reply().headers, reply().n_headers); }

  /// The body; empty after `discard_body`.
  std::string_view text() const noexcept { return to_view(reply().body); }

  /// The body as JSON, parsed once. Throws `json_error` when it is none.
  const veriload::json& json() const { return exchange_->document(); }

  /// Searches in the body, see veriload/extract.hpp: find_... gives the first match or throws
  /// `error` of kind "extract", try_... gives none then, all_... every match.
  ///
  ///     auto token = page.find_css("input[name=csrf]", "value");
  ///     auto id = page.find_regex("order=(\\d+)");
  ///     auto names = list.all_json("$.items[*].name");
  std::string find_regex(std::string_view pattern) const { return body().find_regex(pattern); }
  std::optional<std::string> try_regex(std::string_view pattern) const {
    return body().try_regex(pattern);
  }
  std::vector<std::string> all_regex(std::string_view pattern) const {
    return body().all_regex(pattern);
  }
  std::string find_css(std::string_view selector, std::string_view attribute = {}) const {
    return body().find_css(selector, attribute);
  }
  std::optional<std::string> try_css(std::string_view selector,
                                     std::string_view attribute = {}) const {
    return body().try_css(selector, attribute);
  }
  std::vector<std::string> all_css(std::string_view selector,
                                   std::string_view attribute = {}) const {
    return body().all_css(selector, attribute);
  }
  std::string find_json(std::string_view path) const { return body().find_json(path); }
  std::optional<std::string> try_json(std::string_view path) const { return body().try_json(path); }
  std::vector<std::string> all_json(std::string_view path) const { return body().all_json(path); }

  /// True when no new connection was opened for it.
  bool reused() const noexcept { return (reply().flags & VL_REPLY_REUSED) != 0; }

  /// Whose answer this is when redirects were followed, else empty.
  std::string_view url() const noexcept { return to_view(reply().url); }
  int redirects() const noexcept { return static_cast<int>(reply().redirects); }

  /// True when nothing was sent: a fresh answer was kept from before.
  bool from_cache() const noexcept { return (reply().flags & VL_REPLY_CACHED) != 0; }

  /// Headers that came after the body.
  http_headers trailers() const noexcept {
    return http_headers(reply().trailers, reply().n_trailers);
  }

  std::uint64_t bytes_sent() const noexcept { return reply().bytes_out; }
  std::uint64_t bytes_received() const noexcept { return reply().bytes_in; }

  http_timings timings() const noexcept {
    const vl_reply& r = reply();
    return http_timings{r.dns, r.connect, r.tls, r.first_byte ? r.first_byte - r.sent : 0,
                        r.done ? r.done - r.sent : 0};
  }

 private:
  extract body() const noexcept { return extract(exchange_->context(), text()); }
  const vl_reply& reply() const noexcept { return exchange_->reply; }

  http_exchange* exchange_;  // owned until moved from
};

}  // namespace v1
}  // namespace veriload

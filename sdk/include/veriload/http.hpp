// HTTP requests as scenarios write them. Flow: scenario -> [http] -> http_exchange.
#pragma once

#include "veriload/http_exchange.hpp"
#include "veriload/http_response.hpp"
#include "veriload/url_text.hpp"

#include <coroutine>
#include <string_view>
#include <utility>

namespace veriload {
inline namespace v1 {

/// What a request is awaited with. Owns the exchange until the answer takes it.
class http_awaiter {
 public:
  explicit http_awaiter(http_exchange* prepared) noexcept : exchange_(prepared) {}
  http_awaiter(const http_awaiter&) = delete;
  http_awaiter& operator=(const http_awaiter&) = delete;
  ~http_awaiter() {
    if (exchange_ != nullptr) http_exchange::give_back(exchange_);
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiter) { return exchange_->start(waiter); }
  http_response await_resume() {
    exchange_->throw_if_failed();
    return http_response(std::exchange(exchange_, nullptr));
  }

 private:
  http_exchange* exchange_;
};

/// A request under construction: a chain of calls that ends in `co_await`. All texts are copied, so
/// views and temporaries are fine. Wrong input throws `error` of kind "http". Not awaited, it is
/// never sent.
///
///     auto page = co_await http().get("/search").query("q", word).name("GET
///     /search").timeout(2.5);
///
/// The await gives an `http_response`, or throws `http_error` when no answer came and `canceled`
/// when the user was stopped. The host times the request and records it in either case.
class [[nodiscard]] http_request {
 public:
  /// For http_client. `verb` and `target` are checked: nothing of them may break the request line.
  http_request(user_link& link, std::string_view verb, std::string_view target)
      : exchange_(http_exchange::take(link)) {
    // The destructor does not run when a constructor throws.
    const char* wrong = wrong_request_line(verb, target);
    if (wrong != nullptr) {
      http_exchange::give_back(exchange_);
      throw error("http", joined({wrong, ": \"", target, "\""}), VL_E_INVALID);
    }
    exchange_->own_verb.assign(verb);
    exchange_->verb = exchange_->own_verb;
    exchange_->target.assign(target.substr(0, target.find('#')));
  }
  http_request(http_request&& other) noexcept
      : exchange_(std::exchange(other.exchange_, nullptr)) {}
  http_request& operator=(http_request&&) = delete;
  ~http_request() {
    if (exchange_ != nullptr) http_exchange::give_back(exchange_);
  }

  /// The endpoint in the reports. Without it "<verb> <target>": name requests whose target varies.
  http_request&& name(std::string_view endpoint) && {
    exchange_->name.assign(endpoint);
    return std::move(*this);
  }

  /// Adds `key=value` to the query, percent-encoded.
  http_request&& query(std::string_view key, std::string_view value) && {
    std::string& target = exchange_->target;
    target += target.find('?') == std::string::npos ? '?' : '&';
    append_percent_encoded(target, key);
    target += '=';
    append_percent_encoded(target, value);
    return std::move(*this);
  }
  template <class Number>
  requires std::is_arithmetic_v<Number> http_request && query(std::string_view key, Number value) &&
  {
    return std::move(*this).query(key, veriload::json(value).dump());
  }

  /// Adds a header; the same name may come more than once.
  http_request&& header(std::string_view key, std::string_view value) && {
    exchange_->add_header(key, value);
    return std::move(*this);
  }

  /// The body as JSON; `content-type: application/json` unless a header says otherwise.
  http_request&& json(const veriload::json& value) && {
    exchange_->body.clear();
    value.dump_to(exchange_->body);
    exchange_->content_type = "application/json";
    return std::move(*this);
  }

  /// Adds pairs to a form body (application/x-www-form-urlencoded): `.form("user", name, "pin",
  /// pin)`.
  template <class... Pairs>
  http_request&& form(const Pairs&... pairs) && {
    static_assert(sizeof...(Pairs) > 0 && sizeof...(Pairs) % 2 == 0,
                  "form takes pairs: key, value, key, value");
    bool is_key = true;
    const auto add = [&](std::string_view text) {
      std::string& body = exchange_->body;
      if (!is_key)
        body += '=';
      else if (!body.empty())
        body += '&';
      append_form_encoded(body, text);
      is_key = !is_key;
    };
    (add(std::string_view(pairs)), ...);
    exchange_->content_type = "application/x-www-form-urlencoded";
    return std::move(*this);
  }

  /// The body as given; `content-type` unless a header says otherwise.
  http_request&& body(std::string_view bytes, std::string_view content_type = "text/plain") && {
    exchange_->body.assign(bytes);
    exchange_->own_content_type.assign(content_type);
    exchange_->content_type = exchange_->own_content_type;
    return std::move(*this);
  }

  /// `authorization: Bearer <token>`.
  http_request&& bearer(std::string_view token) && {
    exchange_->add_header("authorization", token, "Bearer ");
    return std::move(*this);
  }

  /// `authorization: Basic ...`; the user name must not hold a colon.
  http_request&& basic(std::string_view user_name, std::string_view password) && {
    if (user_name.find(':') != std::string_view::npos) {
      throw error("http", "a user name for basic authentication must not hold ':'", VL_E_INVALID);
    }
    std::string value;
    append_base64(value, joined({user_name, ":", password}));
    exchange_->add_header("authorization", value, "Basic ");
    return std::move(*this);
  }

  /// For the whole call, in seconds, above 0; else what the configuration says.
  http_request&& timeout(double seconds) && {
    if (!(seconds > 0 && seconds < 1e9)) {
      throw error("http",
                  joined({"timeout must be above 0 s, is ", veriload::json(seconds).dump(), " s"}),
                  VL_E_INVALID);
    }
    exchange_->timeout = static_cast<vl_ns>(seconds * 1e9);
    return std::move(*this);
  }

  /// The body of the answer is counted but not kept: for large downloads.
  http_request&& discard_body() && {
    exchange_->flags |= VL_CALL_NO_BODY;
    return std::move(*this);
  }

  http_awaiter operator co_await() && noexcept {
    return http_awaiter(std::exchange(exchange_, nullptr));
  }
  void operator co_await() & = delete;  // a request is sent once: co_await std::move(request)

 private:
  http_exchange* exchange_;  // owned until awaited
};

/// The HTTP client of one user: a reference, made by `user::http()`. Targets are paths below
/// `run.base_url`, or whole URLs. The session is opened with the first request.
class http_client {
 public:
  explicit http_client(user_link& link) noexcept : link_(&link) {}

  http_request get(std::string_view target) const { return request("GET", target); }
  http_request head(std::string_view target) const { return request("HEAD", target); }
  http_request post(std::string_view target) const { return request("POST", target); }
  http_request put(std::string_view target) const { return request("PUT", target); }
  http_request patch(std::string_view target) const { return request("PATCH", target); }
  http_request del(std::string_view target) const { return request("DELETE", target); }
  http_request options(std::string_view target) const { return request("OPTIONS", target); }

  /// Any other verb.
  http_request request(std::string_view verb, std::string_view target) const {
    return http_request(*link_, verb, target);
  }

 private:
  user_link* link_;
};

}  // namespace v1
}  // namespace veriload

// One HTTP request as scenarios write it. Flow: http -> [http_request] -> http_exchange.
#pragma once

#include "veriload/http_awaiter.hpp"
#include "veriload/url_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace veriload {
inline namespace v1 {

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
    begin(wrong_verb(verb), target);
    exchange_->own_verb.assign(verb);
    exchange_->verb = exchange_->own_verb;
  }

  /// A good verb that stays where it is, as the names of http_client do: it is not copied.
  struct constant_verb {
    std::string_view text;
  };
  http_request(user_link& link, constant_verb verb, std::string_view target)
      : exchange_(http_exchange::take(link)) {
    if (is_plain_target(target)) [[likely]] {
      exchange_->target.append(target);
    } else {
      begin(nullptr, target);
    }
    exchange_->verb = verb.text;
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
    reused_text& target = exchange_->target;
    target += target.view().find('?') == std::string_view::npos ? '?' : '&';
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
    exchange_->drop_parts();
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
    exchange_->drop_parts();
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
    exchange_->drop_parts();
    exchange_->body.assign(bytes);
    exchange_->own_content_type.assign(content_type);
    exchange_->content_type = exchange_->own_content_type;
    return std::move(*this);
  }

  /// A form with files; `content-type` names its boundary, and must not be set by a header.
  http_request&& multipart(veriload::multipart form) && {
    exchange_->set_form(std::move(form));
    return std::move(*this);
  }

  /// The body from a file, read while it is sent; a relative path starts at the folder of the
  /// configuration.
  http_request&& body_file(std::string_view path,
                           std::string_view media_type = "application/octet-stream") && {
    exchange_->drop_parts();
    exchange_->body_path.assign(path);
    exchange_->own_content_type.assign(media_type);
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

  /// Follows at most `most` redirects, 0 to 100; else what the configuration says.
  http_request&& redirects(int most) && {
    exchange_->add_option("redirects", std::to_string(most));
    return std::move(*this);
  }

  /// A redirect is the answer.
  http_request&& no_redirects() && { return std::move(*this).redirects(0); }

  /// For DNS and connect, in seconds, above 0; else what the configuration says.
  http_request&& connect_timeout(double seconds) && {
    exchange_->add_option("connect_timeout", veriload::json(seconds).dump());
    return std::move(*this);
  }

  /// Sends the body only when the server says `100 Continue`, or says nothing for a while.
  http_request&& expect_continue() && {
    exchange_->add_option("expect_continue", "true");
    return std::move(*this);
  }

  /// Statuses above `last_good` make the request a failed one in the reports, all others do not.
  http_request&& fail_above(int last_good) && {
    exchange_->add_option("fail_above", std::to_string(last_good));
    return std::move(*this);
  }

  /// An answer with this status is no failed request; may come more than once. `ok()` and
  /// `raise_for_status()` go by the status alone.
  http_request&& accept_status(int code) && {
    exchange_->add_option("accept_status", std::to_string(code));
    return std::move(*this);
  }

  /// The bytes `first` to `last`, both included: a 206 has them, a 200 is all of the body.
  http_request&& range(std::uint64_t first, std::uint64_t last) && {
    exchange_->add_header("range", joined({std::to_string(first), "-", std::to_string(last)}),
                          "bytes=");
    return std::move(*this);
  }

  /// Answers a Digest challenge of the server. The user name must not hold a colon.
  http_request&& digest(std::string_view user_name, std::string_view password) && {
    if (user_name.find(':') != std::string_view::npos) {
      throw error("http", "a user name for digest authentication must not hold ':'", VL_E_INVALID);
    }
    exchange_->add_option("digest", joined({user_name, ":", password}));
    return std::move(*this);
  }

  http_awaiter operator co_await() && noexcept {
    return http_awaiter(std::exchange(exchange_, nullptr));
  }
  void operator co_await() & = delete;  // a request is sent once: co_await std::move(request)

 private:
  [[gnu::noinline]] void begin(const char* wrong, std::string_view target) {
    if (wrong == nullptr) wrong = wrong_target(target);
    if (wrong != nullptr) {
      // The destructor does not run when a constructor throws.
      http_exchange::give_back(exchange_);
      throw error("http", joined({wrong, ": \"", target, "\""}), VL_E_INVALID);
    }
    exchange_->target.append(target.substr(0, target.find('#')));
  }

  http_exchange* exchange_;  // owned until awaited
};

}  // namespace v1
}  // namespace veriload

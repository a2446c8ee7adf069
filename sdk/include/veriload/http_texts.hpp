// What a request says, in reused memory. Flow: http_request -> [http_texts] -> http_exchange.
#pragma once

#include "veriload/http_header.hpp"
#include "veriload/kv_texts.hpp"
#include "veriload/multipart.hpp"
#include "veriload/reused_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// The parts of a request, copied, and the vl_call that views them. Thread: one.
class http_texts {
 public:
  std::string_view verb;  // a literal, or own_verb
  std::string own_verb;
  reused_text target;
  reused_text name;
  std::string body;
  std::string body_path;          // of the file that is the body instead; empty = none
  std::string_view content_type;  // a literal, or own_content_type; empty = none
  std::string own_content_type;
  std::uint32_t flags = 0;  // VL_CALL_*
  vl_ns timeout = 0;

  /// Adds `key: <prefix><value>`; throws `error` when that is no header.
  void add_header(std::string_view key, std::string_view value, std::string_view prefix = {}) {
    check_header(key, value);
    headers_.add(key, value, prefix);
  }

  /// Adds a setting of this call, in the words of the protocol; it checks them.
  void add_option(std::string_view key, std::string_view value) { options_.add(key, value); }

  /// The form is the body from now on. The numbers are random.
  void set_parts(multipart&& form, std::uint64_t random_high, std::uint64_t random_low) {
    drop_parts();
    parts_ = std::move(form);
    own_content_type = parts_.finish(random_high, random_low);
    content_type = own_content_type;
  }
  /// Another body takes its place.
  void drop_parts() noexcept {
    parts_.clear();
    body_path.clear();
  }

  bool has_header(std::string_view key) const noexcept { return headers_.has(key); }

 protected:
  http_texts() = default;
  ~http_texts() = default;

  void clear() noexcept {
    verb = {};
    target.clear();
    name.clear();
    body.clear();
    body_path.clear();
    content_type = {};
    headers_.clear();
    options_.clear();
    flags = 0;
    timeout = 0;
  }

  /// One large upload must not stay with the thread for the rest of the run.
  bool holds_much() const noexcept { return body.capacity() > largest_kept || !parts_.empty(); }
  void drop_large_body() noexcept {
    if (body.capacity() > largest_kept) body = std::string();
    if (!parts_.empty()) parts_ = multipart();
  }

  /// Makes the call, whose views hold until the next change.
  void fill() {
    if (!content_type.empty() && !has_header("content-type")) {
      add_header("content-type", content_type);
    }
    call_.flags = flags;
    call_.verb = to_str(verb);
    call_.target = to_str(target.view());
    call_.name = to_str(name.view());
    call_.timeout = timeout;
    call_.n_headers = headers_.size();
    call_.n_options = options_.size();
    if ((call_.n_headers | call_.n_options) != 0) fill_pairs();
    call_.body = to_bytes(body);
    call_.n_pieces = 0;
    if (!body_path.empty() || !parts_.empty()) fill_pieces();
  }
  const vl_call& filled() const noexcept { return call_; }

 private:
  static constexpr std::size_t largest_kept = 65536;  // bytes of a body

  static vl_call empty_call() noexcept {
    vl_call empty{};
    empty.struct_size = sizeof empty;
    return empty;
  }

  void fill_pairs() {
    pairs_.clear();
    headers_.append_to(pairs_);
    options_.append_to(pairs_);
    call_.headers = pairs_.data();
    call_.options = pairs_.data() + headers_.size();
  }

  void fill_pieces() noexcept {
    call_.body = vl_cbuf{};
    if (!body_path.empty()) {
      file_ = vl_piece{{}, to_str(body_path), 0, 0};
      call_.pieces = &file_;
      call_.n_pieces = 1;
    } else {
      call_.pieces = parts_.pieces().data();
      call_.n_pieces = static_cast<std::uint32_t>(parts_.pieces().size());
    }
  }

  kv_texts headers_;
  kv_texts options_;
  std::vector<vl_kv> pairs_;
  multipart parts_;  // finished, or empty
  vl_piece file_{};
  vl_call call_ = empty_call();  // what fill() does not name stays as it is here
};

}  // namespace v1
}  // namespace veriload

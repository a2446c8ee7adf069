// What a request says, in reused memory. Flow: http_request -> [http_texts] -> http_exchange.
#pragma once

#include "veriload/http_header.hpp"
#include "veriload/kv_texts.hpp"
#include "veriload/multipart.hpp"

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
  std::string target;
  std::string name;
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
  void drop_large_body() noexcept {
    constexpr std::size_t largest_kept = 65536;  // bytes
    if (body.capacity() > largest_kept) body = std::string();
    if (!parts_.empty()) parts_ = multipart();
  }

  /// Makes the call, whose views hold until the next change.
  void fill() {
    if (!content_type.empty() && !has_header("content-type")) {
      add_header("content-type", content_type);
    }
    pairs_.clear();
    headers_.append_to(pairs_);
    options_.append_to(pairs_);
    call_ = vl_call{};
    call_.struct_size = sizeof call_;
    call_.flags = flags;
    call_.verb = to_str(verb);
    call_.target = to_str(target);
    call_.name = to_str(name);
    call_.headers = pairs_.data();
    call_.n_headers = headers_.size();
    call_.options = pairs_.data() + headers_.size();
    call_.n_options = options_.size();
    call_.timeout = timeout;
    if (!body_path.empty()) {
      file_ = vl_piece{{}, to_str(body_path), 0, 0};
      call_.pieces = &file_;
      call_.n_pieces = 1;
    } else if (!parts_.empty()) {
      call_.pieces = parts_.pieces().data();
      call_.n_pieces = static_cast<std::uint32_t>(parts_.pieces().size());
    } else {
      call_.body = to_bytes(body);
    }
  }
  const vl_call& filled() const noexcept { return call_; }

 private:
  kv_texts headers_;
  kv_texts options_;
  std::vector<vl_kv> pairs_;
  multipart parts_;  // finished, or empty
  vl_piece file_{};
  vl_call call_{};
};

}  // namespace v1
}  // namespace veriload

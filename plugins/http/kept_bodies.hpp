// Bodies that many users' caches hold, kept once. Flow: response_cache -> [kept_bodies].
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace veriload::http_plugin {

/// The bodies of one worker. A thousand users that cache one logo hold one copy of it: a body is
/// found again by its content. Counts are plain numbers, since a worker is one thread. Must outlive
/// every `ref`. Thread: one.
class kept_bodies {
  struct body {
    std::string bytes;
    std::uint64_t hash = 0;
    std::uint32_t uses = 0;
    kept_bodies* owner = nullptr;
  };

 public:
  /// A share in a body; empty when default-made. The last one frees it.
  class ref {
   public:
    ref() noexcept = default;
    ref(const ref& other) noexcept : body_(other.body_) {
      if (body_ != nullptr) ++body_->uses;
    }
    ref(ref&& other) noexcept : body_(std::exchange(other.body_, nullptr)) {}
    ref& operator=(ref other) noexcept {
      std::swap(body_, other.body_);
      return *this;
    }
    ~ref() {
      if (body_ != nullptr && --body_->uses == 0) body_->owner->drop(body_);
    }

    /// Lives as long as any share.
    std::string_view bytes() const noexcept {
      return body_ != nullptr ? std::string_view(body_->bytes) : std::string_view();
    }
    explicit operator bool() const noexcept { return body_ != nullptr; }

   private:
    friend class kept_bodies;
    explicit ref(body* shared) noexcept : body_(shared) { ++body_->uses; }
    body* body_ = nullptr;
  };

  kept_bodies() = default;
  kept_bodies(const kept_bodies&) = delete;
  kept_bodies& operator=(const kept_bodies&) = delete;

  /// A share in the body with this content; copied only when it is not here yet.
  ref keep(std::string_view bytes);

  std::size_t count() const noexcept { return bodies_.size(); }
  std::uint64_t total_bytes() const noexcept { return total_bytes_; }

 private:
  void drop(body* unused) noexcept;

  std::unordered_multimap<std::uint64_t, std::unique_ptr<body>> bodies_;  // by hash
  std::uint64_t total_bytes_ = 0;
};

}  // namespace veriload::http_plugin

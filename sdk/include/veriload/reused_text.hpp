// A text in memory that is used again. Flow: scenario, plugin -> [reused_text] -> host.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Grows to the longest text it ever had and keeps that. Targets and names are a few bytes long and
/// copied for every request: a std::string makes two calls of that, this none. Views into it hold
/// until it changes. Thread: one.
class reused_text {
 public:
  reused_text() noexcept = default;
  reused_text(const reused_text&) = delete;
  reused_text& operator=(const reused_text&) = delete;
  ~reused_text() { delete[] bytes_; }

  void clear() noexcept { size_ = 0; }

  reused_text& append(std::string_view text) {
    copy(room(text.size()), text.data(), text.size());
    size_ += text.size();
    return *this;
  }
  void assign(std::string_view text) {
    clear();
    append(text);
  }
  reused_text& operator+=(char c) {
    append(std::string_view(&c, 1));
    return *this;
  }

  /// Where `n` bytes more can be written, which added() then takes in.
  char* room(std::size_t n) {
    if (room_ - size_ < n) grow(n);
    return bytes_ + size_;
  }
  void added(std::size_t n) noexcept { size_ += n; }

  bool empty() const noexcept { return size_ == 0; }
  std::string_view view() const noexcept { return std::string_view(bytes_, size_); }

 private:
  // Two pieces that may overlap are any short length; what is longer is worth the call.
  static void copy(char* to, const char* from, std::size_t n) noexcept {
    if (n > 16) {
      std::memcpy(to, from, n);
    } else if (n >= 8) {
      copy_both_ends<8>(to, from, n);
    } else if (n >= 4) {
      copy_both_ends<4>(to, from, n);
    } else {
      for (std::size_t i = 0; i < n; ++i)
        to[i] = from[i];
    }
  }
  template <std::size_t Piece>
  static void copy_both_ends(char* to, const char* from, std::size_t n) noexcept {
    char first[Piece], last[Piece];
    std::memcpy(first, from, Piece);
    std::memcpy(last, from + n - Piece, Piece);
    std::memcpy(to, first, Piece);
    std::memcpy(to + n - Piece, last, Piece);
  }

  [[gnu::noinline, gnu::cold]] void grow(std::size_t by) {
    const std::size_t wanted = size_ + by > 2 * room_ ? size_ + by : 2 * room_;
    const std::size_t room = wanted < 64 ? 64 : wanted;
    char* const moved = new char[room];
    if (size_ != 0) std::memcpy(moved, bytes_, size_);
    delete[] bytes_;
    bytes_ = moved;
    room_ = room;
  }

  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace v1
}  // namespace veriload

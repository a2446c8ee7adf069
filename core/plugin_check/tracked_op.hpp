// Ops that the checker gives to a plugin, watched until the end of the process. Flow: drive ->
// [tracked op] -> plugin.
#pragma once

#include "veriload_abi.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace veriload::plugin_check {

/// One op. Holds the plugin to section 2 of veriload_abi.h: breaks of rule A01 (how often and where
/// it completes) and A02 (its memory after completion) are told to `watch`.
class tracked_op : public vl_op {
 public:
  explicit tracked_op(std::string what);
  tracked_op(const tracked_op&) = delete;
  tracked_op& operator=(const tracked_op&) = delete;

  /// Calls a start function with this op. Once only. Gives its answer.
  vl_status start(const std::function<vl_status(vl_op*)>& begin);

  /// Calls into the plugin, which must not complete the op inside.
  void during(const std::function<void()>& act);

  bool done() const noexcept { return done_; }
  vl_status status() const noexcept { return result_.status; }
  vl_result result() const noexcept { return result_; }
  const std::string& what() const noexcept { return what_; }

  /// Whether somebody wrote to the op after it ended.
  void verify() const;

 private:
  static void completed(vl_op* op, vl_result result) noexcept;
  static void completed_again(vl_op* op, vl_result result) noexcept;
  void poison();

  std::string what_;
  vl_result result_{VL_PENDING, 0, 0};
  std::array<unsigned char, sizeof(vl_op)> poisoned_{};
  int inside_ = 0;
  bool pending_ = false;
  bool done_ = false;
};

/// A struct that the plugin fills: as long as ABI 1.0 had it, and watched bytes behind it.
template <class Struct>
class bounded_out {
 public:
  /// `size` is where the struct ended in ABI 1.0.
  explicit bounded_out(std::size_t size) : size_(size) {
    bytes_.fill(guard_byte);
    Struct empty{};
    empty.struct_size = static_cast<std::uint32_t>(size);
    std::copy_n(reinterpret_cast<const unsigned char*>(&empty), size, bytes_.begin());
  }
  Struct* get() noexcept { return reinterpret_cast<Struct*>(bytes_.data()); }

  /// Whether nothing was written behind the struct, and its size is as it was.
  bool intact() const {
    for (std::size_t i = size_; i < bytes_.size(); ++i) {
      if (bytes_[i] != guard_byte) return false;
    }
    return reinterpret_cast<const Struct*>(bytes_.data())->struct_size == size_;
  }

 private:
  static constexpr unsigned char guard_byte = 0xa5;
  std::size_t size_;
  alignas(Struct) std::array<unsigned char, sizeof(Struct) + 64> bytes_;
};

/// Where the structs that a plugin fills ended in ABI 1.0; later fields do not move these.
inline constexpr std::size_t reply_size_1_0 =
    offsetof(vl_reply, redirects) + sizeof(vl_reply::redirects);
inline constexpr std::size_t record_size_1_0 = offsetof(vl_record, owner) + sizeof(void*);
inline constexpr std::size_t error_size_1_0 = 256;

/// The error of one call into a plugin; breaks of M01 are told when it ends.
class bounded_error {
 public:
  explicit bounded_error(std::string what) : what_(std::move(what)), out_(error_size_1_0) {}
  ~bounded_error();
  bounded_error(const bounded_error&) = delete;
  bounded_error& operator=(const bounded_error&) = delete;

  vl_error* get() noexcept { return out_.get(); }
  std::string text();  ///< what the plugin said

 private:
  std::string what_;
  bounded_out<vl_error> out_;
};

}  // namespace veriload::plugin_check

// The memory that all TLS connections of a loop share. Flow: socket -> [buffers] -> tls_link ->
// stream.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct bio_method_st;
struct bio_st;

namespace veriload::loop {

/// A connection holds no buffer of its own: OpenSSL reads its records from `in`, which is a part of
/// the loop's receive buffer, and appends what it writes to `out`, which goes out with one send
/// after each step. Only one connection works at a time. Thread: the loop.
class tls_buffers {
 public:
  static constexpr std::size_t largest_record = 16 * 1024;  ///< plain bytes of one record
  static constexpr std::size_t plain_size = 4 * largest_record;

  /// Throws std::bad_alloc.
  tls_buffers();
  ~tls_buffers();
  tls_buffers(const tls_buffers&) = delete;
  tls_buffers& operator=(const tls_buffers&) = delete;

  /// A BIO over `in` and `out`, owned by the caller; null without memory.
  bio_st* make_bio() noexcept;

  std::span<const std::byte> in;  ///< not read yet; empty outside of a step
  std::vector<std::byte> out;     ///< not sent yet; empty outside of a step

  std::span<std::byte> plain() noexcept { return {plain_.get(), plain_size}; }
  std::span<std::byte> gathered() noexcept { return {gathered_.get(), largest_record}; }

 private:
  struct method_end {
    void operator()(bio_method_st* method) const noexcept;
  };

  std::unique_ptr<bio_method_st, method_end> method_;
  std::unique_ptr<std::byte[]> plain_;     // what a reader is given
  std::unique_ptr<std::byte[]> gathered_;  // small buffers of one write, for one record
};

}  // namespace veriload::loop

// Numbers and texts as bytes and back. Flow: run file writer -> [bytes] -> run file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::report {

/// Appends a number in LEB128: seven bits per byte, lowest first. Thread: any, like all here.
void put_number(std::string& out, std::uint64_t value);
/// The same in ZigZag form, so that small negative numbers are short too.
void put_signed(std::string& out, std::int64_t value);
/// Four and eight bytes, little-endian; a real number as its bits.
void put_fixed32(std::string& out, std::uint32_t value);
void put_fixed64(std::string& out, std::uint64_t value);
void put_real(std::string& out, double value);
/// The length as a number, then the bytes.
void put_text(std::string& out, std::string_view text);

/// Reads what the functions above wrote. Whatever the bytes are: a value, or setup_error that says
/// where they break and what was expected. The bytes must outlive it. Thread: one.
class byte_reader {
 public:
  /// `place` names the bytes in messages ("run.vlr: section SECD").
  byte_reader(std::string_view bytes, std::string place)
      : bytes_(bytes), place_(std::move(place)) {}

  std::uint8_t byte();
  std::uint64_t number();
  /// At most `most`; `what` names it in the message.
  std::uint64_t number_up_to(std::uint64_t most, std::string_view what);
  std::int64_t signed_number();
  std::uint32_t fixed32();
  std::uint64_t fixed64();
  double real();
  std::string_view text();
  std::string_view raw(std::size_t bytes);

  /// How many items follow, each of at least one byte.
  std::size_t items();

  bool at_end() const noexcept { return at_ == bytes_.size(); }
  std::size_t left() const noexcept { return bytes_.size() - at_; }
  std::size_t at() const noexcept { return at_; }
  /// Refuses bytes that nobody has read.
  void expect_end() const;

  [[noreturn, gnu::cold]] void fail(std::string_view what) const;

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::string place_;
};

}  // namespace veriload::report

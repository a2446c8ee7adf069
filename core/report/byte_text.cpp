#include "core/report/byte_text.hpp"

#include "core/base/setup_error.hpp"

#include <bit>

namespace veriload::report {

void put_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}

void put_signed(std::string& out, std::int64_t value) {
  put_number(out, static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
}

void put_fixed32(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8)
    out.push_back(static_cast<char>(value >> shift & 0xff));
}

void put_fixed64(std::string& out, std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8)
    out.push_back(static_cast<char>(value >> shift & 0xff));
}

void put_real(std::string& out, double value) {
  put_fixed64(out, std::bit_cast<std::uint64_t>(value));
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

std::uint8_t byte_reader::byte() {
  if (at_end()) fail("ends too early");
  return static_cast<std::uint8_t>(bytes_[at_++]);
}

std::uint64_t byte_reader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t next = byte();
    const std::uint64_t bits = next & 0x7f;
    if (shift == 63 && bits > 1) break;
    value |= bits << shift;
    if (next < 0x80) return value;
  }
  fail("has a number of more than 64 bits");
}

std::uint64_t byte_reader::number_up_to(std::uint64_t most, std::string_view what) {
  const std::uint64_t value = number();
  if (value <= most) return value;
  fail("has " + std::string(what) + " of " + std::to_string(value) + ", expected at most " +
       std::to_string(most));
}

std::int64_t byte_reader::signed_number() {
  const std::uint64_t zigzag = number();
  return static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
}

std::uint32_t byte_reader::fixed32() {
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift < 32; shift += 8)
    value |= std::uint32_t{byte()} << shift;
  return value;
}

std::uint64_t byte_reader::fixed64() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 8)
    value |= std::uint64_t{byte()} << shift;
  return value;
}

double byte_reader::real() { return std::bit_cast<double>(fixed64()); }

std::string_view byte_reader::text() {
  return raw(static_cast<std::size_t>(number_up_to(left(), "a text")));
}

std::string_view byte_reader::raw(std::size_t bytes) {
  if (bytes > left()) fail("ends too early");
  const std::string_view found = bytes_.substr(at_, bytes);
  at_ += bytes;
  return found;
}

std::size_t byte_reader::items() {
  return static_cast<std::size_t>(number_up_to(left(), "a list"));
}

void byte_reader::expect_end() const {
  if (!at_end()) fail("has " + std::to_string(left()) + " bytes more than expected");
}

void byte_reader::fail(std::string_view what) const {
  throw setup_error(place_ + ": byte " + std::to_string(at_) + " " + std::string(what) +
                    "; the file is damaged, copy or make it again");
}

}  // namespace veriload::report

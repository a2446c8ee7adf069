// CRC-32C, by which an image knows whether it is whole. Flow: persona_pack, tests -> [checksum].
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace veriload::personas::image {

inline constexpr std::array<std::uint32_t, 256> crc32c_steps = [] {
  std::array<std::uint32_t, 256> steps{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82f63b78U : 0U);
    steps[byte] = crc;
  }
  return steps;
}();

inline std::uint32_t crc32c(std::span<const std::byte> bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const std::byte byte : bytes)
    crc = (crc >> 8U) ^ crc32c_steps[(crc ^ static_cast<std::uint32_t>(byte)) & 0xffU];
  return ~crc;
}

}  // namespace veriload::personas::image

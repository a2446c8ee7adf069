#include "core/report/run_file_sections.hpp"

#include "core/base/setup_error.hpp"
#include "core/report/byte_text.hpp"

#include <zstd.h>
#include <boost/crc.hpp>

namespace veriload::report {
namespace {

constexpr std::uint32_t is_compressed = 1;
// Histograms of one second are similar to each other: level 3 halves them in microseconds.
constexpr int level = 3;
// A content is never longer than the tree of a very large run; a head that says more is damaged.
constexpr std::uint64_t longest = std::uint64_t{1} << 32;

// CRC-32C (Castagnoli), over the head without itself, then the stored content.
std::uint32_t checksum_of(std::string_view head, std::string_view stored) {
  boost::crc_optimal<32, 0x1edc6f41, 0xffffffff, 0xffffffff, true, true> sum;
  sum.process_bytes(head.data(), head.size());
  sum.process_bytes(stored.data(), stored.size());
  return sum.checksum();
}

std::string head_without_checksum(std::string_view tag, std::uint32_t flags, std::uint64_t stored,
                                  std::uint64_t plain) {
  std::string head(tag);
  put_fixed32(head, flags);
  put_fixed64(head, stored);
  put_fixed64(head, plain);
  return head;
}

}  // namespace

std::string section_bytes(std::string_view tag, std::string_view content) {
  std::string packed(::ZSTD_compressBound(content.size()), '\0');
  const std::size_t size =
      ::ZSTD_compress(packed.data(), packed.size(), content.data(), content.size(), level);
  const bool shorter = ::ZSTD_isError(size) == 0 && size < content.size();
  packed.resize(shorter ? size : 0);
  const std::string_view stored = shorter ? packed : content;
  std::string all =
      head_without_checksum(tag, shorter ? is_compressed : 0, stored.size(), content.size());
  put_fixed32(all, checksum_of(all, stored));
  return all += stored;
}

bool find_section(std::string_view file, std::size_t offset, section_place& found) {
  if (offset > file.size() || file.size() - offset < section_head_size) return false;
  byte_reader in(file.substr(offset, section_head_size), {});
  found.tag = in.raw(4);
  found.flags = in.fixed32();
  const std::uint64_t stored = in.fixed64();
  found.plain_size = in.fixed64();
  found.checksum = in.fixed32();
  found.offset = offset;
  if (stored > file.size() - offset - section_head_size) return false;
  found.stored = file.substr(offset + section_head_size, static_cast<std::size_t>(stored));
  return true;
}

std::string section_content(const section_place& section, const std::string& file_name) {
  const auto fail = [&](const std::string& what) {
    throw setup_error(file_name + ": section " + section.tag + " at byte " +
                      std::to_string(section.offset) + " " + what +
                      "; the file is damaged, copy or make it again");
  };
  const std::string head =
      head_without_checksum(section.tag, section.flags, section.stored.size(), section.plain_size);
  if (checksum_of(head, section.stored) != section.checksum) fail("has a wrong checksum");
  if ((section.flags & ~is_compressed) != 0) fail("is stored in a way that is not known");
  if ((section.flags & is_compressed) == 0) {
    if (section.plain_size != section.stored.size()) fail("has a wrong length");
    return std::string(section.stored);
  }
  // The frame knows its length too: a head that lies takes no memory.
  const auto told = ::ZSTD_getFrameContentSize(section.stored.data(), section.stored.size());
  if (section.plain_size > longest || told != section.plain_size) fail("has a wrong length");
  std::string content(static_cast<std::size_t>(section.plain_size), '\0');
  const std::size_t size = ::ZSTD_decompress(content.data(), content.size(), section.stored.data(),
                                             section.stored.size());
  if (::ZSTD_isError(size) != 0 || size != content.size()) fail("cannot be decompressed");
  return content;
}

}  // namespace veriload::report

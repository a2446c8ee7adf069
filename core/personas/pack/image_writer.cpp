#include "core/personas/pack/image_writer.hpp"

#include "core/personas/image/checksum.hpp"
#include "core/personas/pack/alias.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <span>
#include <stdexcept>

namespace veriload::personas::pack {

namespace format = image::format;

std::size_t image_writer::records_at() const {
  const std::size_t end = sizeof(format::header) + heap_.size();
  return (end + 3) / 4 * 4;
}

format::text image_writer::text(std::string_view utf8) {
  if (const auto known = texts_.find(utf8); known != texts_.end()) return known->second;
  if (utf8.size() > 0xffff) throw std::length_error("a cell has more than 65535 bytes");
  const format::text at{static_cast<std::uint32_t>(sizeof(format::header) + heap_.size()),
                        static_cast<std::uint16_t>(utf8.size()), 0};
  heap_ += utf8;
  texts_.emplace(utf8, at);
  return at;
}

format::slice image_writer::add(const void* bytes, std::size_t size, std::size_t count) {
  const format::slice at{static_cast<std::uint32_t>(records_at_ + records_.size()),
                         static_cast<std::uint32_t>(count)};
  const auto* from = static_cast<const std::byte*>(bytes);
  records_.insert(records_.end(), from, from + size);
  return at;
}

format::alias image_writer::choice(const std::vector<std::uint32_t>& weights, std::uint32_t first) {
  const alias_table made = make_alias_table(weights);
  return {records(made.cells), first, made.total};
}

std::vector<std::byte> image_writer::finish(format::slice locales,
                                            const format::shared& shared) const {
  std::vector<std::byte> out(records_at_ + records_.size());
  std::memcpy(out.data() + sizeof(format::header), heap_.data(), heap_.size());
  std::copy(records_.begin(), records_.end(),
            out.begin() + static_cast<std::ptrdiff_t>(records_at_));
  format::header head{format::magic,
                      format::layout,
                      format::engine_version,
                      static_cast<std::uint32_t>(out.size()),
                      0,
                      locales,
                      shared};
  head.checksum = image::crc32c(std::span(out).subspan(sizeof head));
  std::memcpy(out.data(), &head, sizeof head);
  return out;
}

}  // namespace veriload::personas::pack

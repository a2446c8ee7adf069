// Ways to read parts of a persona image where they lie. Flow: [views] -> image -> persona source.
#pragma once

#include "core/personas/image/format_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace veriload::personas::image {

/// The image's first byte; everything else is found from there. The views below are values, valid
/// as long as the image, and may be read from any thread. A number beyond a size is the caller's
/// mistake and is not checked.
using base = const std::byte*;

inline std::string_view read_text(base image, format::text at) {
  return {reinterpret_cast<const char*>(image) + at.offset, at.length};
}

template <class Record>
Record read_record(base image, format::slice records, std::uint32_t number) {
  Record out;
  std::memcpy(&out, image + records.offset + std::size_t{number} * sizeof(Record), sizeof out);
  return out;
}

/// Neighbours in one table: `first` to `first + count - 1`.
using range = format::range;

/// A weighted choice among neighbours of one table, by Vose's alias method in whole numbers.
class alias_view {
 public:
  alias_view(base image, const format::alias& at) : image_(image), at_(at) {}

  /// How many can be chosen; with none, pick() must not be called.
  std::uint32_t size() const { return at_.cells.count; }
  bool empty() const { return size() == 0; }

  /// The lowest number that pick() gives; the others follow it.
  std::uint32_t first() const { return at_.first; }

  /// The sum of the weights.
  std::uint32_t total() const { return at_.total; }

  /// A number in the table, by 64 random bits: the high half says the column, the low half the
  /// side. Constant time.
  std::uint32_t pick(std::uint64_t random) const {
    const auto column = static_cast<std::uint32_t>(((random >> 32U) * size()) >> 32U);
    const std::uint64_t part = ((random & 0xffffffffU) * at_.total) >> 32U;
    const auto cell = read_record<format::alias_cell>(image_, at_.cells, column);
    return at_.first + (part < cell.threshold ? column : cell.other);
  }

  /// The parts that lead to `number`, of size() * total() in all: its weight times size(), exactly.
  std::uint64_t exact_share(std::uint32_t number) const;

 private:
  base image_;
  format::alias at_;
};

/// The rows of a name table in groups of equal slug, for exact shares and for user names that are
/// unique by construction: a slug and a number belong to one person only.
///
/// Groups are sorted by slug, rows by group. Each row is at least 1 wide and total() is at most
/// 2^22: where the weights add up to more they are scaled down. A row's width is its share, a
/// group's width the sum of its rows.
class name_groups {
 public:
  name_groups(base image, const format::groups& at) : image_(image), at_(at) {}

  std::uint32_t size() const { return at_.slugs.count; }
  std::string_view slug(std::uint32_t group) const {
    return read_text(image_, read_record<format::text>(image_, at_.slugs, group));
  }

  /// C[group], for 0 to size(): the widths of the groups before it.
  std::uint32_t edge(std::uint32_t group) const { return row_edge(first_row(group)); }
  std::uint32_t total() const { return row_edge(at_.edges.count - 1); }
  std::uint32_t width(std::uint32_t group) const { return edge(group + 1) - edge(group); }

  /// The rows of a group, numbers of the table that is read with locale_view::given() or family().
  range rows(std::uint32_t group) const {
    return {first_row(group), first_row(group + 1) - first_row(group)};
  }

  /// The same in rows: C[row], for 0 to the number of rows.
  std::uint32_t row_edge(std::uint32_t row) const {
    return read_record<std::uint32_t>(image_, at_.edges, row);
  }

  /// Binary search; nothing when no name of the table has that slug.
  std::optional<std::uint32_t> find(std::string_view slug) const;

 private:
  std::uint32_t first_row(std::uint32_t group) const {
    return read_record<std::uint32_t>(image_, at_.first_rows, group);
  }

  base image_;
  format::groups at_;
};

}  // namespace veriload::personas::image

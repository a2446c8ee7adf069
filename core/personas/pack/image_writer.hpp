// The bytes of an image, piece by piece. Flow: layout -> [image writer] -> file.
#pragma once

#include "core/personas/image/format.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace veriload::personas::pack {

/// Header, heap, records. The heap lies before the records, whose places depend on its size: so the
/// same calls are made twice, on a first writer that only collects the texts, and on a second one
/// made from it.
class image_writer {
 public:
  image_writer() = default;

  /// With the texts of `first`, which are all that will be added.
  explicit image_writer(const image_writer& first, std::size_t records_at)
      : texts_(first.texts_), heap_(first.heap_), records_at_(records_at) {}

  /// Where the records of a second writer begin.
  std::size_t records_at() const;

  image::format::text text(std::string_view utf8);

  template <class Record>
  image::format::slice records(const std::vector<Record>& rows) {
    static_assert(std::has_unique_object_representations_v<Record>, "padding would be undefined");
    static_assert(sizeof(Record) % 4 == 0 && alignof(Record) <= 4, "records lie one by one");
    return add(rows.data(), rows.size() * sizeof(Record), rows.size());
  }

  /// A choice among `weights.size()` neighbours from `first` on.
  image::format::alias choice(const std::vector<std::uint32_t>& weights, std::uint32_t first);

  /// The whole image.
  std::vector<std::byte> finish(image::format::slice locales,
                                const image::format::shared& shared) const;

 private:
  image::format::slice add(const void* bytes, std::size_t size, std::size_t count);

  std::map<std::string, image::format::text, std::less<>> texts_;
  std::string heap_;
  std::vector<std::byte> records_;
  std::size_t records_at_ = 0;
};

}  // namespace veriload::personas::pack

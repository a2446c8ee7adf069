// Which name the r-th persona of a locale has. Flow: locale mix -> [name shares] -> person.
#pragma once

#include "core/personas/draws/bijection.hpp"
#include "core/personas/image/locale_view.hpp"

#include <cstdint>

namespace veriload::personas {

/// A pair of names (as groups of equal slug), and which of the personas with that pair it is. The
/// three together belong to one persona of the locale alone: user names are unique by construction.
struct name_place {
  std::uint32_t given_group;
  std::uint32_t family_group;
  std::uint64_t copy;

  bool operator==(const name_place&) const = default;
};

/// Shuffles the ranks of a locale and cuts them by given and then by family name, so that each name
/// has its share of the pool to within one. Thread: immutable.
class name_shares {
 public:
  name_shares(const image::locale_view& tables, std::uint64_t count, std::uint64_t key)
      : given_(tables.given_groups()),
        family_(tables.family_groups()),
        order_(count == 0 ? 1 : count, key),
        key_(key) {}

  /// `rank` must be below the locale's count.
  name_place at(std::uint64_t rank) const;

 private:
  image::name_groups given_;
  image::name_groups family_;
  bijection order_;
  std::uint64_t key_;
};

}  // namespace veriload::personas

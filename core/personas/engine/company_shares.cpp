#include "core/personas/engine/company_shares.hpp"

#include "core/base/random.hpp"
#include "core/personas/draws/draw.hpp"
#include "core/personas/draws/exact_cut.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace veriload::personas {
namespace {

// Personas per company: half of the companies have up to three, the largest a fifth of all. In an
// order in which every beginning is mixed, because small pools use only that.
constexpr std::array<std::uint16_t, 64> sizes{
    4,  1, 9, 2, 3, 17, 1, 6,  2, 30, 1,  3,  5, 2, 12, 1, 4, 2,  8, 3, 1, 48,
    2,  7, 1, 3, 2, 14, 5, 1,  2, 4,  10, 3,  1, 2, 6,  1, 3, 20, 2, 1, 5, 2,
    94, 3, 1, 7, 2, 4,  1, 11, 2, 3,  1,  38, 2, 5, 1,  3, 2, 62, 1, 7};

constexpr auto ends = [] {
  std::array<std::uint16_t, sizes.size()> made{};
  std::partial_sum(sizes.begin(), sizes.end(), made.begin());
  return made;
}();
constexpr std::uint64_t block = ends.back();
static_assert(block == 512, "a power of two, for quick division");

}  // namespace

company_shares::company_shares(const image::tables& tables, const image::locale_view& locale,
                               std::uint64_t personas, std::uint64_t key)
    : members_(std::max<std::uint64_t>(personas, 1), base::mix64(key + 1)),
      order_((members_.size() + block - 1) / block * sizes.size(), base::mix64(key + 2)),
      key_(key) {
  edges_.push_back(0);
  for (std::uint32_t i = 0; i < tables.industries(); ++i) {
    edges_.push_back(edges_.back() + tables.industry(i).weight);
    const image::range trades = locale.trades_of(i);
    words_.push_back(
        {trades.first, trades.count,
         bijection(std::uint64_t{locale.stems()} * trades.count, base::mix64(key + 3 + i))});
  }
}

company_place company_shares::at(std::uint64_t rank) const {
  const std::uint64_t member = members_(rank);
  const auto inside = static_cast<std::uint16_t>(member % block);
  const auto found = std::ranges::upper_bound(ends, inside);
  const auto which = static_cast<std::size_t>(found - ends.begin());
  company_place made = company(member / block * sizes.size() + which);
  made.ordinal = inside - static_cast<std::uint64_t>(*found - sizes[which]);
  return made;
}

company_place company_shares::company(std::uint64_t number) const {
  const std::uint32_t cells = static_cast<std::uint32_t>(words_.size());
  const cut_place place = cut_exactly(
      order_(number), order_.size(), cells, [&](std::uint32_t j) { return edges_[j]; },
      scaled(base::mix64(key_), edges_.back()));
  const industry_words& words = words_[place.cell];
  const std::uint64_t name = words.names(place.rank % words.names.size());
  return {number,
          0,
          sizes[number % sizes.size()],
          place.cell,
          static_cast<std::uint32_t>(name / words.trades),
          words.first_trade + static_cast<std::uint32_t>(name % words.trades),
          place.rank / words.names.size()};
}

}  // namespace veriload::personas

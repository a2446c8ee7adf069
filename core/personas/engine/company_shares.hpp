// Which company the r-th persona of a locale works for. Flow: locale mix -> [company shares] ->
// person.
#pragma once

#include "core/personas/draws/bijection.hpp"
#include "core/personas/image/image.hpp"

#include <cstdint>
#include <vector>

namespace veriload::personas {

/// A company of the pool, with what makes its name and domain unique.
struct company_place {
  std::uint64_t number;   ///< among the companies of the locale
  std::uint64_t ordinal;  ///< which of the company's personas this is, from 0
  std::uint64_t members;  ///< personas that the company may have at most
  std::uint32_t industry;
  std::uint32_t stem;
  std::uint32_t trade;
  std::uint64_t copy;  ///< which of the companies with that stem and trade
};

/// Personas of a locale come in blocks of 512 that fill 64 companies whose sizes have a long tail:
/// no table grows with the pool. Industries have their shares of the companies to within one.
///
/// Thread: immutable.
class company_shares {
 public:
  company_shares(const image::tables& tables, const image::locale_view& locale,
                 std::uint64_t personas, std::uint64_t key);

  /// `rank` must be below the number of personas.
  company_place at(std::uint64_t rank) const;

  /// The company alone, for its number; ordinal is 0.
  company_place company(std::uint64_t number) const;

  std::uint64_t companies() const { return order_.size(); }

 private:
  struct industry_words {
    std::uint32_t first_trade;
    std::uint32_t trades;
    bijection names;  // of stem and trade
  };

  bijection members_;  // of the locale's personas
  bijection order_;    // of its companies
  std::uint64_t key_;
  std::vector<std::uint32_t> edges_;  // of the industries' weights
  std::vector<industry_words> words_;
};

}  // namespace veriload::personas

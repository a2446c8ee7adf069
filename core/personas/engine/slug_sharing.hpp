// Which locales of the pool write a name with the same letters. Flow: tables -> [slug sharing] ->
// numbers of user names and domains.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace veriload::personas {

/// A set of the pool's locales, by position.
using locale_set = std::uint32_t;

/// Two locales can only make the same user name out of slugs that both have. The ones that share
/// both parts count their numbers in turn, so that `lena.weber` is given once in the whole pool,
/// and needs no number where one locale has it alone.
///
/// Thread: immutable after the last add().
class slug_sharing {
 public:
  static constexpr std::uint32_t most_locales = 32;

  void add(std::string_view slug, std::uint32_t locale) {
    sets_[std::string(slug)] |= locale_set{1} << locale;
  }

  /// The locales that add() named for the slug.
  locale_set of(std::string_view slug) const {
    const auto found = sets_.find(std::string(slug));
    return found == sets_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string, locale_set> sets_;
};

/// The number behind a name made of two slugs: 0 for none, else 2 and up. `first` and `second` are
/// the locales that share the slugs, `copy` counts the owners inside `locale`.
constexpr std::uint64_t number_of_copy(std::uint64_t copy, locale_set first, locale_set second,
                                       std::uint32_t locale) noexcept {
  const locale_set both = first & second;
  const auto sharers = static_cast<std::uint64_t>(std::popcount(both));
  const auto before =
      static_cast<std::uint64_t>(std::popcount(both & ((locale_set{1} << locale) - 1)));
  const std::uint64_t number = copy * (sharers == 0 ? 1 : sharers) + before;
  return number == 0 ? 0 : number + 1;
}

}  // namespace veriload::personas

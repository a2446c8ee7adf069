// What chance says about one persona, for one purpose. Flow: (seed, index, purpose) -> [draw] ->
// field.
#pragma once

#include "core/base/random.hpp"
#include "core/personas/draws/philox.hpp"

#include <cstdint>

namespace veriload::personas {

/// Each purpose has draws of its own, so a new one changes no old value. Never renumber.
enum class purpose : std::uint32_t {
  order = 1,  ///< the bijections and the starts of cuts
  uuid,
  given_row,
  family_row,
  gender,
  birth,
  city,
  postal,
  street,
  unit,
  phone,
  title,
  department,
  salary,
  start_year,
  education,
  study,
  graduation,
  bio,
  device,
  network,
  company_uuid,
  company_band,
  company_age,
  company_legal,
  company_funding,
  company_city,
  company_street,
  company_postal,
  company_email,
  company_departments,
  company_revenue,
  company_order,
  feeder_row,
  order_record,
  transaction_record,
  ticket_record,
  review_record,
};

/// 64 of random bits scaled to [0, bound): the high half of a product. The bias is below bound /
/// 2^64, and one draw is always enough, so later draws never move.
constexpr std::uint64_t scaled(std::uint64_t bits, std::uint64_t bound) noexcept {
  __extension__ using wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<wide>(bits) * bound) >> 64);
}

/// The source of all draws of a run. The engine's version is part of the key: other tables or rules
/// are another key, so a change of data is never taken for the same personas.
///
/// Thread: immutable.
class draw_source {
 public:
  constexpr draw_source(std::uint64_t seed, std::uint32_t engine_version) noexcept
      : key_(base::mix64(seed + 0x9e3779b97f4a7c15ULL * (engine_version + 1ULL))) {}

  /// 64 bits for `number` (a persona's index, a company's number) and `why`; `turn` tells several
  /// draws of one purpose apart.
  constexpr std::uint64_t bits(std::uint64_t number, purpose why,
                               std::uint32_t turn = 0) const noexcept {
    const philox_counter block =
        philox4x32({static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32),
                    static_cast<std::uint32_t>(why), turn},
                   {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32)});
    return std::uint64_t{block[1]} << 32 | block[0];
  }

  /// Uniform in [0, bound); `bound` must be above 0.
  constexpr std::uint64_t below(std::uint64_t bound, std::uint64_t number, purpose why,
                                std::uint32_t turn = 0) const noexcept {
    return scaled(bits(number, why, turn), bound);
  }

  /// Uniform in [low, high]; `low` must not be above `high`.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high, std::uint64_t number,
                                 purpose why, std::uint32_t turn = 0) const noexcept {
    const auto width = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(below(width, number, why, turn));
  }

 private:
  std::uint64_t key_;
};

}  // namespace veriload::personas

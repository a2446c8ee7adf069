// The kinds of records that are linked to personas. Flow: scenario, command line -> [record kind]
// -> linked records.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace veriload::personas {

/// In the order of record_kinds(). Append only: ids hold the number.
enum class record_kind : std::uint8_t { order, transaction, ticket, review };

/// A persona has so many of each kind, numbered from 0. With the largest pool that a configuration
/// may have, persona and number together fit the 60 bits of an id.
inline constexpr std::uint64_t records_per_persona = std::uint64_t{1} << 20;

/// Their names: "order".
std::span<const std::string_view> record_kinds();

std::optional<record_kind> record_kind_at(std::string_view word);

/// What to say of a word that is none: with the nearest, or all when none is near.
std::string unknown_record_kind(std::string_view word);

}  // namespace veriload::personas

// The rules of linked records, written from their README and not from the code that makes them.
// Flow: record, persona -> [record rules] -> what is broken.
#pragma once

#include "core/personas/engine_source.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas::test {

boost::json::object record_of(const persona_source& source, std::uint64_t index, record_kind kind,
                              std::uint64_t number);

std::string value_of(const persona_source& source, std::uint64_t index, std::string_view path);

/// Seconds since 1970 of "2025-11-03T14:05:09Z"; throws for any other form or a time that cannot
/// be.
std::int64_t seconds_of(std::string_view instant);

/// Names of the rules that the record breaks, empty when it is right. `reference`: the date of the
/// plan.
std::vector<std::string> broken_rules(const engine_source& source, std::uint64_t index,
                                      record_kind kind, std::uint64_t number,
                                      const boost::json::object& record,
                                      std::string_view reference = "2026-01-01");

}  // namespace veriload::personas::test

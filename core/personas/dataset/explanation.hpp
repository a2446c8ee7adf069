// How a value of a persona came to be. Flow: field, persona -> [explanation] -> dataset explain.
#pragma once

#include "core/personas/engine_source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas {

/// A fact that a value was made of.
struct value_source {
  std::string name;  ///< a path, or a key of the configuration
  std::string value;
};

struct explanation {
  std::string path;
  std::string value;
  std::string rule;                   ///< in words
  std::string checks;                 ///< rules of coherence: "R3"; may be empty
  std::vector<value_source> sources;  ///< what it is derived from, with this persona's values
  std::vector<std::string> draws;     ///< the chance in it: purpose, what it was drawn for, 64 bits
  std::string given_by;               ///< what gives the value: "data.overrides", "row 3 of
                                      ///< skus.csv, column sku"; empty when it is derived
};

/// The field `which` of the persona at `index`, below source.count(). Thread: any.
explanation explain(const engine_source& source, std::uint64_t index, field_id which);

}  // namespace veriload::personas

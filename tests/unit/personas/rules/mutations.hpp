// Ways to break each rule of coherence. Flow: [mutations] -> mutation test.
#pragma once

#include "core/personas/fields/fields.hpp"

#include <functional>
#include <string>
#include <vector>

namespace veriload::personas::test {

using persona_values = std::vector<std::string>;

struct mutation {
  const char* rule;
  const char* what;
  field broken;  ///< the field that the violation must name
  std::function<void(persona_values&)>
      break_it;  ///< may leave a persona alone that it cannot break
};

/// Each breaks the rule that it names, by the field that it names.
const std::vector<mutation>& mutations();

}  // namespace veriload::personas::test

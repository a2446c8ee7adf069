// All mistakes of a configuration, told together. Flow: yaml, check, cross rules -> [problems] ->
// one setup_error.
#pragma once

#include "core/base/node.hpp"

#include <string>
#include <vector>

namespace veriload::config {

/// Collects mistakes until everything was looked at. Thread: owned by one.
class problem_list {
 public:
  /// One mistake: `text` says what is wrong and what was expected, without the place.
  void add(const base::place& at, std::string text);

  bool empty() const { return all_.empty(); }

  /// Throws one setup_error with a line `place: text` per mistake: those of the file in the order
  /// of its lines, then those of overrides in the order in which they were applied. Does nothing
  /// when empty.
  void raise() const;

 private:
  struct problem {
    base::place at;
    std::string text;
  };
  std::vector<problem> all_;
};

}  // namespace veriload::config

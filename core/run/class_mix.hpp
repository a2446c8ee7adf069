// Which user class the n-th user is of. Flow: scenario.users -> [class mix] -> worker.
#pragma once

#include "core/host/declared.hpp"
#include "core/personas/locale_shares.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace veriload::run {

/// Shares of user classes that hold in every prefix of the users: among the first n of the run each
/// class has its share to within 1, whatever the number of workers.
///
/// Thread: immutable.
class class_mix {
 public:
  /// As many weights as classes, above 0. The classes outlive this.
  class_mix(std::vector<const host::user_class*> classes, const std::vector<double>& weights)
      : classes_(std::move(classes)), order_(weights) {}

  /// The class of the user with this number, from 0.
  const host::user_class& of(std::uint64_t number) const { return *classes_[order_.at(number)]; }

  const std::vector<const host::user_class*>& classes() const noexcept { return classes_; }

 private:
  std::vector<const host::user_class*> classes_;
  personas::fair_sequence order_;
};

}  // namespace veriload::run

#include "core/gates/hold_window.hpp"

namespace veriload::gates {

void hold_window::add(double value) {
  // A value that is not milder than a later one will never be the mildest again.
  while (!candidates_.empty() && is_milder(value, candidates_.back().value))
    candidates_.pop_back();
  candidates_.push_back({values_, value});
  ++values_;
  if (candidates_.front().number + length_ < values_) candidates_.pop_front();
  if (const auto held = now(); held && (!worst_ || is_milder(*worst_, *held))) worst_ = held;
}

std::optional<double> hold_window::now() const {
  if (values_ < length_) return std::nullopt;
  return candidates_.front().value;
}

}  // namespace veriload::gates

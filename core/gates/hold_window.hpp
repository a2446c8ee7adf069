// What was held through the worst seconds in a row. Flow: values of seconds -> [hold window] ->
// live watch.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace veriload::gates {

/// Of every `length` values in a row the mildest one, and of those the worst: the level that was
/// broken through a whole row. Constant time and at most `length` values of memory.
class hold_window {
 public:
  /// `upwards`: larger values are worse. `length` above 0.
  hold_window(std::uint32_t length, bool upwards) : length_(length), upwards_(upwards) {}

  void add(double value);

  std::uint32_t values() const { return values_; }

  /// Of the last `length` values; nothing when there are fewer.
  std::optional<double> now() const;

  /// The worst of all `now`.
  std::optional<double> worst() const { return worst_; }

 private:
  struct entry {
    std::uint32_t number;
    double value;
  };
  bool is_milder(double a, double b) const { return upwards_ ? a <= b : a >= b; }

  std::uint32_t length_;
  bool upwards_;
  std::uint32_t values_ = 0;
  std::deque<entry> candidates_;  // each milder than all before the next: the first is the mildest
  std::optional<double> worst_;
};

}  // namespace veriload::gates

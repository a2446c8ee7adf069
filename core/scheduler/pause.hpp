// A length of time that users draw: think time, pacing. Flow: plan -> [pause] -> user.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/random.hpp"

namespace veriload::scheduler {

/// A distribution of lengths. Nothing below 0 is ever drawn: what a normal distribution has there
/// becomes 0.
///
/// Thread: immutable, shared by all users; the random numbers are the caller's.
class pause {
 public:
  static pause constant(base::ns length) noexcept { return {kind::constant, length, 0}; }
  /// Both ends included; `least` not above `most`.
  static pause uniform(base::ns least, base::ns most) noexcept {
    return {kind::uniform, least, most};
  }
  static pause normal(base::ns mean, base::ns deviation) noexcept {
    return {kind::normal, mean, deviation};
  }
  static pause exponential(base::ns mean) noexcept { return {kind::exponential, mean, 0}; }

  /// The next length; takes as many random numbers as the distribution needs: none, one or two.
  base::ns draw(base::random_stream& random) const noexcept;

 private:
  enum class kind : unsigned char { constant, uniform, normal, exponential };

  pause(kind of, base::ns first, base::ns second) noexcept
      : kind_(of), first_(first), second_(second) {}

  kind kind_;
  base::ns first_;
  base::ns second_;
};

}  // namespace veriload::scheduler

// Keeps SIGINT and SIGTERM waiting while reports are written. Flow: conductor -> [signal hold] ->
// report files.
#pragma once

#include <csignal>
#include <utility>

namespace veriload::run {

/// While it lives, SIGINT and SIGTERM stay pending for the thread that made it; afterwards they act
/// as they do by default. Move-only. Thread: made and destroyed on the main thread, when no other
/// runs.
class signal_hold {
 public:
  /// Holds nothing.
  signal_hold() = default;

  /// Holds from now on.
  static signal_hold begin() {
    signal_hold hold;
    sigset_t both;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    hold.holds_ = ::pthread_sigmask(SIG_BLOCK, &both, &hold.before_) == 0;
    return hold;
  }

  signal_hold(signal_hold&& other) noexcept
      : before_(other.before_), holds_(std::exchange(other.holds_, false)) {}
  signal_hold& operator=(signal_hold&& other) noexcept {
    std::swap(before_, other.before_);
    std::swap(holds_, other.holds_);
    return *this;
  }
  ~signal_hold() {
    if (holds_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t before_{};
  bool holds_ = false;
};

}  // namespace veriload::run

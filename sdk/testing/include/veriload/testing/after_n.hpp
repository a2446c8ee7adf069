// Loops over the point at which something goes wrong: fail, cancel or destroy after N. Flow: test
// -> [after_n] -> fake_host.
#pragma once

#include <veriload/testing/fake_host.hpp>

#include <stdexcept>
#include <string>

namespace veriload::testing {

/// Thrown when a run left the host with complaints, or the loop finds no end.
class after_n_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {

constexpr long most_runs = 100'000;

inline void require_clean(const fake_host& host, const char* what, long n) {
  const auto complaints = host.complaints();
  if (complaints.empty()) return;
  std::string all = std::string(what) + " " + std::to_string(n) + ": ";
  for (const std::string& one : complaints)
    all += (&one == &complaints.front() ? "" : "; ") + one;
  throw after_n_error(all);
}

}  // namespace detail

/// Calls `run(host)` with a fresh fake_host whose operation 0, 1, 2 ... fails, until a run is clean
/// because it has no such operation. `run` starts the code under test, runs the host until it is
/// idle, ends everything, and checks what must hold whatever fails. After each run the host must
/// have no complaints, else after_n_error. Gives the number of operations.
///
///     for_each_failure([](fake_host& host) {
///       session s(host);
///       s.login();
///       host.run_until_idle();
///       BOOST_TEST(s.ended_once());
///     });
template <class Run>
long for_each_failure(Run run) {
  for (long n = 0; n < detail::most_runs; ++n) {
    fake_host host;
    host.loop.fail_at(n);
    run(host);
    detail::require_clean(host, "with a failure of operation", n);
    if (!host.loop.failed()) return n;
  }
  throw after_n_error("the number of operations grows with the failure");
}

/// Calls `run(host)` with a fresh fake_host that is interrupted after step 0, 1, 2 ..., until a run
/// ends before that. `run` says with `host.loop.on_interrupt(...)` what then happens: a cancel, or
/// the destruction of what is being tested. Gives the number of steps.
///
///     for_each_step([](fake_host& host) {
///       session s(host);
///       s.login();
///       host.loop.on_interrupt([&] { s.cancel(); });
///       host.run_until_idle();
///     });
template <class Run>
long for_each_step(Run run) {
  for (long n = 0; n < detail::most_runs; ++n) {
    fake_host host;
    host.loop.interrupt_at(n);
    run(host);
    detail::require_clean(host, "interrupted after step", n);
    if (!host.loop.interrupted()) return n;
  }
  throw after_n_error("the number of steps grows with the interruption");
}

}  // namespace veriload::testing

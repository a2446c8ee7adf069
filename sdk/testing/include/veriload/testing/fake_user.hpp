// One virtual user behind veriload.user/1. Flow: test -> [fake_user] -> code under test.
#pragma once

#include <veriload_abi.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace veriload::testing {

class fake_host;

/// A user as the host lends it to plugins. Its persona is the host's (`fake_host::persona`).
class fake_user {
 public:
  explicit fake_user(fake_host& host, std::uint64_t its_number = 0);
  ~fake_user();
  fake_user(const fake_user&) = delete;
  fake_user& operator=(const fake_user&) = delete;

  vl_user* handle() noexcept { return reinterpret_cast<vl_user*>(this); }
  static fake_user& of(vl_user* user) noexcept { return *reinterpret_cast<fake_user*>(user); }
  static const vl_user_v1& table() noexcept;
  fake_host& host() noexcept { return host_; }

  /// Tells the user to finish: `stopping` is true from now on, ops of `on_stop` complete.
  void wind_down();

  /// Cancels all that is pending for this user, as a host does after the drain time: sleeps,
  /// `on_stop`, sessions that are opening, calls. They complete on a later turn.
  void cancel();

  std::uint64_t number;
  std::string segment = "en_US:Computing";
  bool stopping = false;
  bool stop_asked = false;                                    ///< the code under test called `stop`
  std::vector<std::pair<std::string, std::string>> failures;  ///< kind and message of `fail`
  std::deque<std::uint64_t> random_numbers;                   ///< the next ones; then a generator

 private:
  friend struct user_functions;
  std::uint64_t draw();

  fake_host& host_;
  std::vector<vl_op*> stop_ops_;
  std::uint64_t drawn_ = 0;
};

}  // namespace veriload::testing

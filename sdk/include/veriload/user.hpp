// One virtual user: what a scenario derives from. Flow: user_class -> [user] -> http.
#pragma once

#include "veriload/flow.hpp"
#include "veriload/http.hpp"
#include "veriload/json.hpp"
#include "veriload/log_level.hpp"
#include "veriload/persona_records.hpp"
#include "veriload/persona_view.hpp"
#include "veriload/retry_rule.hpp"
#include "veriload/scenario_context.hpp"
#include "veriload/sleep.hpp"
#include "veriload/spawn.hpp"
#include "veriload/task.hpp"
#include "veriload/when_all.hpp"

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace veriload {
inline namespace v1 {

class user_class_base;

/// One virtual user. Derive from it, write tasks as `veriload::task<>` member functions, and name
/// them with VERILOAD_SCENARIO. The host makes and destroys the object; the base is usable from the
/// constructor on.
///
/// An exception that leaves `on_start` ends the user, one that leaves a task is counted and the
/// user goes on. Errors of the SDK are `veriload::error`; let `canceled` pass.
///
/// Thread: all of it on the user's own loop; nothing needs a lock.
class user {
 public:
  user() : link_{birth().handle, birth().context, http_exchange::spare_of_this_thread()} {}
  user(const user&) = delete;
  user& operator=(const user&) = delete;
  virtual ~user() = default;

  /// Before the first task.
  virtual task<> on_start() { co_return; }

  /// At the end, also after a failed `on_start`.
  virtual task<> on_stop() { co_return; }

  http_client http() noexcept { return http_client(link_); }

  persona_view persona() const noexcept { return persona_view(link_); }

  /// "en_US:Computing".
  std::string_view persona_segment() const {
    vl_str value{};
    const vl_status status = users().segment(link_.handle, &value);
    if (status != VL_OK) throw_status("persona", "segment", status);
    return to_view(value);
  }

  /// An object from persona fields: `payload("email", "contact.email", "id", "persona_id")` takes
  /// pairs of name and path. Throws as `persona().at`.
  template <class... Pairs>
  json payload(const Pairs&... pairs) const {
    static_assert(sizeof...(Pairs) % 2 == 0,
                  "payload takes pairs: name, persona path, name, persona path");
    json made = json::object();
    add_fields(made, std::string_view(pairs)...);
    return made;
  }

  /// A record that is linked to the persona, for a body: `record("order", 3)`; kinds are order,
  /// transaction, ticket and review. The same persona, kind and number give the same record. Throws
  /// `error` of kind "record" with the nearest known kind.
  json record(std::string_view kind, std::uint64_t number) const {
    return json::parse(record_text(kind, number));
  }
  /// The same as text, for a body that is sent as it is.
  std::string record_text(std::string_view kind, std::uint64_t number) const {
    return persona_record(link_, kind, number);
  }

  /// 0-based, in the order of the plan, unique in the run.
  std::uint64_t user_index() const noexcept { return users().number(link_.handle); }

  /// Ends this user after the current task.
  void stop() noexcept { users().stop(link_.handle); }

  /// True when the user is to finish the current task and start nothing new.
  bool stopping() const noexcept { return users().stopping(link_.handle) != 0; }

  /// The next of this user's random numbers: repeatable from the run's seed. Uniform over 64 bits.
  std::uint64_t random() noexcept { return users().random(link_.handle); }

  /// Uniform in [0, bound), without bias. Throws `error` when `bound` is 0.
  std::uint64_t random_below(std::uint64_t bound) {
    if (bound == 0) throw error("user", "random_below needs a bound above 0, is 0", VL_E_INVALID);
    const std::uint64_t skewed =
        (0 - bound) % bound;  // 2^64 mod bound: the values that would repeat
    std::uint64_t drawn = random();
    while (drawn < skewed)
      drawn = random();
    return drawn % bound;
  }

  /// Uniform in [low, high).
  double uniform(double low, double high) noexcept {
    const double unit = static_cast<double>(random() >> 11) * 0x1.0p-53;
    const double drawn = low + (high - low) * unit;
    return drawn < high || !(low < high) ? drawn : __builtin_nextafter(high, low);  // rounded up
  }

  /// Pauses this user: `co_await sleep(0.5)`, in seconds; 0 or less yields to the loop. Throws
  /// `canceled` when the user is cancelled meanwhile.
  auto sleep(double seconds) { return sleep_awaiter(link_, seconds); }

  /// The same with a duration of <chrono>: `co_await sleep_for(250ms)`.
  template <class Duration>
  requires requires(const Duration& d) {
    d.count();
    Duration::period::num;
  }
  auto sleep_for(const Duration& d) {
    return sleep(static_cast<double>(d.count()) * static_cast<double>(Duration::period::num) /
                 static_cast<double>(Duration::period::den));
  }

  /// Counts a named check and gives `passed` back: `check(page.status() == 200, "page is there")`.
  bool check(bool passed, std::string_view name) noexcept {
    link_.context->metrics.check(link_.handle, to_str(name), passed ? 1 : 0);
    return passed;
  }

  /// Adds to a custom counter: `count("items", 3, "items")`.
  void count(std::string_view name, double amount = 1, std::string_view unit = {}) {
    const vl_id id = link_.context->counter(name, unit);
    link_.context->metrics.add(link_.handle, id, amount);
  }

  /// Writes a line, with pairs of key and value as text: `log(log_level::info, "paid", "order",
  /// id)`.
  template <class... Pairs>
  void log(log_level level, std::string_view text, const Pairs&... pairs) const noexcept {
    static_assert(sizeof...(Pairs) % 2 == 0, "log takes pairs: key, value, key, value");
    const vl_log_v1& logs = link_.context->logs;
    const auto number = static_cast<std::int32_t>(level);
    if (logs.enabled(link_.context->host, number) == 0) return;
    // Pairs of views have the layout of vl_kv: two strings after each other.
    const vl_str texts[] = {to_str(std::string_view(pairs))..., vl_str{}};
    vl_kv fields[sizeof...(Pairs) / 2 + 1];
    for (std::size_t i = 0; i < sizeof...(Pairs) / 2; ++i) {
      fields[i] = vl_kv{texts[2 * i], texts[2 * i + 1]};
    }
    logs.write(link_.context->host, number, to_str(text), fields, sizeof...(Pairs) / 2);
  }
  template <class... Pairs>
  void log_info(std::string_view text, const Pairs&... pairs) const noexcept {
    log(log_level::info, text, pairs...);
  }
  template <class... Pairs>
  void log_warning(std::string_view text, const Pairs&... pairs) const noexcept {
    log(log_level::warning, text, pairs...);
  }
  template <class... Pairs>
  void log_error(std::string_view text, const Pairs&... pairs) const noexcept {
    log(log_level::error, text, pairs...);
  }

  /// Runs `work` again after a failure, up to `max_attempts` times in all, `backoff_seconds` apart;
  /// then the last error comes out. `canceled` is not retried. `jitter` from 0 to 1 spreads each
  /// pause evenly around the backoff by that share. Every attempt's requests are recorded.
  ///     co_await retryable(3, 0.5, &my_user::login);
  ///     co_await retryable(3, 0.5, [this, id] { return fetch(id); });
  /// The closure captures `this`, references and plain numbers only. Throws `error` when
  /// max_attempts is below 1, backoff_seconds below 0 or jitter outside 0 to 1.
  template <class Work>
  auto retryable(int max_attempts, double backoff_seconds, Work work) {
    return retryable(max_attempts, backoff_seconds, 0.0, work);
  }
  template <class Work>
  auto retryable(int max_attempts, double backoff_seconds, double jitter, Work work) {
    check_retry(max_attempts, backoff_seconds, jitter);
    if constexpr (std::is_member_function_pointer_v<Work>) {
      return retry_member(max_attempts, backoff_seconds, jitter, work);
    } else {
      static_assert(std::is_trivially_copyable_v<Work>,
                    "retryable: capture only `this`, references and plain numbers");
      return attempts(max_attempts, backoff_seconds, jitter, work);
    }
  }

  vl_user* handle() const noexcept { return link_.handle; }
  const scenario_context& context() const noexcept { return *link_.context; }

 private:
  friend class user_class_base;

  static const user_birth& birth() {
    if (this_thread_birth == nullptr) {
      throw error("user", "a user is made by the host, not by hand", VL_E_MISUSE);
    }
    return *this_thread_birth;
  }

  const vl_user_v1& users() const noexcept { return link_.context->users; }

  void add_fields(json&) const noexcept {}
  template <class... Rest>
  void add_fields(json& to, std::string_view name, std::string_view path, Rest... rest) const {
    to.set(name, persona().at(path));
    add_fields(to, rest...);
  }

  template <class Derived, class T>
  task<T> retry_member(int max_attempts, double backoff, double jitter,
                       task<T> (Derived::*member)()) {
    auto* self = static_cast<Derived*>(this);
    return attempts(max_attempts, backoff, jitter, [self, member] { return (self->*member)(); });
  }

  template <class Work>
  auto attempts(int left, double backoff, double jitter, Work work) -> decltype(work()) {
    for (;;) {
      auto attempt = work();
      const std::exception_ptr failure = co_await settle(attempt);
      if (!failure || --left == 0 || is_canceled(failure)) {
        if constexpr (std::is_void_v<typename decltype(attempt)::value_type>) {
          attempt.take();
          co_return;
        } else {
          co_return attempt.take();
        }
      }
      const double pause = backoff * (1 + jitter * uniform(-1, 1));
      co_await sleep(pause);
    }
  }

  user_link link_;
  task_slot slot_;
  const user_class_base* class_ = nullptr;
};

}  // namespace v1
}  // namespace veriload

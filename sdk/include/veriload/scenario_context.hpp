// What all users of a scenario share. Flow: host -> [scenario_context] -> user.
#pragma once

#include "veriload/plugin.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Texts that were turned into ids, once per process. It only grows, by the texts that a scenario's
/// source names. Thread: any, without a lock: a list whose nodes never change once they can be
/// seen. The atomics are the compiler's own, because <atomic> alone takes a fifth of a scenario's
/// compile time.
class id_cache {
 public:
  id_cache() noexcept = default;
  id_cache(const id_cache&) = delete;
  id_cache& operator=(const id_cache&) = delete;
  ~id_cache() {
    for (const node* n = first(); n != nullptr;) {
      const node* next = n->next;
      delete n;
      n = next;
    }
  }

  /// The id of (text, detail); `make()` gives it the first time and may throw, then nothing is
  /// kept.
  template <class Make>
  vl_id find(std::string_view text, std::string_view detail, Make&& make) {
    for (const node* n = first(); n != nullptr; n = n->next) {
      if (n->text == text && n->detail == detail) return n->id;
    }
    const vl_id id = make();
    auto* added = new node{first(), std::string(text), std::string(detail), id};
    // Two threads may add the same text: both nodes say the same.
    while (!__atomic_compare_exchange_n(&first_, &added->next, added, true, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE)) {
    }
    return id;
  }

 private:
  struct node {
    node* next;
    std::string text;
    std::string detail;
    vl_id id;
  };

  node* first() const noexcept { return __atomic_load_n(&first_, __ATOMIC_ACQUIRE); }

  node* first_ = nullptr;
};

/// The host as a scenario needs it. Made by init, ends with fini; users point to it. Thread: any.
class scenario_context {
 public:
  /// Throws `error` naming the service that this host lacks.
  explicit scenario_context(const vl_host* handle)
      : host(handle),
        users(service<vl_user_v1>(handle)),
        loops(service<vl_loop_v1>(handle)),
        calls(service<vl_calls_v1>(handle)),
        metrics(service<vl_metrics_v1>(handle)),
        logs(service<vl_log_v1>(handle)),
        extracts(find_service<vl_extract_v1>(handle)) {}

  /// The id of a persona field. Throws `error` of kind "persona" with the nearest known path.
  vl_id field(std::string_view path) const {
    return fields_.find(path, {}, [&] {
      vl_error why = new_error();
      const vl_id id = users.field(host, to_str(path), &why);
      if (id == 0) {
        const std::string_view reason = message_of(why);
        throw error(
            "persona",
            joined({"unknown persona path \"", path, reason.empty() ? "\"" : "\": ", reason}),
            VL_E_INVALID);
      }
      return id;
    });
  }

  vl_id counter(std::string_view name, std::string_view unit) const {
    return counters_.find(name, unit,
                          [&] { return metrics.counter(host, to_str(name), to_str(unit)); });
  }

  /// The id of an expression, VL_EXTRACT_* from REGEX to JSON_PATH. Throws `error` of kind
  /// "extract" with the reason when it is wrong or this host cannot search. Afterwards `extracts`
  /// is not null.
  vl_id expression(std::uint32_t kind, std::string_view text, std::string_view detail) const {
    if (extracts == nullptr) {
      throw error("extract", joined({"\"", text, "\": this host does not serve ", VL_SVC_EXTRACT}),
                  VL_E_UNSUPPORTED);
    }
    return expressions_[kind - VL_EXTRACT_REGEX].find(text, detail, [&] {
      vl_error why = new_error();
      const vl_id id = extracts->compile(host, kind, to_str(text), to_str(detail), &why);
      if (id == 0) {
        throw error("extract", joined({"\"", text, "\": ", message_of(why)}), VL_E_INVALID);
      }
      return id;
    });
  }

  const vl_host* const host;
  const vl_user_v1& users;
  const vl_loop_v1& loops;
  const vl_calls_v1& calls;
  const vl_metrics_v1& metrics;
  const vl_log_v1& logs;
  const vl_extract_v1* const extracts;  ///< null on a host without it

 private:
  mutable id_cache fields_;
  mutable id_cache counters_;
  mutable id_cache expressions_[3];  // by kind
};

class http_exchange;

/// A user as its clients see it. Lives in the user, does not move. Thread: loop.
struct user_link {
  vl_user* handle;
  const scenario_context* context;
  http_exchange** spare;             // the free exchanges of the user's thread
  vl_session* http = nullptr;        // valid when not opening; ends with the user
  http_exchange* waiting = nullptr;  // requests that wait for the session to open, newest first
  bool http_opening = false;
};

/// What the base class of a user is made from; set by the host's `create` around the constructor.
struct user_birth {
  vl_user* handle;
  const scenario_context* context;
};
inline thread_local constinit const user_birth* this_thread_birth = nullptr;

}  // namespace v1
}  // namespace veriload

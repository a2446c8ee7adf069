// The tables of a checked host: each function looks, then passes on. Flow: plugin -> [checked
// functions] -> fake host.
#pragma once

#include "core/plugin_check/checked_host.hpp"
#include "core/plugin_check/watch.hpp"

#include "veriload_abi.h"

#include <cstddef>
#include <mutex>
#include <string_view>
#include <type_traits>

namespace veriload::plugin_check {

/// A text as a template argument.
template <std::size_t N>
struct literal {
  char text[N];
  constexpr literal(const char (&from)[N]) {
    for (std::size_t i = 0; i < N; ++i)
      text[i] = from[i];
  }
};

struct checked_functions {
  static const void* find(std::string_view id) noexcept;

  /// The table behind: of the host of the SDK's tests.
  template <class Table>
  static const Table& real() noexcept;

  /// Whether the handle may be used; anything that is no handle may.
  template <class T>
  static bool alive(const char*, T) noexcept {
    return true;
  }
  static bool alive(const char* function, vl_loop* h) { return checked_host::alive(function, h); }
  static bool alive(const char* function, vl_user* h) { return checked_host::alive(function, h); }
  static bool alive(const char* function, vl_stream* h) { return checked_host::alive(function, h); }
  static bool alive(const char* function, vl_session* h) {
    return checked_host::alive(function, h);
  }

  template <class T>
  static T passed_on(T value) noexcept {
    return value;
  }
  static const vl_host* passed_on(const vl_host* host) noexcept {
    return checked_host::of(host).fake.handle();
  }

  /// What a refused call gives.
  template <class R>
  static R refused() noexcept {
    if constexpr (std::is_same_v<R, vl_status>) {
      return VL_E_MISUSE;
    } else if constexpr (!std::is_void_v<R>) {
      return R{};
    }
  }

  /// Serves the functions of host and user, which threads of a plugin may call at any time.
  static std::recursive_mutex& shared_lock() noexcept;
  template <class T>
  static constexpr bool needs_lock =
      std::is_same_v<T, const vl_host*> || std::is_same_v<T, vl_user*>;

  template <class First, class...>
  struct first_of {
    using type = First;
  };

  static vl_status post(vl_loop* loop, vl_op* op) noexcept { return checked_host::post(loop, op); }
  static vl_status offload(vl_loop* loop, vl_work* work, vl_op* op) noexcept {
    return checked_host::offload(loop, work, op);
  }
  static vl_status close_session(vl_session* session, vl_op* op) noexcept;
  static int32_t is_current(vl_loop*) noexcept { return current_stage() == stage::loop ? 1 : 0; }
};

template <literal Name, mark Mark, auto Slot>
struct checked;

template <literal Name, mark Mark, class Table, class R, class... A,
          R (*Table::*Slot)(A...) noexcept>
struct checked<Name, Mark, Slot> {
  static R call(A... arguments) noexcept {
    using f = checked_functions;
    if (!call_allowed(Name.text, Mark) || !(f::alive(Name.text, arguments) && ...))
      return f::refused<R>();
    std::unique_lock hold(f::shared_lock(), std::defer_lock);
    if constexpr (f::needs_lock<typename f::first_of<A...>::type>) hold.lock();
    return (f::real<Table>().*Slot)(f::passed_on(arguments)...);
  }
};

}  // namespace veriload::plugin_check

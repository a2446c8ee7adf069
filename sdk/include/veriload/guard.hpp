// The one wall that no exception passes. Flow: host -> [guard] -> plugin code.
#pragma once

#include "veriload/error.hpp"
#include "veriload/text.hpp"

#include <cxxabi.h>
#include <cstdlib>
#include <exception>
#include <new>
#include <string_view>
#include <type_traits>
#include <typeinfo>

namespace veriload {
inline namespace v1 {

/// Calls `receive(vl_status, kind, message)` about `failure`; both views live for the call.
/// `receive` must not throw. The kind of an exception that is no `veriload::error` is its type,
/// "std::out_of_range".
template <class Receive>
void tell_exception(const std::exception_ptr& failure, Receive&& receive) noexcept {
  try {
    std::rethrow_exception(failure);
  } catch (const error& e) {
    receive(e.status(), e.kind(), std::string_view(e.what()));
  } catch (const std::bad_alloc& e) {
    receive(vl_status{VL_E_NOMEM}, std::string_view("std::bad_alloc"), std::string_view(e.what()));
  } catch (const std::exception& e) {
    const char* name = typeid(e).name();
    int outcome = 0;
    char* readable = abi::__cxa_demangle(name, nullptr, nullptr, &outcome);
    receive(vl_status{VL_E_EXCEPTION}, std::string_view(readable ? readable : name),
            std::string_view(e.what()));
    std::free(readable);
  } catch (...) {
    receive(vl_status{VL_E_EXCEPTION}, std::string_view("exception"),
            std::string_view("thrown object is not a std::exception"));
  }
}

/// Runs `body` behind the wall. `body` returns nothing (VL_OK) or a vl_status, which is passed on.
/// What it throws becomes a negative status, and in `error` (may be null) "kind: message". Use it
/// as the whole body of every function that the host calls.
template <class Body>
vl_status guard(vl_error* error, Body&& body) noexcept {
  try {
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      return VL_OK;
    } else {
      return body();
    }
  } catch (const veriload::error& e) {
    return error_text(error, e.status(), e.what());
  } catch (...) {
    vl_status status = VL_E_EXCEPTION;
    tell_exception(std::current_exception(),
                   [&](vl_status code, std::string_view kind, std::string_view message) {
                     status = error_text(error, code, kind, ": ", message);
                   });
    return status;
  }
}

/// Runs `body` and hands back what it threw, null when it threw nothing.
template <class Body>
[[gnu::always_inline]] inline std::exception_ptr failure_of(Body&& body) noexcept {
  try {
    body();
    return nullptr;
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace v1
}  // namespace veriload

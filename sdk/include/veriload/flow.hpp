// Names a piece of a journey for its failures. Flow: user code -> [flow] -> task.
#pragma once

#include "veriload/guard.hpp"
#include "veriload/task.hpp"

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace veriload {
inline namespace v1 {

/// What a failed flow throws: `flow "checkout": http: GET /cart answered 503`.
class flow_failed : public error {
 public:
  flow_failed(std::string flow, const std::string& cause, vl_status status)
      : error("flow", joined({"flow \"", flow, "\": ", cause}), status), flow_(std::move(flow)) {}

  /// The innermost flow.
  const std::string& flow() const noexcept { return flow_; }

 private:
  std::string flow_;
};

namespace detail {

/// `canceled` and what is wrapped already stay as they are.
[[noreturn, gnu::cold]] inline void throw_flow_failed(const std::string& name,
                                                      const std::exception_ptr& failure) {
  std::string cause;
  bool pass = false;
  vl_status status = VL_E_EXCEPTION;
  tell_exception(failure, [&](vl_status code, std::string_view kind, std::string_view message) {
    pass = kind == "flow" || code == VL_E_CANCELED;
    status = code;
    cause = joined({kind, ": ", message});
  });
  if (pass) std::rethrow_exception(failure);
  throw flow_failed(name, cause, status);
}

}  // namespace detail

/// Runs `work` under a name: what it throws comes out as `flow_failed`. Its value comes out as it
/// is.
///     co_await flow("login", login());
template <class T>
task<T> flow(std::string name, task<T> work) {
  const std::exception_ptr failure = co_await settle(work);
  if (failure) detail::throw_flow_failed(name, failure);
  if constexpr (!std::is_void_v<T>) co_return work.take();
}

}  // namespace v1
}  // namespace veriload

// What the SDK throws: one base that names its kind. Flow: scenario -> [error] -> guard.
#pragma once

#include "veriload/text.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The parts one after the other, for messages. Kept small, because every message of a scenario is
/// compiled with it. (Not for use inside a `co_await`: g++ 12 refuses brace lists there.)
[[gnu::cold]] inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts)
    text.append(part);
  return text;
}

/// A failure that knows its group. Thrown by the SDK and free to be thrown by scenarios.
///
/// `kind` is a text with static lifetime ("http", "persona"): failures are grouped by it. `what()`
/// is lower case, without a final period, and names what was found and what was expected. `status`
/// is what the host gets when nobody catches it.
class error : public std::runtime_error {
 public:
  error(const char* kind, const std::string& message, vl_status status = VL_E_EXCEPTION)
      : std::runtime_error(message),
        kind_(kind),
        status_(status < 0 ? status : vl_status{VL_E_EXCEPTION}) {}

  std::string_view kind() const noexcept { return kind_; }
  vl_status status() const noexcept { return status_; }

 private:
  const char* kind_;
  vl_status status_;
};

/// The operation that was awaited ended because the user is being stopped. Let it pass through.
class canceled : public error {
 public:
  explicit canceled(const std::string& what = "the operation was canceled")
      : error("canceled", what, VL_E_CANCELED) {}
};

/// Throws `canceled` for VL_E_CANCELED and `error(kind, "<what>: <word>")` for any other failure.
[[noreturn, gnu::cold]] inline void throw_status(const char* kind, std::string_view what,
                                                 vl_status status) {
  const std::string text = joined({what, ": ", status_word(status)});
  if (status == VL_E_CANCELED) throw canceled(text);
  throw error(kind, text, status);
}

}  // namespace v1
}  // namespace veriload

// What a call of a fixture is about. Flow: host -> [fixture_request] -> fixture.
#pragma once

#include "veriload/call_stop.hpp"
#include "veriload/fixture_value.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// One call: the model, its values and the marker of the row. Move it as you like; its views and
/// its `stop` live until the call ends. Thread: loop.
class fixture_request {
 public:
  /// Throws `error` for a struct that is shorter than in ABI 1.0.
  fixture_request(const vl_fixture_call& call, call_stop& stop)
      : call_(&call), stop_(&stop), values_(copied_values(call)) {}

  std::string_view model() const noexcept { return to_view(call_->model); }

  /// A new row's values, or an identity.
  const field_values& values() const noexcept { return values_; }
  field_values take_values() noexcept { return std::move(values_); }

  /// The value of that name, or null.
  const field_value* find(std::string_view name) const noexcept {
    for (const field_value& value : values_) {
      if (value.name() == name) return &value;
    }
    return nullptr;
  }

  /// The marker: the run, for whom, and the row's own. It is kept in the row if there is a place.
  std::string_view run_id() const noexcept { return to_view(call_->run_id); }
  std::string_view persona_id() const noexcept { return to_view(call_->persona_id); }
  std::string_view key() const noexcept { return to_view(call_->key); }

  /// A setting of this call, or an empty text.
  std::string_view option(std::string_view name) const noexcept {
    for (std::uint32_t i = 0; i < call_->n_options; ++i) {
      if (to_view(call_->options[i].key) == name) return to_view(call_->options[i].value);
    }
    return {};
  }

  /// For the whole call; 0 = your own.
  vl_ns timeout() const noexcept { return call_->timeout; }

  /// For what is awaited; see call_stop.hpp.
  call_stop& stop() const noexcept { return *stop_; }

 private:
  static field_values copied_values(const vl_fixture_call& call) {
    if (!VL_HAS(&call, vl_fixture_call, error)) {
      throw error("fixture", "a call is shorter than ABI 1.0 says", VL_E_INVALID);
    }
    return copy_values(call.values, call.n_values, call.stride);
  }

  const vl_fixture_call* call_;
  call_stop* stop_;
  field_values values_;
};

}  // namespace v1
}  // namespace veriload

// Bytes on their way to the host. Flow: plugin -> [output] -> host.
#pragma once

#include "veriload/error.hpp"

#include <string_view>

namespace veriload {
inline namespace v1 {

/// Where a document or a command's text goes. Valid in the call that gave it. Throws `error` when
/// the other side takes no more: let it pass.
class output {
 public:
  explicit output(const vl_sink& sink) noexcept : sink_(&sink) {}

  const output& write(std::string_view bytes) const {
    const vl_status status = sink_->write(sink_->ctx, to_bytes(bytes));
    if (status != VL_OK) throw_status("output", "cannot write", status);
    return *this;
  }
  const output& operator<<(std::string_view bytes) const { return write(bytes); }

 private:
  const vl_sink* sink_;
};

}  // namespace v1
}  // namespace veriload

// Why the failure that is being told happened, in words. Flow: dialer, stream -> [reasons] ->
// plugin.
#pragma once

#include "veriload_abi.h"

#include <deque>
#include <string>
#include <string_view>

namespace veriload::loop {

/// Texts for failures that a status and a number do not explain. A text waits with its op until the
/// op completes, and can be asked for while it is told, nowhere else. Thread: the loop.
class failure_reasons {
 public:
  /// Keeps `text` until the pending op completes. Without memory the failure stays without words.
  void attach(const vl_op& op, std::string text) noexcept;

  /// Whether any op waits with a text: what every completion asks.
  bool any() const noexcept { return !waiting_.empty(); }

  /// The text of an op that completes now; empty when it has none.
  std::string take(const vl_op& op) noexcept;

  vl_status status() const noexcept { return status_; }
  std::int32_t native() const noexcept { return native_; }
  /// Empty when nothing is being told, or the status says it all.
  std::string_view text() const noexcept { return text_; }

  /// The reason is known as long as this lives: around the one call that tells the failure.
  class telling {
   public:
    telling(failure_reasons& reasons, vl_result result, std::string text) noexcept;
    ~telling();
    telling(const telling&) = delete;
    telling& operator=(const telling&) = delete;

   private:
    failure_reasons& reasons_;
  };

 private:
  struct waiting {
    const vl_op* op;
    std::string text;
  };

  std::deque<waiting> waiting_;  // in the order of completion, nearly always
  vl_status status_ = VL_OK;
  std::int32_t native_ = 0;
  std::string text_;
};

}  // namespace veriload::loop

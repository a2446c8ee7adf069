// The TLS settings of one loop. Flow: plugin -> [contexts] -> dialer.
#pragma once

#include "core/loop/tls_context.hpp"

#include <filesystem>
#include <memory>

namespace veriload::loop {

/// Makes settings from options and keeps what they share: trusted roots, and the settings of dials
/// that name none. Thread: the loop.
class tls_contexts {
 public:
  /// Owned by the caller. Throws setup_error, see tls_context.
  std::unique_ptr<vl_tls> open(const vl_tls_options& options, const std::filesystem::path& folder);

  /// All defaults. Throws setup_error or std::bad_alloc.
  const std::shared_ptr<tls_context>& standard();

 private:
  tls_roots roots_;
  std::shared_ptr<tls_context> standard_;  // with the connections made with it
};

}  // namespace veriload::loop

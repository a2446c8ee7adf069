#include "core/loop/tls_contexts.hpp"

#include "core/base/setup_error.hpp"

namespace veriload::loop {

std::unique_ptr<vl_tls> tls_contexts::open(const vl_tls_options& options,
                                           const std::filesystem::path& folder) {
  if (!VL_HAS(&options, vl_tls_options, max_version))
    throw setup_error("vl_tls_options is shorter than ABI 1.0 has it");
  auto out = std::make_unique<vl_tls>();
  // With the plugin's handle, dials and connections.
  out->context = std::make_shared<tls_context>(options, folder, roots_);
  return out;
}

// Shared with the connections made with it.
const std::shared_ptr<tls_context>& tls_contexts::standard() {
  if (standard_ == nullptr) {
    vl_tls_options defaults{};
    defaults.struct_size = sizeof defaults;
    standard_ = open(defaults, {})->context;
  }
  return standard_;
}

}  // namespace veriload::loop

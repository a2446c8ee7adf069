// The product's version, from the build. Flow: cli, report.
#pragma once

namespace veriload::cli {

/// "0.1.0"
inline constexpr const char* product_version = VERILOAD_VERSION;

}  // namespace veriload::cli

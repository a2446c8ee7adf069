// The SDK's headers, read by the compiler once for all scenarios. Flow: compiler choice ->
// [precompiled SDK] -> scenario build.
#pragma once

#include "core/host/compiler_choice.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::host {

/// What one precompiled SDK is made from.
struct precompiled_sdk_inputs {
  std::filesystem::path sdk;    ///< has include/veriload/scenario.hpp
  std::filesystem::path cache;  ///< must exist; of this user alone
  cxx_compiler compiler;
  std::vector<std::string> flags;  ///< of the scenario's own compilation
};

/// How a scenario is compiled with it.
struct precompiled_sdk {
  std::vector<std::string> flags;              ///< put before the source
  std::vector<std::string> objects;            ///< linked after it
  std::vector<std::filesystem::path> headers;  ///< what it was made from, without the system's
  std::filesystem::path folder;                ///< all of it; gone = somebody replaced it
};

/// Half of the time of compiling a small scenario goes into the same 2 MB of headers, and most of
/// the rest into the same inline functions. clang++ keeps both: the headers read (a .pch), and the
/// functions as an object of their own (-fpch-codegen), of which the linker takes what is used.
/// g++ keeps the first only (a .gch).
///
/// A static library of the SDK would do for both and cost less the first time, but it would have to
/// be built by the compiler that builds scenarios, with the same standard library and sanitizers;
/// the SDK promises that any C++20 compiler will do. So the user's own compiler makes it, here.
///
/// One that was made earlier from the present content of every header, the system's too, with the
/// same compiler and flags. Nothing is ever changed in place, so that runs at the same time do not
/// meet. Thread: main.
std::optional<precompiled_sdk> find_precompiled_sdk(const precompiled_sdk_inputs& inputs);

/// Makes one, in about four seconds, and removes the one of an earlier content. Empty when the
/// cache cannot be written or the compiler cannot do it: then scenarios are compiled without.
/// Thread: main.
std::optional<precompiled_sdk> make_precompiled_sdk(const precompiled_sdk_inputs& inputs);

/// Whether a source means the same with a precompiled SDK: its first directive that could matter to
/// the SDK's headers is the inclusion of <veriload/scenario.hpp>; only <...> of others may stand
/// before it. Thread: any.
bool begins_with_sdk(std::string_view source);

}  // namespace veriload::host

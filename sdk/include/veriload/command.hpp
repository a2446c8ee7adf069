// A team's own command beside its protocol. Flow: `veriload NAME` -> [command] -> plugin.
#pragma once

#include "veriload/output.hpp"
#include "veriload/plugin.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace veriload {
inline namespace v1 {

/// What a command ends with: the exit codes of `veriload`.
enum class exit_code : std::int32_t {
  passed = 0,
  gate_failed = 1,  ///< what the command compared or checked did not hold
  usage = 2,        ///< wrong words; an exception ends the command so too
  plugin = 3,       ///< something could not be loaded or built
  state_left = 4,   ///< cleanup left state behind
  invalid = 5,      ///< a measurement is not valid
  unrunnable = 6,   ///< the job could not be carried out
  interrupted = 130
};

/// The table of a command whose plugin class `Self` has
///
///     veriload::exit_code run(const std::vector<std::string_view>& words,
///                             const veriload::output& out, const veriload::output& err);
///
/// [main] `words` are those after the command's name and live in the call, as the outputs do. What
/// is thrown is printed and ends with exit code 2. The host prints `help` for `--help` by itself.
/// The three texts have static lifetime.
template <class Self>
constexpr vl_command_v1 command_table(const char* name, const char* summary, const char* help) {
  struct entry {
    static vl_status run(void* self, const vl_str* arguments, std::uint32_t n, const vl_sink* out,
                         const vl_sink* err, std::int32_t* code, vl_error* error) noexcept {
      return guard(error, [&] {
        std::vector<std::string_view> words;
        for (std::uint32_t i = 0; i < n; ++i)
          words.push_back(to_view(arguments[i]));
        *code = static_cast<std::int32_t>(
            static_cast<Self*>(self)->run(words, output(*out), output(*err)));
      });
    }
  };
  return {sizeof(vl_command_v1), 0, name, summary, help, &entry::run};
}

}  // namespace v1
}  // namespace veriload

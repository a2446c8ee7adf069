// Finds coroutine shapes that g++ 12 miscompiles. Flow: scenario -> [scenario_lint].
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::host {

/// One suspicious place. Line and column count from 1, columns in bytes.
struct lint_warning {
  std::size_t line;
  std::size_t column;
  std::string message;  ///< what is there and what the compiler makes of it
  std::string remedy;   ///< what to write instead
};

/// Looks through the source text of a scenario for
///   - `co_await` in the condition of if, while and switch (an initialiser before `;` is fine),
///   - brace lists inside an awaited expression,
///   - a branch of `?:` that awaits,
///   - closures that capture by value inside an awaited expression (arguments of `retryable` are
///   checked by
///     the compiler), and coroutine closures with captures that are called or passed without being
///     awaited.
///
/// It reads tokens, not types: comments, literals and macros' bodies are skipped, and a closure
/// that captures only numbers is warned about too. Any text is taken, also one that does not
/// compile. Sorted by place. Thread: any.
std::vector<lint_warning> lint_scenario(std::string_view source);

}  // namespace veriload::host

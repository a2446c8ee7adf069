#include "core/extract/pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <new>
#include <utility>

namespace veriload::extract {
namespace {

constexpr std::uint32_t match_limit = 1'000'000;   // steps
constexpr std::uint32_t heap_limit_kib = 1024;     // without the just-in-time compiler
constexpr std::size_t stack_start = 32 << 10;      // bytes
constexpr std::size_t stack_limit = 1 << 20;       // bytes
constexpr std::size_t longest_pattern = 64 << 10;  // bytes

// What a thread matches with: limits and the stack of machine code.
struct thread_state {
  thread_state()
      : context(pcre2_match_context_create(nullptr)),
        stack(pcre2_jit_stack_create(stack_start, stack_limit, nullptr)) {
    if (context == nullptr) throw std::bad_alloc();
    pcre2_set_match_limit(context, match_limit);
    pcre2_set_heap_limit(context, heap_limit_kib);
    // No stack: PCRE2 takes 32 KiB of the thread's own.
    if (stack != nullptr) pcre2_jit_stack_assign(context, nullptr, stack);
  }
  ~thread_state() {
    pcre2_match_context_free(context);
    pcre2_jit_stack_free(stack);
  }
  thread_state(const thread_state&) = delete;
  thread_state& operator=(const thread_state&) = delete;

  pcre2_match_context* context;
  pcre2_jit_stack* stack;
};

pcre2_match_context* this_threads_context() {
  thread_local const thread_state state;
  return state.context;
}

PCRE2_SPTR bytes(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
}

}  // namespace

std::optional<pattern> pattern::compile(std::string_view text, std::string& why) {
  if (text.size() > longest_pattern) {
    why = "the regular expression has " + std::to_string(text.size()) +
          " bytes, expected at most " + std::to_string(longest_pattern);
    return std::nullopt;
  }
  int error = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* code = pcre2_compile(bytes(text), text.size(),
                                   PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C,
                                   &error, &at, nullptr);
  if (code == nullptr) {
    PCRE2_UCHAR words[160];
    pcre2_get_error_message(error, words, sizeof words);
    why = "regular expression, byte " + std::to_string(at) + ": " +
          reinterpret_cast<const char*>(words);
    return std::nullopt;
  }
  // Refused on machines without one: then it is interpreted.
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
  return pattern(code);
}

pattern::~pattern() { pcre2_code_free(static_cast<pcre2_code*>(code_)); }
pattern::pattern(pattern&& other) noexcept : code_(std::exchange(other.code_, nullptr)) {}
pattern& pattern::operator=(pattern&& other) noexcept {
  std::swap(code_, other.code_);
  return *this;
}

pattern::groups::groups(const pattern& of)
    : data_(pcre2_match_data_create_from_pattern(static_cast<pcre2_code*>(of.code_), nullptr)) {
  if (data_ == nullptr) throw std::bad_alloc();
}
pattern::groups::~groups() { pcre2_match_data_free(static_cast<pcre2_match_data*>(data_)); }

std::size_t pattern::groups::size() const noexcept {
  return pcre2_get_ovector_count(static_cast<pcre2_match_data*>(data_));
}
std::size_t pattern::groups::start() const noexcept {
  return pcre2_get_ovector_pointer(static_cast<pcre2_match_data*>(data_))[0];
}
std::size_t pattern::groups::end() const noexcept {
  return pcre2_get_ovector_pointer(static_cast<pcre2_match_data*>(data_))[1];
}

std::string_view pattern::groups::at(std::size_t group, std::string_view text) const noexcept {
  const PCRE2_SIZE* spans = pcre2_get_ovector_pointer(static_cast<pcre2_match_data*>(data_));
  const PCRE2_SIZE from = spans[2 * group], to = spans[2 * group + 1];
  if (from == PCRE2_UNSET || to < from) return {};
  return {reinterpret_cast<const char*>(bytes(text)) + from, to - from};
}

match_result pattern::match(std::string_view text, std::size_t from, bool not_empty_here,
                            groups& out) const {
  const std::uint32_t options = not_empty_here ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
  const int result =
      pcre2_match(static_cast<pcre2_code*>(code_), bytes(text), text.size(), from, options,
                  static_cast<pcre2_match_data*>(out.data_), this_threads_context());
  if (result >= 0) return match_result::found;
  // Every other error is a limit: of steps, of memory or of the stack.
  return result == PCRE2_ERROR_NOMATCH ? match_result::none : match_result::over_limit;
}

}  // namespace veriload::extract

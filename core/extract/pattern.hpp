// A regular expression of PCRE2, ready to match. Flow: regex_expression, json_path -> [pattern].
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::extract {

enum class match_result : std::uint8_t { found, none, over_limit };

/// Compiled with PCRE2's just-in-time compiler where the machine has one. Immutable: used by many
/// threads at once. A match may take a million steps of backtracking and 1 MiB of stack.
class pattern {
 public:
  /// None with `why`, which names the position, when the text is no pattern.
  static std::optional<pattern> compile(std::string_view text, std::string& why);
  ~pattern();
  pattern(pattern&&) noexcept;
  pattern& operator=(pattern&&) noexcept;

  /// Where matches are written: one per search at a time.
  class groups {
   public:
    explicit groups(const pattern& of);
    ~groups();
    groups(const groups&) = delete;
    groups& operator=(const groups&) = delete;

    std::size_t size() const noexcept;  ///< the whole match and the captures
    /// The bytes of a group; a null view when it took no part.
    std::string_view at(std::size_t group, std::string_view text) const noexcept;
    std::size_t start() const noexcept;
    std::size_t end() const noexcept;

   private:
    friend class pattern;
    void* data_;
  };

  /// The first match at or behind byte `from`. With `not_empty_here` an empty match at `from` does
  /// not count, and the match has to start there.
  match_result match(std::string_view text, std::size_t from, bool not_empty_here,
                     groups& out) const;

 private:
  explicit pattern(void* code) noexcept : code_(code) {}
  void* code_;
};

}  // namespace veriload::extract

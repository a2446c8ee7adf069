// Characters out of UTF-8 of any origin. Flow: names, texts -> [characters] -> JSON, tables.
#pragma once

#include <string>
#include <string_view>

namespace veriload::report {

/// What stands for bytes that are no character.
inline constexpr char32_t replacement_character = 0xfffd;

/// Takes one character off the front of `text`, which must not be empty. A byte that does not begin
/// a valid character (cut off, overlong, a surrogate, past U+10FFFF) is taken alone and gives
/// `replacement_character`. Thread: any.
char32_t take_character(std::string_view& text) noexcept;

/// Appends a character, which must be a valid one.
void append_character(std::string& out, char32_t character);

}  // namespace veriload::report

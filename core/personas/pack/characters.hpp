// What a character may be in a table: seen, of a script, in form NFC. Flow: [characters] -> table,
// checks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas::pack {

/// ISO 15924, as far as tables may use them.
enum class script { latin, japanese, han, hangul, devanagari, arabic, cyrillic };

std::optional<script> script_of(std::string_view iso_15924);

/// Whether `c` is a letter or a mark that texts of that script are written with.
bool belongs_to(char32_t c, script which);

/// A letter or mark of any script we know.
bool is_letter(char32_t c);

/// A combining mark that can stand behind a letter only.
bool is_mark(char32_t c);

/// What no reader sees or what changes how others are seen: controls, soft hyphens, joiners, byte
/// order marks, private and unassigned use.
bool is_invisible(char32_t c);

/// `<U+00AD>`, or `<no UTF-8>`.
std::string code_point(char32_t c);

/// What is wrong with a text at a place inside it.
struct text_fault {
  std::size_t characters_before;
  std::string found;
  std::string expected;
};

/// The first place where the text is not UTF-8, not in form NFC or has what cannot be seen.
/// Joiners are right between Devanagari letters, after a virama.
std::optional<text_fault> find_fault(std::string_view text);

/// The first place where Devanagari is not well-formed: a vowel sign without a consonant before
/// it, two of them in a row, a virama or nukta behind what is no consonant.
std::optional<text_fault> find_devanagari_fault(std::string_view text);

}  // namespace veriload::personas::pack

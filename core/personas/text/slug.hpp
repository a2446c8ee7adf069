// A name in the letters of a login: lower case, a to z alone. Flow: tables, overrides -> [slug] ->
// user names, domains.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas::text {

/// How Latin letters beyond a to z are written: `german` has ä ae, ö oe, ü ue, `plain` a, o, u;
/// both have ß ss, ø o, ł l, đ d, æ ae, œ oe, ı i, þ th, ð d, and other letters lose their marks.
enum class transliteration : std::uint8_t { plain, german };

/// `Jean-Luc` gives jeanluc, `Łukasz` lukasz. What is no letter is left out: blanks, hyphens,
/// apostrophes, digits, marks. Nothing when the text has a letter that is not Latin or is not
/// UTF-8: such a name needs its romanisation. The answer may be empty. Thread: any.
std::optional<std::string> slug(std::string_view utf8, transliteration how);

}  // namespace veriload::personas::text

#include "core/personas/text/slug.hpp"

#include "core/personas/text/utf8.hpp"

namespace veriload::personas::text {

namespace {

// What is left of a letter without its marks; '?' has no such letter or more than one.
constexpr std::string_view from_00c0 =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllll?"
    "?llnnnnnn?nnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "????????????????????????????????oo?????????????uu???????????????"
    "?????????????aaiioouuuuuuuuuu?aaaa????ggkkoooo??j???gg??nnaa????"
    "aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????"
    "????????????????";
constexpr std::string_view from_1e00 =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy??????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

std::string_view two_letters(char32_t c, transliteration how) {
  if (how == transliteration::german) {
    if (c == U'ä' || c == U'Ä') return "ae";
    if (c == U'ö' || c == U'Ö') return "oe";
    if (c == U'ü' || c == U'Ü') return "ue";
  }
  switch (c) {
    case U'ß':
    case U'ẞ':
      return "ss";
    case U'æ':
    case U'Æ':
      return "ae";
    case U'œ':
    case U'Œ':
      return "oe";
    case U'þ':
    case U'Þ':
      return "th";
    case U'ĳ':
    case U'Ĳ':
      return "ij";
    case U'ŋ':
    case U'Ŋ':
      return "ng";
    default:
      return {};
  }
}

bool is_no_letter(char32_t c) {
  const bool modifier = c >= 0x02b0 && c <= 0x036f;  // the okina and marks among them
  const bool punctuation = c >= 0x2000 && c <= 0x206f;
  return c < 0xc0 || c == U'×' || c == U'÷' || modifier || punctuation;
}

bool append_letters(char32_t c, transliteration how, std::string& out) {
  if (c < 0x80 && ((c | 0x20U) >= U'a' && (c | 0x20U) <= U'z')) {
    out += static_cast<char>(c | 0x20U);
    return true;
  }
  if (is_no_letter(c)) return true;
  if (const std::string_view two = two_letters(c, how); !two.empty()) {
    out += two;
    return true;
  }
  char letter = '?';
  if (c >= 0xc0 && c < 0xc0 + from_00c0.size()) letter = from_00c0[c - 0xc0];
  if (c >= 0x1e00 && c < 0x1e00 + from_1e00.size()) letter = from_1e00[c - 0x1e00];
  if (letter == '?') return false;
  out += letter;
  return true;
}

}  // namespace

std::optional<std::string> slug(std::string_view utf8, transliteration how) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = next_character(utf8, at);
    if (c == not_utf8 || !append_letters(c, how, out)) return std::nullopt;
  }
  return out;
}

}  // namespace veriload::personas::text

#include "core/personas/pack/characters.hpp"

#include "core/personas/pack/composition.hpp"
#include "core/personas/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>

namespace veriload::personas::pack {

namespace {

struct block {
  char32_t first;
  char32_t last;
};

template <std::size_t size>
bool in(const std::array<block, size>& blocks, char32_t c) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [&](const block& b) { return c >= b.first && c <= b.last; });
}

constexpr std::array latin{block{'A', 'Z'},    block{'a', 'z'},     block{0xaa, 0xaa},
                           block{0xba, 0xba},  block{0xc0, 0xd6},   block{0xd8, 0xf6},
                           block{0xf8, 0x24f}, block{0x300, 0x36f}, block{0x1e00, 0x1eff}};
constexpr std::array kana{block{0x3041, 0x309f}, block{0x30a1, 0x30fa}, block{0x30fc, 0x30ff},
                          block{0x31f0, 0x31ff}};
constexpr std::array ideographs{block{0x3005, 0x3007}, block{0x3400, 0x4dbf}, block{0x4e00, 0x9fff},
                                block{0x20000, 0x2fa1d}, block{0x30000, 0x323af}};
constexpr std::array hangul_syllables{block{0xac00, 0xd7a3}};
constexpr std::array devanagari{block{0x900, 0x963}, block{0x971, 0x97f}, block{0x200c, 0x200d}};
constexpr std::array arabic{block{0x620, 0x65f}, block{0x66e, 0x6d3}, block{0x6d5, 0x6dc},
                            block{0x6fa, 0x6fc}, block{0x750, 0x77f}};
constexpr std::array cyrillic{block{0x400, 0x52f}};

// Letters that no script above has: seen in a cell, they are in the wrong script.
constexpr std::array other_letters{
    block{0x250, 0x2ff},   block{0x370, 0x3ff},   block{0x531, 0x5ff},   block{0x980, 0x1cff},
    block{0x3131, 0x318e}, block{0xa000, 0xabff}, block{0xf900, 0xfdff}, block{0xfe70, 0xfefe},
    block{0xff21, 0xff3a}, block{0xff41, 0xff5a}, block{0xff66, 0xffdc}};

constexpr std::array marks{block{0x300, 0x36f}, block{0x483, 0x487},  block{0x64b, 0x65f},
                           block{0x670, 0x670}, block{0x6d6, 0x6dc},  block{0x900, 0x903},
                           block{0x93a, 0x93c}, block{0x93e, 0x94f},  block{0x951, 0x957},
                           block{0x962, 0x963}, block{0x3099, 0x309a}};

// What canonical normalisation replaces wherever it stands.
constexpr std::array never_in_nfc{
    block{0x340, 0x341},     block{0x343, 0x344},   block{0x374, 0x374},   block{0x37e, 0x37e},
    block{0x387, 0x387},     block{0x958, 0x95f},   block{0x2000, 0x2001}, block{0x2126, 0x2126},
    block{0x212a, 0x212b},   block{0x2329, 0x232a}, block{0xf900, 0xfa0d}, block{0xfa10, 0xfa10},
    block{0xfa12, 0xfa12},   block{0xfa15, 0xfa1e}, block{0xfa20, 0xfa20}, block{0xfa22, 0xfa22},
    block{0xfa25, 0xfa26},   block{0xfa2a, 0xfad9}, block{0xfb1d, 0xfb4e}, block{0x1100, 0x11ff},
    block{0x2f800, 0x2fa1d}, block{0x1fbe, 0x1fbe}};

constexpr std::array invisible{
    block{0, 0x1f},        block{0x7f, 0x9f},     block{0xad, 0xad},       block{0x61c, 0x61c},
    block{0x115f, 0x1160}, block{0x180e, 0x180e}, block{0x200b, 0x200f},   block{0x2028, 0x202e},
    block{0x2060, 0x206f}, block{0x3164, 0x3164}, block{0xe000, 0xf8ff},   block{0xfe00, 0xfe0f},
    block{0xfeff, 0xfeff}, block{0xfff0, 0xffff}, block{0xe0000, 0x10ffff}};

constexpr bool is_joiner(char32_t c) { return c == 0x200c || c == 0x200d; }
constexpr char32_t virama = 0x94d;
constexpr char32_t nukta = 0x93c;

int combining_class(char32_t c) {
  for (const auto& run : composition::classes)
    if (c >= run.first && c <= run.last) return run.combining_class;
  return 0;
}

bool composes(char32_t letter, char32_t mark) {
  for (const auto& entry : composition::all)
    if (entry.mark == mark) return entry.letters.find(letter) != std::u32string_view::npos;
  return false;
}

/// Finds what is not NFC, character by character.
class composition_check {
 public:
  /// What should stand there instead, or nothing.
  const char* fault_at(char32_t c) {
    if (in(never_in_nfc, c)) return "the character that form NFC has instead";
    const int its_class = combining_class(c);
    if (its_class == 0) {
      starter_ = c;
      last_class_ = 0;
      return nullptr;
    }
    if (its_class < last_class_) return "combining marks in the order of form NFC";
    const bool blocked = last_class_ == its_class;
    last_class_ = its_class;
    if (!blocked && composes(starter_, c)) return "letter and mark as one character (form NFC)";
    return nullptr;
  }

 private:
  char32_t starter_ = 0;
  int last_class_ = 0;
};

bool is_consonant(char32_t c) { return (c >= 0x915 && c <= 0x939) || (c >= 0x978 && c <= 0x97f); }
bool is_vowel_sign(char32_t c) {
  return c == 0x93a || c == 0x93b || (c >= 0x93e && c <= 0x94c) || (c >= 0x94e && c <= 0x94f) ||
         (c >= 0x955 && c <= 0x957) || (c >= 0x962 && c <= 0x963);
}
bool is_vowel_modifier(char32_t c) { return c >= 0x900 && c <= 0x903; }
bool is_vowel(char32_t c) {
  return (c >= 0x904 && c <= 0x914) || (c >= 0x960 && c <= 0x961) || (c >= 0x972 && c <= 0x977);
}

/// What should stand before `c`, or nothing when `before` is right.
const char* devanagari_fault(char32_t before, char32_t c) {
  const bool behind_consonant = is_consonant(before) || before == nukta;
  if (is_vowel_sign(c) && !behind_consonant) return "a consonant before a vowel sign";
  if (c == virama && !behind_consonant) return "a consonant before a virama";
  if (c == nukta && !is_consonant(before)) return "a consonant before a nukta";
  if (is_vowel_modifier(c) && !behind_consonant && !is_vowel(before) && !is_vowel_sign(before))
    return "a consonant or vowel before a nasal or breath sign";
  if (is_joiner(c) && before != virama) return "a joiner behind a virama only";
  return nullptr;
}

}  // namespace

std::optional<script> script_of(std::string_view iso_15924) {
  if (iso_15924 == "Latn") return script::latin;
  if (iso_15924 == "Jpan") return script::japanese;
  if (iso_15924 == "Hans") return script::han;
  if (iso_15924 == "Hang") return script::hangul;
  if (iso_15924 == "Deva") return script::devanagari;
  if (iso_15924 == "Arab") return script::arabic;
  if (iso_15924 == "Cyrl") return script::cyrillic;
  return std::nullopt;
}

bool belongs_to(char32_t c, script which) {
  switch (which) {
    case script::latin:
      return in(latin, c);
    case script::japanese:
      return in(kana, c) || in(ideographs, c);
    case script::han:
      return in(ideographs, c);
    case script::hangul:
      return in(hangul_syllables, c);
    case script::devanagari:
      return in(devanagari, c);
    case script::arabic:
      return in(arabic, c);
    case script::cyrillic:
      return in(cyrillic, c);
  }
  return false;
}

bool is_letter(char32_t c) {
  return in(latin, c) || in(kana, c) || in(ideographs, c) || in(hangul_syllables, c) ||
         in(devanagari, c) || in(arabic, c) || in(cyrillic, c) || in(other_letters, c);
}

bool is_mark(char32_t c) { return in(marks, c); }

bool is_invisible(char32_t c) { return in(invisible, c); }

std::string code_point(char32_t c) {
  if (c == text::not_utf8) return "<no UTF-8>";
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "<U+%04X>", static_cast<unsigned>(c));
  return out.data();
}

std::optional<text_fault> find_fault(std::string_view text) {
  composition_check composed;
  char32_t before = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const char32_t c = text::next_character(text, at);
    if (c == text::not_utf8) return text_fault{count, "bytes that are no UTF-8", "UTF-8"};
    if (is_invisible(c) && !(is_joiner(c) && before == virama))
      return text_fault{count, code_point(c), "characters that can be seen"};
    if (is_mark(c) && !is_letter(before))
      return text_fault{count, code_point(c), "a letter before a combining mark"};
    if (const char* expected = composed.fault_at(c))
      return text_fault{count, code_point(c), expected};
    before = c;
  }
  return std::nullopt;
}

std::optional<text_fault> find_devanagari_fault(std::string_view text) {
  char32_t before = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const char32_t c = text::next_character(text, at);
    if (const char* expected = devanagari_fault(before, c))
      return text_fault{count, code_point(c), expected};
    before = c;
  }
  return std::nullopt;
}

}  // namespace veriload::personas::pack

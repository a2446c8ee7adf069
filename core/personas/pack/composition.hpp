// Which letters and marks Unicode's form NFC writes as one, for the scripts of the tables. Flow:
// [composition] -> characters.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// Facts of the Unicode Character Database: canonical compositions and combining classes.
namespace veriload::personas::pack::composition {

/// With this mark behind it, each of `letters` is another letter of its own.
struct composed {
  char32_t mark;
  std::u32string_view letters;
};

inline constexpr std::array<composed, 33> all{{
    {0x0300, U"AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYy¨"},
    {0x0301, U"AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØø¨ГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâĂăÊêÔôƠơƯư"},
    {0x0302, U"AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ"},
    {0x0303, U"ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy"},
    {0x0304, U"AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛ"},
    {0x0306, U"AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạ"},
    {0x0307, U"CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtWwXxYyſ"},
    {0x0308, U"AEIOUaeiouyYЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧчЫыHhÕõŪūWwXxt"},
    {0x0309, U"AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy"},
    {0x030a, U"AaUuwy"},
    {0x030b, U"OoUuУу"},
    {0x030c, U"CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷjHh"},
    {0x030f, U"AaEeIiOoRrUuѴѵ"},
    {0x0311, U"AaEeIiOoRrUu"},
    {0x031b, U"OoUu"},
    {0x0323, U"BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯưYy"},
    {0x0324, U"Uu"},
    {0x0325, U"Aa"},
    {0x0326, U"SsTt"},
    {0x0327, U"CcGgKkLlNnRrSsTtEeDdHh"},
    {0x0328, U"AaEeIiUuOo"},
    {0x032d, U"DdEeLlNnTtUu"},
    {0x032e, U"Hh"},
    {0x0330, U"EeIiUu"},
    {0x0331, U"BbDdKkLlNnRrTtZzh"},
    {0x0338, U"=<>"},
    {0x0342, U"¨"},
    {0x0653, U"ا"},
    {0x0654, U"اويەہے"},
    {0x0655, U"ا"},
    {0x093c, U"नरळ"},
    {0x3099,
     U"かきくけこさしすせそたちつてとはひふへほうゝカキクケコサシスセソタチツテトハヒフヘホウワヰヱ"
     U"ヲヽ"},
    {0x309a, U"はひふへほハヒフヘホ"},
}};

/// Marks `first` to `last` of one combining class; what is in none has class 0.
struct combining_run {
  char32_t first;
  char32_t last;
  std::uint8_t combining_class;
};

inline constexpr std::array<combining_run, 64> classes{{
    {0x0300, 0x0314, 230}, {0x0315, 0x0315, 232}, {0x0316, 0x0319, 220}, {0x031a, 0x031a, 232},
    {0x031b, 0x031b, 216}, {0x031c, 0x0320, 220}, {0x0321, 0x0322, 202}, {0x0323, 0x0326, 220},
    {0x0327, 0x0328, 202}, {0x0329, 0x0333, 220}, {0x0334, 0x0338, 1},   {0x0339, 0x033c, 220},
    {0x033d, 0x0344, 230}, {0x0345, 0x0345, 240}, {0x0346, 0x0346, 230}, {0x0347, 0x0349, 220},
    {0x034a, 0x034c, 230}, {0x034d, 0x034e, 220}, {0x0350, 0x0352, 230}, {0x0353, 0x0356, 220},
    {0x0357, 0x0357, 230}, {0x0358, 0x0358, 232}, {0x0359, 0x035a, 220}, {0x035b, 0x035b, 230},
    {0x035c, 0x035c, 233}, {0x035d, 0x035e, 234}, {0x035f, 0x035f, 233}, {0x0360, 0x0361, 234},
    {0x0362, 0x0362, 233}, {0x0363, 0x036f, 230}, {0x0483, 0x0487, 230}, {0x0610, 0x0617, 230},
    {0x0618, 0x0618, 30},  {0x0619, 0x0619, 31},  {0x061a, 0x061a, 32},  {0x064b, 0x064b, 27},
    {0x064c, 0x064c, 28},  {0x064d, 0x064d, 29},  {0x064e, 0x064e, 30},  {0x064f, 0x064f, 31},
    {0x0650, 0x0650, 32},  {0x0651, 0x0651, 33},  {0x0652, 0x0652, 34},  {0x0653, 0x0654, 230},
    {0x0655, 0x0656, 220}, {0x0657, 0x065b, 230}, {0x065c, 0x065c, 220}, {0x065d, 0x065e, 230},
    {0x065f, 0x065f, 220}, {0x0670, 0x0670, 35},  {0x06d6, 0x06dc, 230}, {0x06df, 0x06e2, 230},
    {0x06e3, 0x06e3, 220}, {0x06e4, 0x06e4, 230}, {0x06e7, 0x06e8, 230}, {0x06ea, 0x06ea, 220},
    {0x06eb, 0x06ec, 230}, {0x06ed, 0x06ed, 220}, {0x093c, 0x093c, 7},   {0x094d, 0x094d, 9},
    {0x0951, 0x0951, 230}, {0x0952, 0x0952, 220}, {0x0953, 0x0954, 230}, {0x3099, 0x309a, 8},
}};

}  // namespace veriload::personas::pack::composition

// Values out of single cells. Flow: table -> [cells] -> typed tables.
#pragma once

#include "core/personas/pack/characters.hpp"
#include "core/personas/pack/table.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Each reports what is wrong with its cell and then gives some value that checks can go on with:
/// nothing is packed once there is a problem.
namespace veriload::personas::pack {

/// Largest weight of a row.
inline constexpr std::uint64_t most_weight = 1'000'000;

/// Digits alone, no leading zero, `least` to `most`; gives `least` for what is none.
std::uint64_t whole_number(const cell& from, std::uint64_t least, std::uint64_t most,
                           problems& found);

inline std::uint32_t weight(const cell& from, problems& found) {
  return static_cast<std::uint32_t>(whole_number(from, 1, most_weight, found));
}

/// Decimal degrees from -limit to limit with at most 4 decimals, in ten-thousandths.
std::int32_t degrees(const cell& from, int limit, problems& found);

/// Decades of birth, `1940-1989`, as a mask of the reader's decades; empty means all of them.
std::uint16_t decades(const cell& from, problems& found);

/// Reports an empty cell.
std::string required(const cell& from, problems& found);

/// The position in `known`; 0 for what is none of them.
std::uint32_t one_of(const cell& from, const std::vector<std::string>& known, problems& found);

/// Reports a template whose `{...}` are not exactly those: each of `once` one time, each of
/// `at_most_once` not more often.
void check_template(const cell& from, std::initializer_list<std::string_view> once,
                    std::initializer_list<std::string_view> at_most_once, problems& found);

/// What a text is made of: a name has letters of its script alone, with blanks and the marks that
/// names have; a phrase may also have digits and Latin abbreviations, but some letter of the
/// script.
enum class text_kind { name, phrase };
void check_script(const cell& from, script expected, text_kind kind, problems& found);

/// Reports what occurs a second time, with the line of the first.
class occurs_once {
 public:
  /// `what`: how a message calls it, such as "a slug".
  occurs_once(std::string_view what, problems& found) : what_(what), found_(found) {}

  void add(const cell& from, const std::string& value);

 private:
  std::string_view what_;
  problems& found_;
  std::map<std::string, std::uint32_t> lines_;
};

}  // namespace veriload::personas::pack

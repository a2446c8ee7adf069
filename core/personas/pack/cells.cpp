#include "core/personas/pack/cells.hpp"

#include "core/personas/image/rows.hpp"
#include "core/personas/text/utf8.hpp"

#include <algorithm>

namespace veriload::personas::pack {

namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Of at most 18 digits.
std::uint64_t number_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits)
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

std::string listed(const std::vector<std::string>& known) {
  std::string out;
  for (const std::string& one : known)
    out += (out.empty() ? "" : ", ") + one;
  return out;
}

bool is_punctuation_of_names(char32_t c) {
  return std::u32string_view(U" '\u2019-\u2013.,&/()\u00b7\u30fb\u02bb").find(c) !=
         std::u32string_view::npos;
}

}  // namespace

std::uint64_t whole_number(const cell& from, std::uint64_t least, std::uint64_t most,
                           problems& found) {
  const std::string_view text = from.text;
  const bool plain =
      all_digits(text) && text.size() <= 18 && (text.size() == 1 || text.front() != '0');
  if (plain) {
    const std::uint64_t value = number_of(text);
    if (value >= least && value <= most) return value;
  }
  found.add(from.where, in_quotes(text),
            "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

std::int32_t degrees(const cell& from, int limit, problems& found) {
  std::string_view text = from.text;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string part(point < text.size() ? text.substr(point + 1) : "0");
  if (all_digits(whole) && whole.size() <= 3 && all_digits(part) && part.size() <= 4) {
    part.resize(4, '0');
    const auto value = static_cast<std::int32_t>(number_of(whole) * 10'000 + number_of(part));
    if (value <= limit * 10'000) return negative ? -value : value;
  }
  found.add(from.where, in_quotes(from.text),
            "decimal degrees from -" + std::to_string(limit) + " to " + std::to_string(limit) +
                " with at most 4 decimals");
  return 0;
}

std::uint16_t decades(const cell& from, problems& found) {
  constexpr std::uint16_t all = (1U << image::decades) - 1;
  const std::string_view text = from.text;
  if (text.empty()) return all;
  if (text.size() == 9 && text[4] == '-' && all_digits(text.substr(0, 4)) &&
      all_digits(text.substr(5))) {
    const auto first = static_cast<int>(number_of(text.substr(0, 4)));
    const auto last = static_cast<int>(number_of(text.substr(5)));
    std::uint16_t mask = 0;
    for (int bit = 0; bit < image::decades; ++bit) {
      const int decade = image::first_decade + 10 * bit;
      if (decade >= first && decade + 9 <= last) mask |= static_cast<std::uint16_t>(1U << bit);
    }
    const bool whole = first % 10 == 0 && last % 10 == 9 && first >= 1900 && last <= 2029;
    constexpr std::uint16_t of_adults = 0b0011111110;  // 1940 to 2009
    if (whole && (mask & of_adults) != 0) return mask;
  }
  found.add(from.where, in_quotes(text),
            "decades such as 1940-1989, first and last year of a decade, of which one at least "
            "is from 1940 to 2009");
  return all;
}

std::string required(const cell& from, problems& found) {
  if (from.empty()) found.add(from.where, "an empty cell", "a value");
  return std::string(from.text);
}

std::uint32_t one_of(const cell& from, const std::vector<std::string>& known, problems& found) {
  const auto at = std::find(known.begin(), known.end(), from.text);
  if (at != known.end()) return static_cast<std::uint32_t>(at - known.begin());
  found.add(from.where, in_quotes(from.text), "one of " + listed(known));
  return 0;
}

void check_template(const cell& from, std::initializer_list<std::string_view> once,
                    std::initializer_list<std::string_view> at_most_once, problems& found) {
  std::string rest(from.text);
  const auto take = [&](std::string_view placeholder) {
    std::size_t times = 0;
    for (std::size_t at = rest.find(placeholder); at != std::string::npos; ++times) {
      rest.erase(at, placeholder.size());
      at = rest.find(placeholder);
    }
    return times;
  };
  for (const std::string_view placeholder : once)
    if (const std::size_t times = take(placeholder); times != 1)
      found.add(from.where,
                std::to_string(times) + " times " + std::string(placeholder) + " in " +
                    in_quotes(from.text),
                "it exactly once");
  for (const std::string_view placeholder : at_most_once)
    if (take(placeholder) > 1)
      found.add(from.where, std::string(placeholder) + " more than once in " + in_quotes(from.text),
                "it at most once");
  if (rest.find_first_of("{}") != std::string::npos)
    found.add(from.where, "a brace of no placeholder in " + in_quotes(from.text),
              "known placeholders only");
}

void check_script(const cell& from, script expected, text_kind kind, problems& found) {
  bool some = false;
  std::uint32_t column = from.where.column;
  for (std::size_t at = 0; at < from.text.size(); ++column) {
    const char32_t c = text::next_character(from.text, at);
    const bool right = belongs_to(c, expected);
    some = some || right;
    const bool foreign = is_letter(c) && !right && !(kind == text_kind::phrase && c < 0x80);
    if (foreign || (kind == text_kind::name && !right && !is_punctuation_of_names(c))) {
      found.add(
          {from.where.file, from.where.line, column}, code_point(c) + " in " + in_quotes(from.text),
          kind == text_kind::name ? "letters of the locale's script alone"
                                  : "letters of the locale's script or abbreviations in ASCII");
      return;
    }
  }
  if (!some && !from.empty())
    found.add(from.where, in_quotes(from.text), "a text in the locale's script");
  if (expected == script::devanagari)
    if (const auto fault = find_devanagari_fault(from.text))
      found.add({from.where.file, from.where.line,
                 from.where.column + static_cast<std::uint32_t>(fault->characters_before)},
                fault->found + " in " + in_quotes(from.text), fault->expected);
}

void occurs_once::add(const cell& from, const std::string& value) {
  const auto [at, is_new] = lines_.emplace(value, from.where.line);
  if (!is_new)
    found_.add(from.where,
               std::string(what_) + ' ' + in_quotes(value) + " that line " +
                   std::to_string(at->second) + " has",
               "it once");
}

}  // namespace veriload::personas::pack

// A JSONPath query as data. Flow: text -> [json_path] -> json_path_expression.
#pragma once

#include "core/extract/pattern.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::extract {

struct path_filter;

/// What is chosen among the children of a value.
struct path_selector {
  enum class kind : std::uint8_t { name, any, index, slice, filter };
  kind what = kind::any;
  std::string name;
  std::int64_t index = 0;                  ///< or the start of a slice
  std::optional<std::int64_t> start, end;  ///< of a slice
  std::int64_t step = 1;
  std::vector<path_filter> filter;  ///< one, for a filter
};

struct path_segment {
  bool descendants = false;  ///< "..": of the value and of everything below it
  std::vector<path_selector> selectors;
};

struct path_query {
  bool from_root = true;  ///< "$", else "@"
  std::vector<path_segment> segments;

  /// Gives one value at most, whatever the document.
  bool is_singular() const noexcept;
};

enum class path_function : std::uint8_t { length, count, match, search, value };

/// What is compared, or given to a function.
struct path_operand {
  enum class kind : std::uint8_t { null, boolean, number, string, query, function };
  kind what = kind::null;
  bool boolean = false;
  double number = 0;
  std::string string;
  path_query query;
  path_function function = path_function::length;
  std::vector<path_operand> arguments;
  std::optional<pattern>
      constant;  ///< the second argument of match and search, when it is a literal
};

/// A condition on a value.
struct path_filter {
  enum class kind : std::uint8_t {
    any_of,    ///< parts, by "||"
    all_of,    ///< parts, by "&&"
    negation,  ///< of the one part
    test,      ///< operands[0] is a query that finds something, or a function that says so
    equal,     ///< and below: operands[0] and [1]
    not_equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
  };
  kind what = kind::test;
  std::vector<path_filter> parts;
  std::vector<path_operand> operands;
};

/// Reads a query of RFC 9535, with its functions length, count, match, search and value. None with
/// `why`, which names the byte (from 0), when it is wrong: also when a function's argument or a
/// comparison has the wrong type. At most 64 KiB, and 50 filters inside each other.
std::optional<path_query> parse_json_path(std::string_view text, std::string& why);

/// A regular expression of RFC 9485 as PCRE2 writes it; `whole` for match(), which takes all of the
/// text.
std::string as_pcre2(std::string_view iregexp, bool whole);

}  // namespace veriload::extract

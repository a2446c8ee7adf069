// A prepared expression that finds values in a text. Flow: service -> expression_cache ->
// [expression] -> matches.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace veriload::extract {

/// What an expression is written in.
enum class language : std::uint8_t {
  regex,      ///< PCRE2
  css,        ///< a selector over HTML
  json_path,  ///< RFC 9535
};

/// Takes one match: its groups, valid in the call only; a group that took no part has a null
/// pointer. False ends the search.
struct match_taker {
  void* ctx;
  bool (*take)(void* ctx, std::span<const std::string_view> groups);

  bool operator()(std::string_view only) const { return take(ctx, {&only, 1}); }
};

enum class find_result : std::uint8_t {
  done,         ///< every match was given, or the taker had enough
  not_of_kind,  ///< the text is not what the language reads
  over_limit,   ///< the search took more steps than it may
};

/// Immutable, so it is used by many threads at once.
class expression {
 public:
  virtual ~expression() = default;

  /// Gives every match in `text`, in order. `why` is set unless the result is done.
  virtual find_result find(std::string_view text, const match_taker& found,
                           std::string& why) const = 0;

 protected:
  expression() = default;
  expression(const expression&) = delete;
  expression& operator=(const expression&) = delete;
};

using compiled = std::unique_ptr<const expression>;

/// PCRE2, UTF-8 with bytes that are none taken for no character. Groups: the whole match, then the
/// captures. Null with `why` when the pattern is wrong.
compiled compile_regex(std::string_view pattern, std::string& why);

/// A selector over HTML5; one group: the element's text without blanks at its ends, or the value of
/// `attribute` of the elements that have it. Null with `why` when the selector is wrong.
compiled compile_css(std::string_view selector, std::string_view attribute, std::string& why);

/// RFC 9535; one group: the value as it stands in the text. Null with `why` when the query is
/// wrong.
compiled compile_json_path(std::string_view query, std::string& why);

}  // namespace veriload::extract

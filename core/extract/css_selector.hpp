// A CSS selector as data. Flow: text -> [css_selector] -> css_expression.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::extract {

struct css_compound;

/// One condition on an element.
struct css_test {
  enum class kind : std::uint8_t {
    id,          ///< #value
    class_name,  ///< .value
    exists,      ///< [name]
    equals,      ///< [name=value]
    word,        ///< [name~=value]
    dash,        ///< [name|=value]
    prefix,      ///< [name^=value]
    suffix,      ///< [name$=value]
    part,        ///< [name*=value]
    nth,         ///< :nth-child(an+b), also :first-child
    nth_last,    ///< :nth-last-child(an+b), also :last-child
    none_of,     ///< :not(...)
  };
  kind what = kind::id;
  bool ignore_case = false;  ///< of the value
  int a = 0, b = 0;
  std::string name;  ///< lower case
  std::string value;
  std::vector<css_compound> list;  ///< of none_of
};

/// Conditions on one element: "a.b[c]".
struct css_compound {
  std::string type;  ///< lower case; empty = any
  std::vector<css_test> tests;
};

/// Elements in relation: "a > b c". `relations[i]` stands between compounds i and i + 1: ' ' is
/// anywhere below, '>' a child, '+' the next sibling, '~' a later one.
struct css_chain {
  std::vector<css_compound> compounds;
  std::string relations;
};

/// Reads a group of selectors. None with `why`, which names the character (from 1), when it is
/// wrong or uses what is not offered: other pseudo-classes, pseudo-elements, namespaces. At most 64
/// KiB of text and 100 compounds in a chain.
std::optional<std::vector<css_chain>> parse_selector(std::string_view text, std::string& why);

}  // namespace veriload::extract

// A small JSON value without any library. Flow: scenario <-> [json] <-> bodies.
#pragma once

#include "veriload/error.hpp"

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// Text that is no JSON, or a value that is not what was asked for. Names the path or the byte.
class json_error : public error {
 public:
  explicit json_error(const std::string& message) : error("json", message, VL_E_PROTOCOL) {}
};

/// Null, boolean, integer (64 bits), number, string, array or object. The order of an object is
/// kept.
///
///     auto order = json::object().set("sku", "A-1").set("lines", json::array().push(2).push(3));
///     auto login = json::of("email", address, "password", secret);
///
/// There are no brace lists on purpose: g++ 12 does not compile them inside a `co_await`. Owns what
/// it holds; copies are deep. Not synchronised.
class json {
 public:
  enum class kind : unsigned char { null, boolean, integer, number, string, array, object };
  struct member;

  json() noexcept : kind_(kind::null) {}
  json(std::nullptr_t) noexcept : kind_(kind::null) {}
  json(bool value) noexcept : kind_(kind::boolean), boolean_(value) {}
  template <class Int>
  requires(std::is_integral_v<Int> && !std::is_same_v<Int, bool>) json(Int value)
  noexcept {
    // Above the range of int64 an integer is kept as a number, as the parser does.
    if (std::is_unsigned_v<Int> && sizeof(Int) == 8 && value > Int(INT64_MAX)) {
      kind_ = kind::number;
      number_ = static_cast<double>(value);
    } else {
      kind_ = kind::integer;
      integer_ = static_cast<std::int64_t>(value);
    }
  }
  json(double value) noexcept : kind_(kind::number), number_(value) {}
  json(std::string value) noexcept : kind_(kind::string), string_(std::move(value)) {}
  json(std::string_view value) : kind_(kind::string), string_(value) {}
  json(const char* value) : kind_(kind::string), string_(value) {}
  json(const void*) = delete;  // a pointer is no boolean

  json(const json& other);
  json(json&& other) noexcept { take(other); }
  json& operator=(json other) noexcept {
    clear();
    take(other);
    return *this;
  }
  ~json() {
    if (kind_ >= kind::string) clear();
  }

  static json array();
  static json object();

  /// An object from pairs: `json::of("sku", "A-1", "amount", 2)`.
  template <class... Pairs>
  static json of(Pairs&&... pairs) {
    static_assert(sizeof...(Pairs) % 2 == 0, "json::of takes pairs: key, value, key, value");
    json made = object();
    made.set_pairs(std::forward<Pairs>(pairs)...);
    return made;
  }

  /// Adds at the end. Throws `json_error` unless this is an array.
  json& push(json value) &;
  json&& push(json value) && { return std::move(push(std::move(value))); }

  /// Adds a member or replaces the one of that name. Throws `json_error` unless this is an object.
  json& set(std::string_view key, json value) &;
  json&& set(std::string_view key, json value) && { return std::move(set(key, std::move(value))); }

  /// The value of RFC 8259 text in UTF-8, at most `max_depth` levels deep. Throws `json_error` with
  /// the 0-based byte. Integers outside int64 become numbers; numbers outside double are refused.
  /// Of members with one name the last counts for `find`, all are kept.
  static json parse(std::string_view text, std::size_t max_depth = 200);

  /// Compact text. Numbers in the shortest form that reads back equal. Throws `json_error` on nan
  /// and infinity, which have no JSON form.
  std::string dump() const {
    std::string out;
    dump_to(out);
    return out;
  }
  /// The same, appended: a reused string costs no allocation.
  void dump_to(std::string& out) const;

  kind type() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == kind::null; }
  bool is_string() const noexcept { return kind_ == kind::string; }
  bool is_array() const noexcept { return kind_ == kind::array; }
  bool is_object() const noexcept { return kind_ == kind::object; }

  /// The value as that type; throws `json_error` naming what it is instead. `as_int` takes a number
  /// without a fraction, `as_double` takes an integer. The view lives as long as the value.
  std::string_view as_string() const;
  std::int64_t as_int() const;
  double as_double() const;
  bool as_bool() const;

  /// Elements of an array or members of an object, else 0.
  std::size_t size() const noexcept;

  /// The elements of an array, the members of an object: for range-for. Throws `json_error`.
  const std::vector<json>& items() const;
  const std::vector<member>& members() const;

  /// The member or element, or null when there is none (or this is neither object nor array).
  const json* find(std::string_view key) const noexcept;
  const json* find(std::size_t index) const noexcept;

  /// The same; throws `json_error` with the name and what is there instead.
  const json& at(std::string_view key) const;
  const json& at(std::size_t index) const;
  const json& at(int index) const { return at(static_cast<std::size_t>(index)); }

  /// What lies at a dotted path, elements by number: `get("orders.0.id")`. Throws `json_error`
  /// naming the part of the path that is missing.
  const json& get(std::string_view path) const;

  /// What lies at a JSON pointer (RFC 6901): `pointer("/orders/0/id")`, "" is the whole. For keys
  /// that hold a dot. Throws `json_error` as `get` does.
  const json& pointer(std::string_view path) const;

  /// Deep equality; an integer equals the number of the same value; the order of members counts.
  friend bool operator==(const json& a, const json& b) noexcept { return a.equals(b); }

 private:
  friend class json_parser;

  void set_pairs() noexcept {}
  template <class Key, class Value, class... Rest>
  void set_pairs(Key&& key, Value&& value, Rest&&... rest) {
    set(std::string_view(key), json(std::forward<Value>(value)));
    set_pairs(std::forward<Rest>(rest)...);
  }
  // Never inlined: in every expression they would cost compile time and draw false warnings of g++.
  // Templates, because a plain inline function must not be marked so.
  template <class = void>
  [[gnu::noinline]] void clear() noexcept;
  template <class = void>
  [[gnu::noinline]] void take(json& other) noexcept;
  bool equals(const json& other) const noexcept;
  [[noreturn, gnu::cold]] void wrong_kind(const char* expected) const;

  kind kind_;
  union {
    bool boolean_;
    std::int64_t integer_;
    double number_;
    std::string string_;
    std::vector<json>* items_;      // owned
    std::vector<member>* members_;  // owned
  };
};

struct json::member {
  std::string key;
  json value;
};

/// The word for messages: "null", "boolean", "integer", "number", "string", "array", "object".
inline const char* kind_word(json::kind kind) noexcept {
  constexpr const char* words[] = {"null",   "boolean", "integer", "number",
                                   "string", "array",   "object"};
  return words[static_cast<int>(kind)];
}

}  // namespace v1
}  // namespace veriload

#include "veriload/json_text.ipp"
#include "veriload/json_value.ipp"

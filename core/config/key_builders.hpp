// Words in which the table of keys is written. Flow: [key builders] -> schema.
#pragma once

#include "core/config/schema.hpp"

#include <string_view>
#include <utility>
#include <vector>

/// Each makes a key of one type; the steps of `key` say the rest. Thread: any.
namespace veriload::config::keys {

// Seconds beyond this do not fit 64 bits of nanoseconds.
inline constexpr double longest_seconds = 1e9;

inline key make(key_type type, std::string_view name, std::string_view doc) {
  key k;
  k.type = type;
  k.name = name;
  k.doc = doc;
  return k;
}

inline key integer(std::string_view name, std::string_view doc) {
  return make(key_type::integer, name, doc);
}
inline key number(std::string_view name, std::string_view doc) {
  return make(key_type::number, name, doc);
}
inline key seconds(std::string_view name, std::string_view doc) {
  return make(key_type::number, name, doc).not_beyond(longest_seconds).in("s");
}
inline key boolean(std::string_view name, bool fallback, std::string_view doc) {
  return make(key_type::boolean, name, doc).otherwise(base::node::boolean(fallback));
}
inline key text(std::string_view name, std::string_view doc) {
  return make(key_type::text, name, doc);
}
inline key path(std::string_view name, std::string_view doc) {
  return make(key_type::path, name, doc).not_empty();
}
inline key report(std::string_view name, std::string_view doc) {
  return make(key_type::report, name, doc).not_empty().or_null();
}
inline key choice(std::string_view name, std::vector<std::string_view> choices,
                  std::string_view doc) {
  key k = make(key_type::choice, name, doc);
  k.choices = std::move(choices);
  return k;
}
inline key list(std::string_view name, key item, std::string_view doc) {
  key k = make(key_type::list, name, doc);
  k.members.push_back(std::move(item));
  k.fallback = base::node::list();
  return k;
}
inline key map(std::string_view name, std::vector<key> members, std::string_view doc) {
  key k = make(key_type::map, name, doc);
  k.members = std::move(members);
  return k;
}
// An item of a list has no name and no default of its own.
inline key item(key_type type) { return make(type, "", ""); }

inline base::node text_node(const char* value) { return base::node::string(value); }

}  // namespace veriload::config::keys

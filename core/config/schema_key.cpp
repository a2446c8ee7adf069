#include "core/config/schema.hpp"

#include <algorithm>
#include <utility>

namespace veriload::config {

key key::needed() && { return required = true, fallback = base::node(), std::move(*this); }
key key::or_null() && { return nullable = true, std::move(*this); }
key key::masked() && { return secret = true, std::move(*this); }
key key::greater_than(double bound) && { return above = bound, std::move(*this); }
key key::from(double bound) && { return at_least = bound, std::move(*this); }
key key::up_to(double bound) && { return at_most = bound, std::move(*this); }
key key::not_beyond(double bound) && { return ceiling = bound, std::move(*this); }
key key::not_empty() && { return min_size = 1, std::move(*this); }
key key::otherwise(base::node value) && { return fallback = std::move(value), std::move(*this); }
key key::in(std::string_view unit_name) && { return unit = unit_name, std::move(*this); }
key key::also(std::string_view other_name) && { return alias = other_name, std::move(*this); }

const key* key::find(std::string_view wanted) const {
  if (type != key_type::map || wanted.empty()) return nullptr;
  const auto found = std::ranges::find_if(
      members, [&](const key& k) { return k.name == wanted || k.alias == wanted; });
  return found == members.end() ? nullptr : &*found;
}

std::string key::expected() const {
  const auto bound = [](double value) {
    return value == static_cast<double>(static_cast<long long>(value))
               ? std::to_string(static_cast<long long>(value))
               : std::to_string(value);
  };
  std::string range;
  if (above) range = " above " + bound(*above);
  if (at_least && at_most) {
    range = " from " + bound(*at_least) + " to " + bound(*at_most);
  } else if (at_least) {
    range = " of at least " + bound(*at_least);
  }
  switch (type) {
    case key_type::integer:
      return "an integer" + range;
    case key_type::number:
      return "a number" + range;
    case key_type::boolean:
      return "true or false";
    case key_type::text:
      return min_size > 0 ? "a string that is not empty" : "a string";
    case key_type::path:
      return "a path that is not empty";
    case key_type::report:
      return "a path that is not empty, or a mapping with path and options";
    case key_type::list: {
      const key& shape = members.front();
      if (one_is_list) return "a string or a list of strings";
      if (!shape.text_is.empty()) return "a list of strings or mappings";
      return shape.type == key_type::map ? "a list of mappings" : "a list of strings";
    }
    case key_type::table:
      return "a mapping of names, each to " + members.front().expected();
    case key_type::map:
      return text_is.empty() ? "a mapping" : "a string or a mapping";
    case key_type::choice:
      break;
  }
  std::string all = "one of ";
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) all += ", ";
    all += choices[i];
  }
  return all;
}

}  // namespace veriload::config

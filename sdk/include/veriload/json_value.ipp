// Bodies of json: ownership and access. Included by json.hpp.
#pragma once

#include <charconv>

namespace veriload {
inline namespace v1 {

inline json::json(const json& other) : kind_(kind::null) {
  switch (other.kind_) {
    case kind::null:
      break;
    case kind::boolean:
      boolean_ = other.boolean_;
      break;
    case kind::integer:
      integer_ = other.integer_;
      break;
    case kind::number:
      number_ = other.number_;
      break;
    case kind::string:
      ::new (&string_) std::string(other.string_);
      break;
    case kind::array:
      items_ = new std::vector<json>(*other.items_);
      break;
    case kind::object:
      members_ = new std::vector<member>(*other.members_);
      break;
  }
  kind_ = other.kind_;
}

template <class>
void json::take(json& other) noexcept {
  switch (other.kind_) {
    case kind::null:
      break;
    case kind::boolean:
      boolean_ = other.boolean_;
      break;
    case kind::integer:
      integer_ = other.integer_;
      break;
    case kind::number:
      number_ = other.number_;
      break;
    case kind::string:
      ::new (&string_) std::string(std::move(other.string_));
      other.string_.~basic_string();
      break;
    case kind::array:
      items_ = other.items_;
      break;
    case kind::object:
      members_ = other.members_;
      break;
  }
  kind_ = other.kind_;
  other.kind_ = kind::null;
}

template <class>
void json::clear() noexcept {
  switch (kind_) {
    case kind::string:
      string_.~basic_string();
      break;
    case kind::array:
      delete items_;
      break;
    case kind::object:
      delete members_;
      break;
    default:
      break;
  }
  kind_ = kind::null;
}

inline json json::array() {
  json made;
  made.items_ = new std::vector<json>;
  made.kind_ = kind::array;
  return made;
}

inline json json::object() {
  json made;
  made.members_ = new std::vector<member>;
  made.kind_ = kind::object;
  return made;
}

inline void json::wrong_kind(const char* expected) const {
  throw json_error(joined({"expected ", expected, ", found ", kind_word(kind_)}));
}

inline json& json::push(json value) & {
  if (kind_ != kind::array) wrong_kind("array");
  items_->push_back(std::move(value));
  return *this;
}

inline json& json::set(std::string_view key, json value) & {
  if (kind_ != kind::object) wrong_kind("object");
  for (member& known : *members_) {
    if (known.key == key) {
      known.value = std::move(value);
      return *this;
    }
  }
  members_->push_back(member{std::string(key), std::move(value)});
  return *this;
}

inline std::string_view json::as_string() const {
  if (kind_ != kind::string) wrong_kind("string");
  return string_;
}

inline bool json::as_bool() const {
  if (kind_ != kind::boolean) wrong_kind("boolean");
  return boolean_;
}

inline double json::as_double() const {
  if (kind_ == kind::integer) return static_cast<double>(integer_);
  if (kind_ != kind::number) wrong_kind("number");
  return number_;
}

inline std::int64_t json::as_int() const {
  if (kind_ == kind::integer) return integer_;
  constexpr double limit = 9223372036854775808.0;  // 2^63, the first value that does not fit
  if (kind_ != kind::number || __builtin_trunc(number_) != number_ || number_ >= limit ||
      number_ < -limit) {
    wrong_kind("integer");
  }
  return static_cast<std::int64_t>(number_);
}

inline std::size_t json::size() const noexcept {
  if (kind_ == kind::array) return items_->size();
  if (kind_ == kind::object) return members_->size();
  return 0;
}

inline const std::vector<json>& json::items() const {
  if (kind_ != kind::array) wrong_kind("array");
  return *items_;
}

inline const std::vector<json::member>& json::members() const {
  if (kind_ != kind::object) wrong_kind("object");
  return *members_;
}

inline const json* json::find(std::string_view key) const noexcept {
  if (kind_ != kind::object) return nullptr;
  for (std::size_t i = members_->size(); i-- > 0;) {
    if ((*members_)[i].key == key) return &(*members_)[i].value;
  }
  return nullptr;
}

inline const json* json::find(std::size_t index) const noexcept {
  return kind_ == kind::array && index < items_->size() ? &(*items_)[index] : nullptr;
}

inline const json& json::at(std::string_view key) const {
  if (const json* found = find(key)) return *found;
  if (kind_ != kind::object) {
    throw json_error(joined({"no \"", key, "\" in ", kind_word(kind_)}));
  }
  throw json_error(joined({"no \"", key, "\" in object of ", std::to_string(size()), " members"}));
}

inline const json& json::at(std::size_t index) const {
  if (const json* found = find(index)) return *found;
  if (kind_ != kind::array) wrong_kind("array");
  throw json_error(
      joined({"no element ", std::to_string(index), " in array of ", std::to_string(size())}));
}

inline const json& json::get(std::string_view path) const {
  const json* here = this;
  std::size_t from = 0;
  for (;;) {
    const std::size_t dot = path.find('.', from);
    const std::size_t to = dot == std::string_view::npos ? path.size() : dot;
    const std::string_view step = path.substr(from, to - from);
    const json* next = here->find(step);
    if (next == nullptr && here->is_array()) {
      std::size_t index = 0;
      const auto [end, problem] = std::from_chars(step.data(), step.data() + step.size(), index);
      if (problem == std::errc() && end == step.data() + step.size()) next = here->find(index);
    }
    if (next == nullptr) {
      throw json_error(
          joined({"no \"", path.substr(0, to), "\", \"", path.substr(0, from ? from - 1 : 0),
                  "\" is ", kind_word(here->type())}));
    }
    if (dot == std::string_view::npos) return *next;
    here = next;
    from = dot + 1;
  }
}

inline const json& json::pointer(std::string_view path) const {
  const json* here = this;
  std::string step;
  for (std::size_t from = 0; from < path.size();) {
    if (path[from] != '/') throw json_error(joined({"\"", path, "\" is no JSON pointer"}));
    const std::size_t slash = path.find('/', from + 1);
    const std::size_t to = slash == std::string_view::npos ? path.size() : slash;
    step.clear();
    for (std::size_t i = from + 1; i < to; ++i) {
      const char next = i + 1 < to ? path[i + 1] : '\0';
      if (path[i] != '~') {
        step += path[i];
      } else if (next == '0' || next == '1') {
        step += next == '0' ? '~' : '/';
        ++i;
      } else {
        throw json_error(joined({"\"", path, "\" is no JSON pointer: '~' without 0 or 1"}));
      }
    }
    const json* next = here->is_array() ? nullptr : here->find(std::string_view(step));
    // An index has no leading zero, and "-" names the element after the last.
    if (here->is_array() && !step.empty() && (step.size() == 1 || step[0] != '0')) {
      std::size_t index = 0;
      const auto [end, problem] = std::from_chars(step.data(), step.data() + step.size(), index);
      if (problem == std::errc() && end == step.data() + step.size()) next = here->find(index);
    }
    if (next == nullptr) {
      throw json_error(joined({"no \"", path.substr(0, to), "\", \"", path.substr(0, from),
                               "\" is ", kind_word(here->type())}));
    }
    here = next;
    from = to;
  }
  return *here;
}

inline bool json::equals(const json& other) const noexcept {
  if (kind_ == kind::integer && other.kind_ == kind::number) {
    return static_cast<double>(integer_) == other.number_;
  }
  if (kind_ == kind::number && other.kind_ == kind::integer) return other.equals(*this);
  if (kind_ != other.kind_) return false;
  switch (kind_) {
    case kind::null:
      return true;
    case kind::boolean:
      return boolean_ == other.boolean_;
    case kind::integer:
      return integer_ == other.integer_;
    case kind::number:
      return number_ == other.number_;
    case kind::string:
      return string_ == other.string_;
    case kind::array:
      return *items_ == *other.items_;
    case kind::object:
      break;
  }
  if (members_->size() != other.members_->size()) return false;
  for (std::size_t i = 0; i < members_->size(); ++i) {
    const member& a = (*members_)[i];
    const member& b = (*other.members_)[i];
    if (a.key != b.key || !a.value.equals(b.value)) return false;
  }
  return true;
}

}  // namespace v1
}  // namespace veriload

// One field of a model, as a resource describes it. Flow: resource -> [model_field] -> host.
#pragma once

#include "veriload/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// A field under construction: `model_field("email", "varchar(80)", VL_VALUE_STR).unique()`.
class model_field {
 public:
  /// `type` is the resource's own word, `kind` the VL_VALUE_* that fits.
  model_field(std::string name, std::string type, std::uint32_t kind)
      : name_(std::move(name)), type_(std::move(type)), kind_(kind) {}

  model_field& key() noexcept { return flag(VL_FIELD_KEY); }
  model_field& unique() noexcept { return flag(VL_FIELD_UNIQUE); }
  model_field& nullable() noexcept { return flag(VL_FIELD_NULLABLE); }
  /// The resource has a value when none is given; it makes one always.
  model_field& defaulted() noexcept { return flag(VL_FIELD_DEFAULTED); }
  model_field& generated() noexcept { return flag(VL_FIELD_GENERATED); }
  /// "model.field" that it points to.
  model_field& references(std::string model_and_field) {
    reference_ = std::move(model_and_field);
    return *this;
  }
  /// What a text holds: "uuid", "email", "date", "decimal".
  model_field& format(std::string word) {
    format_ = std::move(word);
    return *this;
  }
  /// One of the only values that it may take.
  model_field& choice(std::string value) {
    choices_.push_back(std::move(value));
    return *this;
  }
  /// Characters of a text, bytes of a blob.
  model_field& max_length(std::uint32_t length) noexcept {
    max_length_ = length;
    return *this;
  }
  /// Digits of a decimal number, and how many of them stand after the point.
  model_field& digits(std::uint32_t precision, std::uint32_t scale) noexcept {
    precision_ = precision;
    scale_ = scale;
    return *this;
  }

 private:
  friend class field_list;

  model_field& flag(std::uint32_t one) noexcept {
    flags_ |= one;
    return *this;
  }

  std::string name_, type_, reference_, format_;
  std::vector<std::string> choices_;
  std::uint32_t kind_;
  std::uint32_t flags_ = 0;
  std::uint32_t max_length_ = 0, precision_ = 0, scale_ = 0;
};

/// Takes the fields of a model. Valid until `describe` ends.
class field_list {
 public:
  explicit field_list(const vl_field_sink& to) noexcept : to_(&to) {}

  /// Throws `error` when the host takes no more.
  void add(const model_field& field) const {
    std::vector<vl_str> choices;
    for (const std::string& choice : field.choices_)
      choices.push_back(to_str(choice));
    const vl_field seen{sizeof(vl_field),
                        field.flags_,
                        to_str(field.name_),
                        to_str(field.type_),
                        to_str(field.reference_),
                        field.kind_,
                        0,
                        to_str(field.format_),
                        choices.data(),
                        static_cast<std::uint32_t>(choices.size()),
                        field.max_length_,
                        field.precision_,
                        field.scale_};
    const vl_status status = to_->field(to_->ctx, &seen);
    if (status != VL_OK) throw_status("fixture", field.name_, status);
  }

 private:
  const vl_field_sink* to_;
};

}  // namespace v1
}  // namespace veriload

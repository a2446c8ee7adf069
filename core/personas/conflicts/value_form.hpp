// Whether a value can be that of a field at all. Flow: overrides, rows -> [value form] -> engine
// source.
#pragma once

#include "core/personas/fields/calendar.hpp"
#include "core/personas/fields/fields.hpp"
#include "core/personas/image/image.hpp"

#include <string>
#include <string_view>

namespace veriload::personas {

/// What is wrong with `value` as `which`: "3 characters, the first is \"f\", expected female, male
/// or x". Empty when nothing is. The value itself never stands in it.
///
/// Held to: UTF-8 without control characters; numbers in the fields of numbers; the words of the
/// tables where a field has only those; days and ages that people have at `reference`. The locale
/// and the index of a persona cannot be given. Thread: any.
std::string form_fault(const image::tables& tables, day reference, field which,
                       std::string_view value);

}  // namespace veriload::personas

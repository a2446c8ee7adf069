#include "core/personas/persona_source.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"

#include <algorithm>

namespace veriload::personas {

std::optional<field_id> persona_source::field(std::string_view path) const {
  const auto all = fields();
  const auto found = std::ranges::find(all, path);
  if (found == all.end()) return std::nullopt;
  return static_cast<field_id>(found - all.begin());
}

void persona_source::values(std::uint64_t index, std::span<const field_id> fields,
                            std::span<std::string> out) const {
  for (std::size_t i = 0; i < fields.size(); ++i)
    value(index, fields[i], out[i]);
}

field_id persona_source::required_field(std::string_view path) const {
  if (const auto found = field(path)) return *found;
  throw setup_error(no_such_field(path, fields()));
}

std::string no_such_field(std::string_view path, std::span<const std::string_view> fields) {
  const std::string_view near = base::nearest(path, fields);
  std::string message = "personas have no field \"" + std::string(path) + "\"";
  if (near.empty()) {
    message += ", known are";
    const char* separator = " ";
    for (const std::string_view known : fields) {
      message += separator + std::string(known);
      separator = ", ";
    }
  } else {
    message += " (did you mean " + std::string(near) + "?)";
  }
  return message;
}

}  // namespace veriload::personas

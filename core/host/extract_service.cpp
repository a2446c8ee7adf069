// veriload.extract/1: values out of answers.
#include "core/extract/expression_cache.hpp"
#include "core/host/services.hpp"

#include <new>
#include <optional>
#include <string>
#include <vector>

namespace veriload::host {
namespace {

// One for the process, as the contract says: plugins get the same id for the same expression.
extract::expression_cache& expressions() {
  static extract::expression_cache cache;
  return cache;
}

std::optional<extract::language> language_of(uint32_t kind) {
  switch (kind) {
    case VL_EXTRACT_REGEX:
      return extract::language::regex;
    case VL_EXTRACT_CSS:
      return extract::language::css;
    case VL_EXTRACT_JSON_PATH:
      return extract::language::json_path;
    default:
      return std::nullopt;
  }
}

vl_id compile(const vl_host*, uint32_t kind, vl_str expression, vl_str detail,
              vl_error* error) noexcept try {
  const auto in = language_of(kind);
  if (!in) {
    write_error(error, VL_E_UNSUPPORTED,
                "expressions of kind " + std::to_string(kind) + " are not known, expected 1 to 3");
    return 0;
  }
  std::string why;
  const vl_id id = expressions().compile(*in, text_of(expression), text_of(detail), why);
  if (id == 0) write_error(error, VL_E_INVALID, why);
  return id;
} catch (const std::bad_alloc&) {
  write_error(error, VL_E_NOMEM, "no memory for the expression");
  return 0;
}

// Hands matches to the plugin as C text.
struct bridge {
  const vl_match_sink* sink;
  std::vector<vl_str> groups;

  static bool take(void* ctx, std::span<const std::string_view> found) {
    auto& self = *static_cast<bridge*>(ctx);
    self.groups.clear();
    for (const std::string_view group : found)
      self.groups.push_back(view_of(group));
    const auto n = static_cast<uint32_t>(self.groups.size());
    return self.sink->match(self.sink->ctx, self.groups.data(), n) == VL_OK;
  }
};

vl_status find(const vl_host*, vl_id id, vl_cbuf text, const vl_match_sink* found,
               vl_error* error) noexcept try {
  const extract::expression* expression = expressions().find(id);
  if (expression == nullptr) {
    write_error(error, VL_E_INVALID, "no expression has the id " + std::to_string(id));
    return VL_E_INVALID;
  }
  bridge to{found, {}};
  std::string why;
  const std::string_view bytes(static_cast<const char*>(text.len != 0 ? text.ptr : ""), text.len);
  switch (expression->find(bytes, {&to, &bridge::take}, why)) {
    case extract::find_result::done:
      return VL_OK;
    case extract::find_result::not_of_kind:
      write_error(error, VL_E_PROTOCOL, why);
      return VL_E_PROTOCOL;
    case extract::find_result::over_limit:
      break;
  }
  write_error(error, VL_E_TIMEOUT, why);
  return VL_E_TIMEOUT;
} catch (const std::bad_alloc&) {
  write_error(error, VL_E_NOMEM, "no memory for the search");
  return VL_E_NOMEM;
}

}  // namespace

const vl_extract_v1 extract_service = {sizeof(vl_extract_v1), 0, compile, find};

}  // namespace veriload::host

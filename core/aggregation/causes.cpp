#include "core/aggregation/causes.hpp"

#include "core/aggregation/bounded_text.hpp"

#include <algorithm>

namespace veriload::aggregation {

// Both search from the front: a hundred places at the most, and the frequent causes come early.

void error_causes::add(std::uint32_t endpoint, error_class kind, std::int32_t code,
                       std::string_view text) {
  const auto known = std::ranges::find_if(kept_, [&](const error_cause& cause) {
    return cause.endpoint == endpoint && cause.kind == kind && cause.code == code;
  });
  if (known != kept_.end()) {
    ++known->count;
  } else if (kept_.size() == most_causes) {
    ++other_;
  } else {
    kept_.push_back({endpoint, kind, code, 1, std::string(cut_text(text, longest_error_text))});
  }
}

void task_causes::add(std::string_view where, std::string_view message) {
  where = cut_text(where, longest_error_text);
  message = cut_text(message, longest_error_text);
  const auto known = std::ranges::find_if(kept_, [&](const task_cause& cause) {
    return cause.message == message && cause.where == where;
  });
  if (known != kept_.end()) {
    ++known->count;
  } else if (kept_.size() == most_causes) {
    ++other_;
  } else {
    kept_.push_back({std::string(where), std::string(message), 1});
  }
}

}  // namespace veriload::aggregation

#include "core/aggregation/failed_personas.hpp"

#include "core/aggregation/bounded_text.hpp"

#include <algorithm>

namespace veriload::aggregation {

failed_persona* failed_personas::entry(std::uint64_t persona, std::uint64_t user) {
  const auto known = kept_.find(persona);
  if (known == kept_.end() && kept_.size() == most) {
    ++other_;
    return nullptr;
  }
  failed_persona& one = known == kept_.end() ? kept_[persona] : known->second;
  if (one.failures++ == 0) one.user = user;
  return &one;
}

void failed_personas::add_request(std::uint64_t persona, std::uint64_t user, const sample& failed) {
  if (failed.failure == error_class::canceled) return;
  failed_persona* const one = entry(persona, user);
  if (!one) return;
  if (one->endpoints.size() < most_endpoints &&
      std::ranges::find(one->endpoints, failed.endpoint) == one->endpoints.end()) {
    one->endpoints.push_back(failed.endpoint);
  }
  if (!one->example.empty()) return;
  one->example = name_of(failed.failure);
  if (failed.status_code != 0) one->example += " " + std::to_string(failed.status_code);
  if (!failed.error_text.empty())
    one->example += ": " + std::string(cut_text(failed.error_text, longest_error_text));
}

void failed_personas::add_task(std::uint64_t persona, std::uint64_t user, std::string_view where,
                               std::string_view message) {
  failed_persona* const one = entry(persona, user);
  if (!one || !one->example.empty()) return;
  one->example = std::string(where) + ": " + std::string(cut_text(message, longest_error_text));
}

}  // namespace veriload::aggregation

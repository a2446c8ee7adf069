#include "core/run/failed_persona_rows.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/personas/persona_id.hpp"

#include <algorithm>

namespace veriload::run {

void add_failed_personas(aggregation::run_result& into, const aggregation::failed_personas& from,
                         const aggregation::name_table& endpoints) {
  for (const auto& [index, one] : from.kept()) {
    aggregation::failed_persona_row row;
    row.index = index;
    row.persona_id = personas::persona_id_of(index);
    row.user = one.user;
    row.failures = one.failures;
    for (const std::uint32_t id : one.endpoints)
      row.requests.emplace_back(endpoints.name(id));
    row.example = one.example;
    into.failed_personas.push_back(std::move(row));
  }
  into.other_persona_failures += from.other();
}

void bound_failed_personas(aggregation::run_result& result) {
  auto& rows = result.failed_personas;
  std::ranges::sort(rows, {}, &aggregation::failed_persona_row::index);
  while (rows.size() > aggregation::failed_personas::most) {
    result.other_persona_failures += rows.back().failures;
    rows.pop_back();
  }
}

}  // namespace veriload::run

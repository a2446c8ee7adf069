#include "core/personas/records/linked_records.hpp"

#include "core/base/assert.hpp"
#include "core/personas/engine_source.hpp"
#include "core/personas/records/order.hpp"
#include "core/personas/records/records.hpp"

namespace veriload::personas {

void linked_records::append(std::uint64_t index, record_kind kind, std::uint64_t number,
                            std::string& out) const {
  VL_ASSERT(number < records_per_persona, "the caller refuses numbers beyond");
  const world& shared = source_.shared();
  given_values room;
  person self(shared, source_.basis(index), source_.given(index, room));
  const time_window window = window_of(self, shared.reference());
  const record_scene scene{source_, shared, index, self, record_ids(shared.draws()), window};
  record_json to(out);
  switch (kind) {
    case record_kind::order:
      return write_order(scene, number, to);
    case record_kind::transaction:
      return write_transaction(scene, number, to);
    case record_kind::ticket:
      return write_ticket(scene, number, to);
    case record_kind::review:
      return write_review(scene, number, to);
  }
}

}  // namespace veriload::personas

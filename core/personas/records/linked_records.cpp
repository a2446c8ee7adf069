#include "core/personas/records/linked_records.hpp"

#include "core/base/assert.hpp"
#include "core/personas/records/order.hpp"
#include "core/personas/records/records.hpp"

namespace veriload::personas {

void linked_records::append(const persona_basis& basis, record_kind kind, std::uint64_t number,
                            std::string& out) const {
  VL_ASSERT(number < records_per_persona, "the caller refuses numbers beyond");
  person self(shared_, basis, given_);
  const time_window window = window_of(self, shared_.reference());
  const record_scene scene{shared_, given_, basis.index, self, record_ids(shared_.draws()), window};
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

// The other kinds of records; orders have a header of their own. Flow: scene, number -> [records]
// -> JSON.
#pragma once

#include "core/personas/records/record_json.hpp"
#include "core/personas/records/record_scene.hpp"

#include <cstdint>

namespace veriload::personas {

/// A payment from the persona's account to a company of its country.
void write_transaction(const record_scene& scene, std::uint64_t number, record_json& to);

/// A question to support; when it is about a product, of the order of the same number.
void write_ticket(const record_scene& scene, std::uint64_t number, record_json& to);

/// A product's review, of the order of the same number where that was delivered.
void write_review(const record_scene& scene, std::uint64_t number, record_json& to);

}  // namespace veriload::personas

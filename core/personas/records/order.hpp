// What a persona ordered for its company. Flow: scene, number -> [order] -> JSON; tickets and
// reviews.
#pragma once

#include "core/personas/records/record_json.hpp"
#include "core/personas/records/record_scene.hpp"

#include <array>
#include <cstdint>

namespace veriload::personas {

enum class order_status : std::uint8_t { pending, paid, fulfilled, delivered, cancelled };

/// `product`: a row of the tables. Amounts in minor units of the country's currency.
struct order_line {
  std::uint32_t product = 0;
  std::uint32_t quantity = 0;
  std::uint64_t unit = 0;

  std::uint64_t total() const { return quantity * unit; }
};

/// Instants are 0 for what did not happen. After a delivery the window has `after_delivery` left,
/// for what follows from it.
struct order_facts {
  static constexpr instant after_delivery = 61 * a_day;

  std::uint64_t number = 0;
  std::array<order_line, 3> lines{};
  std::uint32_t line_count = 0;
  std::uint64_t subtotal = 0;
  std::uint64_t discount_percent = 0;
  std::uint64_t discount = 0;
  std::uint64_t tax = 0;  ///< on what the discount leaves
  order_status status = order_status::pending;
  instant ordered = 0;
  instant paid = 0;
  instant fulfilled = 0;
  instant delivered = 0;
  instant cancelled = 0;

  std::uint64_t total() const { return subtotal - discount + tax; }
};

order_facts order_of(const record_scene& scene, std::uint64_t number);
/// The JSON text of the order's id, with quotes.
void append_order_id(const record_scene& scene, std::uint64_t number, std::string& out);
void write_order(const record_scene& scene, std::uint64_t number, record_json& to);

/// `{"id", "sku", "name", "slug", "industry"}`.
void write_product(const record_scene& scene, std::uint32_t product, record_json& to);

}  // namespace veriload::personas

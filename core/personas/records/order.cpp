#include "core/personas/records/order.hpp"

#include "core/personas/fields/digits.hpp"
#include "core/personas/records/prices.hpp"

#include <algorithm>
#include <string_view>

namespace veriload::personas {
namespace {

// Never renumber: what an order is made of hangs on it.
namespace turn {
enum : std::uint32_t {
  id,
  status,
  ordered,
  until_paid,
  until_fulfilled,
  until_delivered,
  until_cancelled,
  items,
  discounted,
  discount,
  product = 16,   // one for each item
  quantity = 24,  // likewise
  item_id = 32,   // likewise
};
}  // namespace turn

constexpr std::array<std::string_view, 5> status_words{"pending", "paid", "fulfilled", "delivered",
                                                       "cancelled"};
constexpr std::array<std::uint32_t, 5> status_weights{4, 4, 6, 82, 4};

// Longest times between the steps. What has not come to its end is as young as that.
constexpr instant decides = 3 * a_day;
constexpr instant pays = an_hour;
constexpr instant packs = 14 * a_day;
constexpr instant travels = 5 * a_day;
constexpr instant cancels = 12 * an_hour;
constexpr instant whole_way = packs + travels + order_facts::after_delivery;

// Apart from the turns above, as the turn of prices is: products are numbered from 0 as orders are.
constexpr std::uint32_t product_turn = 1001;

constexpr std::uint32_t most_items = 3;
constexpr std::uint32_t most_pieces = 4;
constexpr std::uint64_t large_order_cents = 100'000;
constexpr std::uint64_t discounted_percent = 35;
constexpr std::array<std::uint64_t, 3> discounts{5, 10, 15};

void choose_dates(const record_scene& scene, const record_draws& draws, order_facts& made) {
  const time_window& window = scene.window;
  std::array<std::uint32_t, 5> weights = status_weights;
  if (window.length() < whole_way) weights[static_cast<int>(order_status::delivered)] = 0;
  if (window.length() < packs + travels) weights[static_cast<int>(order_status::fulfilled)] = 0;
  made.status = static_cast<order_status>(draws.weighted(weights, turn::status));
  // The last days of the window, but for `rest`.
  const auto lately = [&](instant days, instant rest) {
    return draws.between(std::max(window.from, window.until - days), window.until - rest,
                         turn::ordered);
  };
  const auto after = [&](instant what, instant least, instant most, std::uint32_t which) {
    return what + draws.between(least, most, which);
  };
  switch (made.status) {
    case order_status::pending:
      made.ordered = lately(decides, 0);
      return;
    case order_status::paid:
      made.ordered = lately(packs, pays);
      break;
    case order_status::fulfilled:
      made.ordered = lately(packs + travels, packs);
      break;
    case order_status::delivered:
      made.ordered = draws.between(window.from, window.until - whole_way, turn::ordered);
      break;
    case order_status::cancelled:
      made.ordered = draws.between(window.from, window.until - cancels, turn::ordered);
      made.cancelled = after(made.ordered, 60, cancels, turn::until_cancelled);
      return;
  }
  made.paid = after(made.ordered, 1, pays, turn::until_paid);
  if (made.status == order_status::paid) return;
  made.fulfilled = after(made.ordered, a_day, packs, turn::until_fulfilled);
  if (made.status == order_status::fulfilled) return;
  made.delivered = after(made.fulfilled, a_day, travels, turn::until_delivered);
}

// Different products of the company's industry.
void choose_lines(const record_scene& scene, const record_draws& draws, order_facts& made) {
  const image::range products = scene.tables().products_of(scene.self.industry());
  made.line_count = 1 + static_cast<std::uint32_t>(draws.below(most_items, turn::items));
  std::array<std::uint32_t, most_items> taken{};
  for (std::uint32_t i = 0; i < made.line_count; ++i) {
    auto pick = static_cast<std::uint32_t>(draws.below(products.count - i, turn::product + i));
    // Of those that are left: the ones before, in rising order, are stepped over.
    for (std::uint32_t before = 0; before < i; ++before)
      pick += pick >= taken[before] ? 1 : 0;
    std::uint32_t place = i;
    for (; place > 0 && taken[place - 1] > pick; --place)
      taken[place] = taken[place - 1];
    taken[place] = pick;
    order_line& line = made.lines[i];
    line.product = products.first + pick;
    line.quantity = 1 + static_cast<std::uint32_t>(draws.below(most_pieces, turn::quantity + i));
    line.unit = price_of(scene.tables(), line.product, scene.country(), scene.shared.draws());
    made.subtotal += line.total();
  }
}

instant last_change(const order_facts& made) {
  return std::max({made.ordered, made.paid, made.fulfilled, made.delivered, made.cancelled});
}

}  // namespace

order_facts order_of(const record_scene& scene, std::uint64_t number) {
  const record_draws draws = scene.draws(purpose::order_record, number);
  order_facts made;
  made.number = number;
  choose_lines(scene, draws, made);
  choose_dates(scene, draws, made);
  if (made.subtotal >= minor_units(large_order_cents, scene.country()) &&
      draws.below(100, turn::discounted) < discounted_percent) {
    made.discount_percent = discounts[draws.below(discounts.size(), turn::discount)];
    made.discount = percent_of(made.subtotal, made.discount_percent);
  }
  made.tax = percent_of(made.subtotal - made.discount, scene.country().tax_percent);
  return made;
}

void append_order_id(const record_scene& scene, std::uint64_t number, std::string& out) {
  const record_draws draws = scene.draws(purpose::order_record, number);
  out += '"';
  scene.ids.append(id_owner::order, draws.key(), 0, draws.bits(turn::id), out);
  out += '"';
}

void write_product(const record_scene& scene, std::uint32_t product, record_json& to) {
  const image::product_row row = scene.tables().product(product);
  const std::string_view industry = scene.tables().industry(row.industry).id;
  std::string slug;
  for (const char c : row.name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) {
      slug += c;
    } else if (c >= 'A' && c <= 'Z') {
      slug += static_cast<char>(c - 'A' + 'a');
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  std::string sku(industry.substr(0, 3));
  for (char& c : sku)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  sku += '-';
  append_number(product + 1, 4, sku);

  to.open("product");
  std::string& id = to.value("id");
  id += '"';
  scene.ids.append(id_owner::product, product, 0,
                   scene.shared.draws().bits(product, purpose::order_record, product_turn), id);
  id += '"';
  to.text("sku", sku);
  to.text("name", row.name);
  to.text("slug", slug);
  to.text("industry", industry);
  to.close();
}

void write_order(const record_scene& scene, std::uint64_t number, record_json& to) {
  const record_draws draws = scene.draws(purpose::order_record, number);
  const order_facts made = order_of(scene, number);
  const std::string_view currency = scene.country().currency;
  person& buyer = scene.self;
  to.open();
  append_order_id(scene, number, to.value("id"));
  to.persona("buyer", buyer);
  to.company("company", buyer);
  to.open("shipping_address");
  to.field("line1", buyer, field::line1);
  to.field("line2", buyer, field::line2);
  to.field("city", buyer, field::city);
  to.field("region_code", buyer, field::region_code);
  to.field("postal_code", buyer, field::postal_code);
  to.field("country_code", buyer, field::country_code);
  to.close();
  to.open_list("line_items");
  for (std::uint32_t i = 0; i < made.line_count; ++i) {
    const order_line& line = made.lines[i];
    to.open();
    std::string& id = to.value("id");
    id += '"';
    scene.ids.append(id_owner::line_item, draws.key(), i, draws.bits(turn::item_id + i), id);
    id += '"';
    write_product(scene, line.product, to);
    to.number("quantity", line.quantity);
    to.number("unit_amount_minor", line.unit);
    to.number("line_total_minor", line.total());
    to.text("currency", currency);
    to.close();
  }
  to.close_list();
  to.text("status", status_words[static_cast<int>(made.status)]);
  to.text("currency", currency);
  to.number("subtotal_amount_minor", made.subtotal);
  to.number("discount_percent", made.discount_percent);
  to.number("discount_amount_minor", made.discount);
  to.number("tax_percent", scene.country().tax_percent);
  to.number("tax_amount_minor", made.tax);
  to.number("total_amount_minor", made.total());
  to.when("ordered_at", made.ordered);
  to.when("updated_at", last_change(made));
  to.when("paid_at", made.paid);
  to.when("fulfilled_at", made.fulfilled);
  to.when("delivered_at", made.delivered);
  to.when("cancelled_at", made.cancelled);
  to.close();
}

}  // namespace veriload::personas

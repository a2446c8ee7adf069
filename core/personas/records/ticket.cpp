#include "core/personas/records/fellow.hpp"
#include "core/personas/records/filled_text.hpp"
#include "core/personas/records/order.hpp"
#include "core/personas/records/records.hpp"

#include <algorithm>
#include <string_view>

namespace veriload::personas {
namespace {

// Never renumber.
namespace turn {
enum : std::uint32_t {
  id,
  category,
  text,
  priority,
  status,
  opened,
  until_response,
  until_resolved,
  until_closed,
  agent = 64,  // and as many as there are tries
};
}  // namespace turn

enum class ticket_status : std::uint8_t { open, pending, resolved, closed };
constexpr std::array<std::string_view, 4> status_words{"open", "pending", "resolved", "closed"};
constexpr std::array<std::uint32_t, 4> status_weights{7, 9, 30, 54};

constexpr std::array<std::string_view, 4> priority_words{"low", "normal", "high", "urgent"};
constexpr std::array<std::uint32_t, 4> priority_weights{22, 52, 20, 6};
constexpr std::array<std::uint32_t, 4> security_weights{0, 0, 60, 40};

// As image::ticket_categories counts.
constexpr std::array<std::uint32_t, 6> category_weights{15, 20, 22, 18, 17, 8};

constexpr instant minute = 60;
constexpr instant responds = 240 * minute;
constexpr instant resolves = 5 * a_day;
constexpr instant closes = 3 * a_day;
constexpr instant whole_way = responds + resolves + closes;
constexpr instant waits = 10 * a_day;      // what is open is as young as that
constexpr instant complains = 30 * a_day;  // after a delivery, at the latest
static_assert(complains + whole_way <= order_facts::after_delivery);

struct ticket_facts {
  ticket_status status = ticket_status::open;
  instant opened = 0;
  instant response = 0;
  instant resolved = 0;
  instant closed = 0;
};

// `delivered`: when the thing came that the ticket is about, or 0.
ticket_facts facts_of(const record_draws& draws, const time_window& window, instant delivered) {
  ticket_facts made;
  std::array<std::uint32_t, 4> weights = status_weights;
  if (delivered != 0) {
    weights[static_cast<int>(ticket_status::open)] = 0;
    weights[static_cast<int>(ticket_status::pending)] = 0;
  } else if (window.length() < whole_way) {
    weights[static_cast<int>(ticket_status::resolved)] = 0;
    weights[static_cast<int>(ticket_status::closed)] = 0;
  }
  made.status = static_cast<ticket_status>(draws.weighted(weights, turn::status));
  const bool done = made.status == ticket_status::resolved || made.status == ticket_status::closed;
  if (delivered != 0) {
    made.opened = draws.between(delivered + an_hour, delivered + complains, turn::opened);
  } else if (done) {
    made.opened = draws.between(window.from, window.until - whole_way, turn::opened);
  } else {
    made.opened = draws.between(std::max(window.from, window.until - waits),
                                window.until - responds, turn::opened);
  }
  made.response = made.opened + draws.between(10 * minute, responds, turn::until_response);
  if (!done) return made;
  made.resolved = made.response + draws.between(an_hour, resolves, turn::until_resolved);
  if (made.status == ticket_status::closed)
    made.closed = made.resolved + draws.between(a_day, closes, turn::until_closed);
  return made;
}

}  // namespace

void write_ticket(const record_scene& scene, std::uint64_t number, record_json& to) {
  const record_draws draws = scene.draws(purpose::ticket_record, number);
  const order_facts order = order_of(scene, number);
  std::array<std::uint32_t, 6> weights = category_weights;
  for (std::uint32_t i = 0; i < weights.size(); ++i)
    if (order.delivered == 0 && image::about_a_product(i)) weights[i] = 0;
  const std::uint32_t category = draws.weighted(weights, turn::category);
  const std::string_view category_word = image::ticket_categories[category];
  const bool of_order = image::about_a_product(category);
  const ticket_facts made = facts_of(draws, scene.window, of_order ? order.delivered : instant{0});
  const std::uint32_t priority = draws.weighted(
      category_word == "security" ? security_weights : priority_weights, turn::priority);

  const image::range texts = scene.tables().tickets_of(category);
  const image::ticket_row row = scene.tables().ticket(
      texts.first + static_cast<std::uint32_t>(draws.below(texts.count, turn::text)));
  const std::string company = scene.self.text(field::company_name);
  const std::string_view product = scene.tables().product(order.lines[0].product).name;

  to.open();
  std::string& id = to.value("id");
  id += '"';
  scene.ids.append(id_owner::ticket, draws.key(), 0, draws.bits(turn::id), id);
  id += '"';
  to.persona("requester", scene.self);
  to.company("company", scene.self);
  if (const auto other = fellow_of(scene, draws, turn::agent)) {
    given_values room;
    person agent(scene.shared, scene.source.basis(*other), scene.source.given(*other, room));
    to.persona("assigned_agent", agent);
  } else {
    to.null("assigned_agent");
  }
  if (of_order) {
    append_order_id(scene, number, to.value("order_id"));
    write_product(scene, order.lines[0].product, to);
  } else {
    to.null("order_id");
    to.null("product");
  }
  to.text("category", category_word);
  to.text("priority", priority_words[priority]);
  to.text("status", status_words[static_cast<int>(made.status)]);
  to.text("subject", filled_text(row.subject, product, company));
  to.text("description", filled_text(row.description, product, company));
  to.when("opened_at", made.opened);
  to.when("updated_at", std::max({made.response, made.resolved, made.closed}));
  to.when("first_response_at", made.response);
  to.when("resolved_at", made.resolved);
  to.when("closed_at", made.closed);
  if (made.resolved != 0) {
    to.text("resolution_summary", filled_text(row.resolution, product, company));
  } else {
    to.null("resolution_summary");
  }
  to.close();
}

}  // namespace veriload::personas

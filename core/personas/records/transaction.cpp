#include "core/personas/records/fellow.hpp"
#include "core/personas/records/prices.hpp"
#include "core/personas/records/records.hpp"

#include <algorithm>
#include <string_view>

namespace veriload::personas {
namespace {

// Never renumber.
namespace turn {
enum : std::uint32_t {
  id,
  status,
  occurred,
  until_settled,
  payment,
  amount,
  account,
  merchant = 64,  // and as many as there are tries
};
}  // namespace turn

enum class transaction_status : std::uint8_t { settled, pending, declined, flagged };
constexpr std::array<std::string_view, 4> status_words{"settled", "pending", "declined", "flagged"};
constexpr std::array<std::uint32_t, 4> status_weights{82, 8, 7, 3};

// Longest times; what is pending is as young as that.
constexpr instant settles = 12 * an_hour;
constexpr instant pends = 3 * a_day;

}  // namespace

void write_transaction(const record_scene& scene, std::uint64_t number, record_json& to) {
  const record_draws draws = scene.draws(purpose::transaction_record, number);
  const auto status = static_cast<transaction_status>(draws.weighted(status_weights, turn::status));
  const time_window& window = scene.window;
  const bool pending = status == transaction_status::pending;
  const bool settled = status == transaction_status::settled;
  const instant from = pending ? std::max(window.from, window.until - pends) : window.from;
  const instant occurred =
      draws.between(from, settled ? window.until - settles : window.until, turn::occurred);

  const auto other = fellow_of(scene, draws, turn::merchant);
  const std::uint64_t payee = other.value_or(scene.index);
  given_values room;
  person merchant(scene.shared, scene.source.basis(payee), scene.source.given(payee, room));
  const image::range payments = scene.tables().payments_of(merchant.industry());
  const image::payment_row payment = scene.tables().payment(
      payments.first + static_cast<std::uint32_t>(draws.below(payments.count, turn::payment)));
  const std::int64_t cents = draws.between(std::int64_t{payment.amount_min} * 100,
                                           std::int64_t{payment.amount_max} * 100, turn::amount);
  // Of the persona and no record: the same in all its transactions.
  const record_draws account = scene.draws(purpose::transaction_record, 0);

  to.open();
  std::string& id = to.value("id");
  id += '"';
  scene.ids.append(id_owner::transaction, draws.key(), 0, draws.bits(turn::id), id);
  id += '"';
  to.persona("account_holder", scene.self);
  std::string& account_id = to.value("account_id");
  account_id += '"';
  scene.ids.append(id_owner::account, account.key(), 0, account.bits(turn::account), account_id);
  account_id += '"';
  to.company("merchant", merchant);
  to.number("amount_minor", minor_units(static_cast<std::uint64_t>(cents), scene.country()));
  to.text("currency", scene.country().currency);
  to.text("category", image::payment_categories[payment.category]);
  to.text("description", payment.description);
  to.text("status", status_words[static_cast<int>(status)]);
  to.boolean("fraud_flag", status == transaction_status::flagged);
  to.when("occurred_at", occurred);
  to.when("settled_at", settled ? occurred + draws.between(600, settles, turn::until_settled) : 0);
  to.close();
}

}  // namespace veriload::personas

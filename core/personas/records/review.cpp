#include "core/personas/records/filled_text.hpp"
#include "core/personas/records/order.hpp"
#include "core/personas/records/records.hpp"

#include <string_view>

namespace veriload::personas {
namespace {

// Never renumber.
namespace turn {
enum : std::uint32_t { id, sentiment, stars, text, reviewed, product };
}  // namespace turn

// As image::sentiments counts, with the ratings that each may have.
constexpr std::array<std::uint32_t, 3> sentiment_weights{64, 16, 20};
struct rating_range {
  std::int64_t least;
  std::int64_t most;
};
constexpr std::array<rating_range, 3> ratings{{{4, 5}, {3, 3}, {1, 2}}};

// After some weeks of use, as the texts tell.
constexpr instant soonest = 35 * a_day;
constexpr instant latest = 60 * a_day;
static_assert(latest <= order_facts::after_delivery);

}  // namespace

void write_review(const record_scene& scene, std::uint64_t number, record_json& to) {
  const record_draws draws = scene.draws(purpose::review_record, number);
  const order_facts order = order_of(scene, number);
  const bool verified = order.delivered != 0;
  const image::range products = scene.tables().products_of(scene.self.industry());
  const std::uint32_t product =
      verified
          ? order.lines[0].product
          : products.first + static_cast<std::uint32_t>(draws.below(products.count, turn::product));
  const instant reviewed =
      verified ? order.delivered + draws.between(soonest, latest, turn::reviewed)
               : draws.between(scene.window.from, scene.window.until, turn::reviewed);
  const std::uint32_t sentiment = draws.weighted(sentiment_weights, turn::sentiment);
  const std::int64_t rating =
      draws.between(ratings[sentiment].least, ratings[sentiment].most, turn::stars);
  const image::range texts = scene.tables().reviews_of(sentiment);
  const image::review_row row = scene.tables().review(
      texts.first + static_cast<std::uint32_t>(draws.below(texts.count, turn::text)));
  const std::string company = scene.self.text(field::company_name);
  const std::string_view name = scene.tables().product(product).name;

  to.open();
  std::string& review_id = to.value("id");
  review_id += '"';
  scene.ids.append(id_owner::review, draws.key(), 0, draws.bits(turn::id), review_id);
  review_id += '"';
  to.persona("reviewer", scene.self);
  to.company("company", scene.self);
  write_product(scene, product, to);
  if (verified) {
    append_order_id(scene, number, to.value("order_id"));
  } else {
    to.null("order_id");
  }
  to.number("rating", static_cast<std::uint64_t>(rating));
  to.text("sentiment", image::sentiments[sentiment]);
  to.text("title", filled_text(row.title, name, company));
  to.text("body", filled_text(row.body, name, company));
  to.when("reviewed_at", reviewed);
  to.boolean("verified_purchase", verified);
  to.close();
}

}  // namespace veriload::personas

#include "core/personas/pack/layout.hpp"

#include <algorithm>

namespace veriload::personas::pack {

namespace format = image::format;

namespace {

/// Sorted by what `group` gives, equal ones in the order of the file.
template <class Row, class Group>
std::vector<Row> sorted(std::vector<Row> rows, Group group) {
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Row& a, const Row& b) { return group(a) < group(b); });
  return rows;
}

/// The rows of one group; `rows` are sorted.
template <class Row, class Group>
format::range rows_of(const std::vector<Row>& rows, Group group, std::uint32_t wanted) {
  const auto first =
      std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return group(row) == wanted; });
  const auto end =
      std::find_if(first, rows.end(), [&](const Row& row) { return group(row) != wanted; });
  return {static_cast<std::uint32_t>(first - rows.begin()),
          static_cast<std::uint32_t>(end - first)};
}

}  // namespace

void write_records(const shared_tables& from, image_writer& to, format::shared& out) {
  const auto product_industry = [](const product& one) { return one.industry; };
  const auto payment_industry = [](const payment& one) { return one.industry; };
  const auto category = [](const ticket_text& one) { return one.category; };
  const auto sentiment = [](const review_text& one) { return one.sentiment; };
  const auto products = sorted(from.records.products, product_industry);
  const auto payments = sorted(from.records.payments, payment_industry);
  const auto tickets = sorted(from.records.tickets, category);
  const auto reviews = sorted(from.records.reviews, sentiment);

  std::vector<format::industry> industries;
  for (const industry& one : from.industries) {
    const auto number = static_cast<std::uint32_t>(industries.size());
    industries.push_back({to.text(one.id), one.salary_percent, one.weight,
                          rows_of(products, product_industry, number),
                          rows_of(payments, payment_industry, number)});
  }
  std::vector<format::product> product_rows;
  for (const product& one : products)
    product_rows.push_back({to.text(one.name), one.industry, one.price_min, one.price_max});
  std::vector<format::payment> payment_rows;
  for (const payment& one : payments)
    payment_rows.push_back(
        {to.text(one.description), one.category, one.amount_min, one.amount_max});
  std::vector<format::ticket_text> ticket_rows;
  for (const ticket_text& one : tickets)
    ticket_rows.push_back(
        {to.text(one.subject), to.text(one.description), to.text(one.resolution)});
  std::vector<format::review_text> review_rows;
  for (const review_text& one : reviews)
    review_rows.push_back({to.text(one.title), to.text(one.body)});

  out.industries = to.records(industries);
  out.products = to.records(product_rows);
  out.payments = to.records(payment_rows);
  out.tickets = to.records(ticket_rows);
  out.reviews = to.records(review_rows);
  for (std::uint32_t i = 0; i < out.tickets_of.size(); ++i)
    out.tickets_of[i] = rows_of(tickets, category, i);
  for (std::uint32_t i = 0; i < out.reviews_of.size(); ++i)
    out.reviews_of[i] = rows_of(reviews, sentiment, i);
}

}  // namespace veriload::personas::pack

#include "core/personas/image/record_rows.hpp"
#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/shared_tables.hpp"

#include <algorithm>
#include <span>

namespace veriload::personas::pack {

namespace {

constexpr std::size_t least_products = 12;
constexpr std::size_t least_payments = 4;
constexpr std::size_t least_texts = 6;

std::uint32_t number(const cell& from, std::uint64_t least, std::uint64_t most, problems& found) {
  return static_cast<std::uint32_t>(whole_number(from, least, most, found));
}

std::vector<std::string> names(std::span<const std::string_view> from) {
  return {from.begin(), from.end()};
}

/// These tables are in English for every locale: texts that any reader and any target can show.
std::string english(const cell& from, problems& found) {
  const bool plain =
      std::all_of(from.text.begin(), from.text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!plain) found.add(from.where, in_quotes(from.text), "an English text in ASCII");
  return required(from, found);
}

/// A lower and an upper bound in neighbouring cells. A tenth apart at least, so that a price can be
/// rounded to three digits between them.
std::pair<std::uint32_t, std::uint32_t> dollars(const cells& row, std::size_t at, problems& found) {
  const std::uint32_t least = number(row[at], 1, 1'000'000, found);
  const std::uint32_t most = number(row[at + 1], 1, 1'000'000, found);
  if (std::uint64_t{most} * 10 < std::uint64_t{least} * 11)
    found.add(row[at + 1].where, in_quotes(row[at + 1].text),
              "at least a tenth more than " + std::to_string(least));
  return {least, most};
}

/// Each of `names` has `least` rows or more; `group` tells a row's.
template <class Row, class Group>
void check_counts(const table& from, const std::vector<Row>& rows, Group group,
                  const std::vector<std::string>& names, std::size_t least, problems& found) {
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const auto count =
        std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return group(row) == i; });
    if (static_cast<std::size_t>(count) < least)
      found.add(from.where(), std::to_string(count) + " rows of " + names[i],
                std::to_string(least) + " or more");
  }
}

void read_markets(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "market.tsv", "shared/market.tsv",
                   {"country", "tax_percent", "per_100_dollars"}, found);
  if (out.countries.empty()) return;
  occurs_once once("a market", found);
  for (const cells& row : from.rows()) {
    country& of = out.countries[one_of(row[0], codes(out.countries), found)];
    once.add(row[0], std::string(row[0].text));
    of.tax_percent = number(row[1], 0, 99, found);
    of.per_100_dollars = number(row[2], 1, 100'000'000, found);
  }
  for (const country& one : out.countries)
    if (one.per_100_dollars == 0)
      found.add(from.where(), "no market of " + one.code, "one for each country");
}

void read_products(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "product.tsv", "shared/product.tsv",
                   {"industry", "name", "price_min", "price_max"}, found);
  const std::vector<std::string> industries = ids(out.industries);
  occurs_once once("a product", found);
  std::vector<product>& products = out.records.products;
  for (const cells& row : from.rows()) {
    once.add(row[1], english(row[1], found));
    const auto [least, most] = dollars(row, 2, found);
    products.push_back({one_of(row[0], industries, found), std::string(row[1].text), least, most});
  }
  check_counts(
      from, products, [](const product& one) { return one.industry; }, industries, least_products,
      found);
}

void read_payments(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "payment.tsv", "shared/payment.tsv",
                   {"industry", "category", "description", "amount_min", "amount_max"}, found);
  const std::vector<std::string> industries = ids(out.industries);
  const std::vector<std::string> categories = names(image::payment_categories);
  occurs_once once("the industry's payment", found);
  std::vector<payment>& payments = out.records.payments;
  for (const cells& row : from.rows()) {
    once.add(row[2], std::string(row[0].text) + ' ' + english(row[2], found));
    const auto [least, most] = dollars(row, 3, found);
    payments.push_back({one_of(row[0], industries, found), one_of(row[1], categories, found),
                        std::string(row[2].text), least, most});
  }
  check_counts(
      from, payments, [](const payment& one) { return one.industry; }, industries, least_payments,
      found);
  check_counts(
      from, payments, [](const payment& one) { return one.category; }, categories, 1, found);
}

void read_tickets(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "ticket.tsv", "shared/ticket.tsv",
                   {"category", "subject", "description", "resolution"}, found);
  const std::vector<std::string> categories = names(image::ticket_categories);
  occurs_once once("a subject", found);
  std::vector<ticket_text>& tickets = out.records.tickets;
  for (const cells& row : from.rows()) {
    once.add(row[1], english(row[1], found));
    const std::uint32_t category = one_of(row[0], categories, found);
    for (std::size_t i = 1; i < 4; ++i) {
      english(row[i], found);
      // Other tickets are about no product.
      if (image::about_a_product(category))
        check_template(row[i], {}, {"{product}", "{company}"}, found);
      else
        check_template(row[i], {}, {"{company}"}, found);
    }
    tickets.push_back(
        {category, std::string(row[1].text), std::string(row[2].text), std::string(row[3].text)});
  }
  check_counts(
      from, tickets, [](const ticket_text& one) { return one.category; }, categories, least_texts,
      found);
}

void read_reviews(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "review.tsv", "shared/review.tsv", {"sentiment", "title", "body"},
                   found);
  const std::vector<std::string> sentiments = names(image::sentiments);
  occurs_once once("the sentiment's title", found);
  std::vector<review_text>& reviews = out.records.reviews;
  for (const cells& row : from.rows()) {
    once.add(row[1], std::string(row[0].text) + ' ' + english(row[1], found));
    english(row[2], found);
    for (std::size_t i = 1; i < 3; ++i)
      check_template(row[i], {}, {"{product}", "{company}"}, found);
    reviews.push_back(
        {one_of(row[0], sentiments, found), std::string(row[1].text), std::string(row[2].text)});
  }
  check_counts(
      from, reviews, [](const review_text& one) { return one.sentiment; }, sentiments, least_texts,
      found);
}

}  // namespace

void read_records(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  read_markets(folder, out, found);
  read_tickets(folder, out, found);
  read_reviews(folder, out, found);
  if (out.industries.empty()) return;
  read_products(folder, out, found);
  read_payments(folder, out, found);
}

}  // namespace veriload::personas::pack

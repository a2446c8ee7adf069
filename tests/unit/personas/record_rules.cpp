#include "tests/unit/personas/record_rules.hpp"

#include "core/personas/fields/calendar.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace veriload::personas::test {

namespace json = boost::json;

namespace {

constexpr std::int64_t day_seconds = 86'400;

// Digits of ISO 4217 and own shares of tax, of the countries that the tests look at by name.
const std::map<std::string, std::pair<int, int>>& known_markets() {
  static const std::map<std::string, std::pair<int, int>> known{
      {"USD", {2, 7}}, {"JPY", {0, 10}}, {"KRW", {0, 10}}, {"SEK", {2, 25}}, {"GBP", {2, 20}}};
  return known;
}

bool is(const json::value& found, std::string_view text) {
  return found.is_string() && std::string_view(found.as_string()) == text;
}

class rules {
 public:
  rules(const engine_source& source, std::uint64_t index, std::uint64_t number,
        const json::object& record, std::string_view reference)
      : source_(source), index_(index), number_(number), record_(record), reference_(reference) {}

  std::vector<std::string> broken;

  void hold(bool right, const char* rule) {
    if (!right) broken.emplace_back(rule);
  }

  void identity(const char* role, bool with_company) {
    hold(persona_is(record_.at(role).as_object(), index_), "the persona");
    if (with_company) hold(company_is(record_.at("company").as_object(), index_), "the company");
    const std::string id = text("id");
    hold(id.size() == 36 && id[14] == '8' && std::string("89ab").find(id[19]) != std::string::npos,
         "a UUID of version 8");
  }

  void dates(std::initializer_list<const char*> names) {
    const std::int64_t first_year = std::max(std::stoll(persona("job.start_year")),
                                             std::stoll(persona("company.founded_year")));
    const std::int64_t end = seconds_of(reference_ + "T23:59:59Z");
    for (const char* name : names) {
      if (record_.at(name).is_null()) continue;
      const std::int64_t at = seconds_of(text(name));
      hold(at <= end, "not after the reference date");
      // When both are of one day, that day is all there is.
      hold(std::stoll(text(name).substr(0, 4)) >= first_year, "not before the job and the company");
      hold(end - at <= 3 * 365 * day_seconds, "at most three years back");
    }
  }

  void order() {
    identity("buyer", /*with_company=*/true);
    dates({"ordered_at", "updated_at", "paid_at", "fulfilled_at", "delivered_at", "cancelled_at"});
    const json::object& address = record_.at("shipping_address").as_object();
    for (const auto& [part, value] : address) {
      const std::string expected = persona("address." + std::string(part));
      hold(expected.empty() ? value.is_null() : is(value, expected), "the address");
    }
    sums();
    const std::string status = text("status");
    const bool delivered = status == "delivered";
    const bool fulfilled = delivered || status == "fulfilled";
    hold(happened("paid_at") == (fulfilled || status == "paid"), "paid by status");
    hold(happened("fulfilled_at") == fulfilled, "fulfilled by status");
    hold(happened("delivered_at") == delivered, "delivered by status");
    hold(happened("cancelled_at") == (status == "cancelled"), "cancelled by status");
    std::int64_t last = at("ordered_at");
    for (const char* step : {"paid_at", "fulfilled_at", "delivered_at", "cancelled_at"}) {
      if (!happened(step)) continue;
      hold(at(step) > last, "steps in order");
      last = at(step);
    }
    hold(at("updated_at") == last, "updated at the last step");
    if (fulfilled) within("ordered_at", "fulfilled_at", day_seconds, 14 * day_seconds);
    if (delivered) within("fulfilled_at", "delivered_at", day_seconds, 5 * day_seconds);
  }

  void transaction() {
    identity("account_holder", /*with_company=*/false);
    dates({"occurred_at", "settled_at"});
    hold(text("currency") == persona("job.salary.currency"), "currency of the country");
    hold(number("amount_minor") > 0, "an amount");
    const std::string status = text("status");
    hold(record_.at("fraud_flag").as_bool() == (status == "flagged"), "fraud_flag iff flagged");
    hold(happened("settled_at") == (status == "settled"), "settled by status");
    if (happened("settled_at")) within("occurred_at", "settled_at", 600, day_seconds / 2);
    static const std::map<std::string, std::string> categories{
        {"Computing", "software"},           {"Retail", "shopping"},
        {"Healthcare Technology", "health"}, {"Finance", "finance"},
        {"Logistics", "transport"},          {"Education", "education"},
        {"Hospitality", "dining"},           {"Manufacturing", "shopping"}};
    const std::string industry(record_.at("merchant").at("industry").as_string());
    hold(categories.at(industry) == text("category"), "category of the merchant's industry");
  }

  void ticket() {
    identity("requester", /*with_company=*/true);
    dates({"opened_at", "updated_at", "first_response_at", "resolved_at", "closed_at"});
    if (!record_.at("assigned_agent").is_null()) {
      const json::object& agent = record_.at("assigned_agent").as_object();
      const std::string id(agent.at("persona_id").as_string());
      const std::uint64_t other = std::stoull(id.substr(2)) - 1;
      hold(other != index_ && persona_is(agent, other), "the agent");
      hold(source_.locale(other) == source_.locale(index_), "an agent of the locale");
    }
    const std::string status = text("status");
    const bool closed = status == "closed";
    const bool resolved = closed || status == "resolved";
    hold(happened("resolved_at") == resolved, "resolved by status");
    hold(!record_.at("resolution_summary").is_null() == resolved, "a summary iff resolved");
    hold(happened("closed_at") == closed, "closed by status");
    within("opened_at", "first_response_at", 600, 240 * 60);
    std::int64_t last = at("first_response_at");
    for (const char* step : {"resolved_at", "closed_at"}) {
      if (!happened(step)) continue;
      hold(at(step) > last, "steps in order");
      last = at(step);
    }
    hold(at("updated_at") == last, "updated at the last step");
    const std::string category = text("category"), priority = text("priority");
    hold(category != "security" || priority == "high" || priority == "urgent",
         "security is high or urgent");
    const bool of_product = category == "delivery" || category == "product";
    hold(!record_.at("order_id").is_null() == of_product, "an order iff about a product");
    hold(!record_.at("product").is_null() == of_product, "a product iff about one");
    texts({"subject", "description", "resolution_summary"});
    if (!of_product) return;
    const json::object order = record_of(source_, index_, record_kind::order, number_);
    hold(order.at("id") == record_.at("order_id"), "the order's id");
    hold(order.at("line_items").at(0).at("product") == record_.at("product"),
         "the order's product");
    hold(at("opened_at") > seconds_of(order.at("delivered_at").as_string()), "after the delivery");
  }

  void review() {
    identity("reviewer", /*with_company=*/true);
    dates({"reviewed_at"});
    const std::int64_t rating = number("rating");
    const std::string sentiment = text("sentiment");
    const std::string by_rating = rating >= 4 ? "positive" : rating == 3 ? "neutral" : "critical";
    hold(rating >= 1 && rating <= 5 && sentiment == by_rating, "sentiment and rating agree");
    hold(is(record_.at("product").at("industry"), persona("company.industry")),
         "a product of the industry");
    texts({"title", "body"});
    const json::object order = record_of(source_, index_, record_kind::order, number_);
    const bool delivered = is(order.at("status"), "delivered");
    hold(record_.at("verified_purchase").as_bool() == delivered, "verified iff delivered");
    hold(!record_.at("order_id").is_null() == delivered, "an order iff verified");
    if (!delivered) return;
    hold(order.at("id") == record_.at("order_id"), "the order's id");
    hold(order.at("line_items").at(0).at("product") == record_.at("product"),
         "the order's product");
    hold(at("reviewed_at") > seconds_of(order.at("delivered_at").as_string()),
         "after the delivery");
  }

 private:
  std::string persona(const std::string& path) const { return value_of(source_, index_, path); }
  std::string text(const char* name) const { return std::string(record_.at(name).as_string()); }
  std::int64_t number(const char* name) const { return record_.at(name).to_number<std::int64_t>(); }
  bool happened(const char* name) const { return !record_.at(name).is_null(); }
  std::int64_t at(const char* name) const { return seconds_of(text(name)); }

  void within(const char* from, const char* to, std::int64_t least, std::int64_t most) {
    if (!happened(from) || !happened(to)) return;
    const std::int64_t gap = at(to) - at(from);
    hold(gap >= least && gap <= most, "time between steps");
  }

  bool persona_is(const json::object& found, std::uint64_t who) const {
    return found.size() == 5 && is(found.at("persona_id"), value_of(source_, who, "persona_id")) &&
           is(found.at("external_id"), value_of(source_, who, "external_id")) &&
           is(found.at("name"), value_of(source_, who, "person.name")) &&
           is(found.at("username"), value_of(source_, who, "person.username")) &&
           is(found.at("email"), value_of(source_, who, "contact.email"));
  }
  bool company_is(const json::object& found, std::uint64_t whose) const {
    return found.size() == 4 && is(found.at("id"), value_of(source_, whose, "company.id")) &&
           is(found.at("name"), value_of(source_, whose, "company.name")) &&
           is(found.at("industry"), value_of(source_, whose, "company.industry")) &&
           is(found.at("domain"), value_of(source_, whose, "company.domain"));
  }

  void texts(std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (record_.at(name).is_string())
        hold(!text(name).empty() && text(name).find_first_of("{}") == std::string::npos,
             "texts are filled in");
  }

  void sums() {
    const json::array& lines = record_.at("line_items").as_array();
    hold(!lines.empty() && lines.size() <= 3, "1 to 3 items");
    const std::string currency = text("currency");
    hold(currency == persona("job.salary.currency"), "currency of the country");
    std::int64_t subtotal = 0;
    std::set<std::string> skus;
    for (const json::value& line : lines) {
      const auto of = [&](const char* name) { return line.at(name).to_number<std::int64_t>(); };
      hold(of("quantity") >= 1 && of("quantity") <= 4, "1 to 4 pieces");
      hold(of("unit_amount_minor") > 0, "a price");
      hold(of("line_total_minor") == of("quantity") * of("unit_amount_minor"), "line total");
      hold(is(line.at("currency"), currency), "one currency");
      hold(skus.insert(std::string(line.at("product").at("sku").as_string())).second,
           "different products");
      hold(is(line.at("product").at("industry"), persona("company.industry")),
           "a product of the industry");
      subtotal += of("line_total_minor");
    }
    hold(subtotal == number("subtotal_amount_minor"), "subtotal");
    const std::int64_t percent = number("discount_percent"), tax = number("tax_percent");
    hold(percent == 0 || percent == 5 || percent == 10 || percent == 15, "discount of 5, 10 or 15");
    const std::int64_t discount = number("discount_amount_minor");
    hold(discount == (subtotal * percent + 50) / 100, "discount");
    hold(number("tax_amount_minor") == ((subtotal - discount) * tax + 50) / 100, "tax");
    hold(number("total_amount_minor") == subtotal - discount + number("tax_amount_minor"), "total");
    const auto market = known_markets().find(currency);
    if (market != known_markets().end()) hold(tax == market->second.second, "tax of the country");
  }

  const engine_source& source_;
  std::uint64_t index_;
  std::uint64_t number_;
  const json::object& record_;
  std::string reference_;
};

}  // namespace

json::object record_of(const persona_source& source, std::uint64_t index, record_kind kind,
                       std::uint64_t number) {
  std::string text;
  source.record(index, kind, number, text);
  return json::parse(text).as_object();
}

std::string value_of(const persona_source& source, std::uint64_t index, std::string_view path) {
  std::string text;
  source.value(index, source.required_field(path), text);
  return text;
}

std::int64_t seconds_of(std::string_view instant) {
  const auto wrong = [&] { return std::invalid_argument("no instant: " + std::string(instant)); };
  if (instant.size() != 20 || instant[10] != 'T' || instant[13] != ':' || instant[16] != ':' ||
      instant[19] != 'Z')
    throw wrong();
  const auto date = parse_day(instant.substr(0, 10));
  const auto part = [&](std::size_t at) { return std::stoll(std::string(instant.substr(at, 2))); };
  if (!date || part(11) > 23 || part(14) > 59 || part(17) > 59) throw wrong();
  return date->time_since_epoch().count() * day_seconds + part(11) * 3600 + part(14) * 60 +
         part(17);
}

std::vector<std::string> broken_rules(const engine_source& source, std::uint64_t index,
                                      record_kind kind, std::uint64_t number,
                                      const json::object& record, std::string_view reference) {
  rules found(source, index, number, record, reference);
  switch (kind) {
    case record_kind::order:
      found.order();
      break;
    case record_kind::transaction:
      found.transaction();
      break;
    case record_kind::ticket:
      found.ticket();
      break;
    case record_kind::review:
      found.review();
      break;
  }
  return found.broken;
}

}  // namespace veriload::personas::test

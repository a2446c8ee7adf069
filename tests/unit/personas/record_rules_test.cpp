// That the rules of records can fail: each is broken once.
#include "tests/unit/personas/record_rules.hpp"

#include "tests/unit/personas/pools.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <string>

using namespace veriload::personas;
using namespace veriload::personas::test;
namespace json = boost::json;

namespace {

const engine_source& pool() {
  static const engine_source source(pool_of(200, 42, {"en_US", "ja_JP"}));
  return source;
}

using change = std::function<void(json::object&)>;
using wish = std::function<bool(const json::object&)>;

/// Changes the first right record that is as wished for, and wants exactly that rule to speak.
void expect_broken(record_kind kind, const char* rule, const wish& suits, const change& spoil) {
  for (std::uint64_t index = 0; index < pool().count(); ++index) {
    for (std::uint64_t number = 0; number < 20; ++number) {
      json::object record = record_of(pool(), index, kind, number);
      if (!suits(record)) continue;
      BOOST_REQUIRE(broken_rules(pool(), index, kind, number, record).empty());
      spoil(record);
      const auto broken = broken_rules(pool(), index, kind, number, record);
      BOOST_TEST((std::ranges::find(broken, rule) != broken.end()), "nothing noticed: " << rule);
      return;
    }
  }
  BOOST_ERROR("no record suits " << rule);
}

wish with(const char* member, const char* value) {
  return [=](const json::object& record) {
    return record.at(member).is_string() && record.at(member).as_string() == value;
  };
}
wish any() {
  return [](const json::object&) { return true; };
}
change put(const char* member, const json::value& value) {
  return [=](json::object& record) { record[member] = value; };
}
change add(const char* member, std::int64_t amount) {
  return [=](json::object& record) {
    record[member] = record.at(member).to_number<std::int64_t>() + amount;
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_rules)

BOOST_AUTO_TEST_CASE(a_changed_order_is_noticed) {
  const auto kind = record_kind::order;
  expect_broken(kind, "the persona", any(),
                [](json::object& r) { r["buyer"].as_object()["email"] = "somebody@example.test"; });
  expect_broken(kind, "the company", any(),
                [](json::object& r) { r["company"].as_object()["name"] = "Elsewhere"; });
  expect_broken(kind, "the address", any(),
                [](json::object& r) { r["shipping_address"].as_object()["city"] = "Elsewhere"; });
  expect_broken(kind, "line total", any(), [](json::object& r) {
    r["line_items"].as_array()[0].as_object()["line_total_minor"] = 1;
  });
  expect_broken(
      kind, "different products",
      [](const json::object& r) { return r.at("line_items").as_array().size() > 1; },
      [](json::object& r) {
        auto& lines = r["line_items"].as_array();
        lines[1].as_object()["product"] = lines[0].at("product");
      });
  expect_broken(kind, "subtotal", any(), add("subtotal_amount_minor", 1));
  expect_broken(kind, "discount", any(), add("discount_amount_minor", 1));
  expect_broken(kind, "tax", any(), add("tax_amount_minor", 1));
  expect_broken(kind, "total", any(), add("total_amount_minor", 1));
  expect_broken(kind, "tax of the country", any(), add("tax_percent", 1));
  expect_broken(kind, "currency of the country", any(), put("currency", "XTS"));
  expect_broken(kind, "fulfilled by status", with("status", "delivered"),
                put("fulfilled_at", nullptr));
  expect_broken(kind, "paid by status", with("status", "cancelled"), put("status", "paid"));
  expect_broken(kind, "steps in order", with("status", "delivered"),
                [](json::object& r) { std::swap(r["fulfilled_at"], r["delivered_at"]); });
  expect_broken(kind, "updated at the last step", with("status", "delivered"),
                [](json::object& r) { r["updated_at"] = r["ordered_at"]; });
  expect_broken(kind, "not after the reference date", any(),
                put("updated_at", "2026-01-02T00:00:00Z"));
  expect_broken(kind, "not before the job and the company", any(),
                put("ordered_at", "1899-12-31T00:00:00Z"));
}

BOOST_AUTO_TEST_CASE(a_changed_transaction_is_noticed) {
  const auto kind = record_kind::transaction;
  expect_broken(kind, "fraud_flag iff flagged", with("status", "flagged"),
                put("fraud_flag", false));
  expect_broken(kind, "fraud_flag iff flagged", with("status", "settled"), put("fraud_flag", true));
  expect_broken(kind, "settled by status", with("status", "settled"), put("settled_at", nullptr));
  expect_broken(kind, "category of the merchant's industry", with("category", "dining"),
                put("category", "health"));
  expect_broken(kind, "an amount", any(), put("amount_minor", 0));
}

BOOST_AUTO_TEST_CASE(a_changed_ticket_is_noticed) {
  const auto kind = record_kind::ticket;
  expect_broken(kind, "security is high or urgent", with("category", "security"),
                put("priority", "low"));
  expect_broken(kind, "resolved by status", with("status", "resolved"), put("status", "pending"));
  expect_broken(kind, "a summary iff resolved", with("status", "open"),
                put("resolution_summary", "done"));
  expect_broken(kind, "closed by status", with("status", "closed"), put("closed_at", nullptr));
  expect_broken(kind, "time between steps", any(),
                [](json::object& r) { r["first_response_at"] = r["opened_at"]; });
  expect_broken(kind, "the order's id", with("category", "product"), put("order_id", "none"));
  expect_broken(kind, "an order iff about a product", with("category", "billing"),
                put("order_id", "some"));
  expect_broken(kind, "the agent", any(),
                [](json::object& r) { r["assigned_agent"] = r["requester"]; });
  expect_broken(kind, "texts are filled in", any(), put("subject", "About {product}"));
}

BOOST_AUTO_TEST_CASE(a_changed_review_is_noticed) {
  const auto kind = record_kind::review;
  expect_broken(kind, "sentiment and rating agree", with("sentiment", "positive"),
                put("rating", 2));
  expect_broken(kind, "verified iff delivered", any(), [](json::object& r) {
    r["verified_purchase"] = !r["verified_purchase"].as_bool();
  });
  expect_broken(
      kind, "after the delivery",
      [](const json::object& r) { return r.at("verified_purchase").as_bool(); },
      put("reviewed_at", "2023-01-02T00:00:00Z"));
}

BOOST_AUTO_TEST_SUITE_END()

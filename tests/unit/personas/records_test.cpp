#include "core/personas/records/linked_records.hpp"

#include "core/personas/records/record_draws.hpp"
#include "core/personas/records/record_ids.hpp"
#include "tests/unit/personas/feeder/source_files.hpp"
#include "tests/unit/personas/pools.hpp"
#include "tests/unit/personas/record_rules.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

using namespace veriload;
using namespace veriload::personas;
using namespace veriload::personas::test;
namespace json = boost::json;

namespace {

constexpr record_kind all_kinds[] = {record_kind::order, record_kind::transaction,
                                     record_kind::ticket, record_kind::review};

const std::initializer_list<const char*> mixed{"de_DE", "en_US", "ja_JP"};

std::string text_of(const persona_source& source, std::uint64_t index, record_kind kind,
                    std::uint64_t number) {
  std::string text;
  source.record(index, kind, number, text);
  return text;
}

// All kinds of a persona, some numbers of each.
std::string whole(const persona_source& source, std::uint64_t index) {
  std::string all;
  for (const record_kind kind : all_kinds)
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1}, records_per_persona - 1})
      all += text_of(source, index, kind, number) + '\n';
  return all;
}

void expect_right(const engine_source& source, std::uint64_t index, std::uint64_t number,
                  std::string_view reference = "2026-01-01") {
  for (const record_kind kind : all_kinds) {
    const json::object record = record_of(source, index, kind, number);
    for (const std::string& rule : broken_rules(source, index, kind, number, record, reference))
      BOOST_ERROR(rule << ": persona " << index << ", record " << number << ": "
                       << text_of(source, index, kind, number));
  }
}

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(a_record_is_the_same_alone_and_after_others_and_on_every_thread) {
  const engine_source source(pool_of(100'000, 7, mixed));
  std::vector<std::string> in_order;
  for (std::uint64_t i = 0; i < 100; ++i)
    in_order.push_back(whole(source, i * 977));
  auto kept = pool_of(100'000, 7, mixed);
  kept.source = "memory";
  const engine_source fresh(kept);
  for (std::uint64_t i = 100; i-- > 0;)
    BOOST_TEST_REQUIRE(whole(fresh, i * 977) == in_order[i]);

  std::vector<std::string> by_thread(100);
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t i = t; i < 100; i += 3)
        by_thread[i] = whole(source, i * 977);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  BOOST_TEST((by_thread == in_order));
}

BOOST_AUTO_TEST_CASE(the_seed_decides) {
  const engine_source one(pool_of(100, 1)), two(pool_of(100, 2));
  for (const record_kind kind : all_kinds)
    BOOST_TEST(text_of(one, 3, kind, 0) != text_of(two, 3, kind, 0));
}

BOOST_AUTO_TEST_CASE(records_keep_the_rules_in_every_locale) {
  const image::tables& tables = image::instance();
  for (std::uint32_t l = 0; l < tables.locales(); ++l) {
    const std::string code(tables.locale(l).code());
    const engine_source source(pool_of(150, 5, {code.c_str()}));
    for (std::uint64_t index = 0; index < source.count(); ++index)
      for (std::uint64_t number = 0; number < 4; ++number)
        expect_right(source, index, number);
  }
}

BOOST_AUTO_TEST_CASE(records_keep_the_rules_in_a_large_mixed_pool) {
  const engine_source source(pool_of(1'000'000'000'000, 42, mixed));
  for (std::uint64_t i = 0; i < 300; ++i)
    expect_right(source, i * 3'333'333'331, records_per_persona - 1 - i);
}

BOOST_AUTO_TEST_CASE(records_keep_the_rules_when_a_job_has_just_begun) {
  for (const auto& [start, reference] :
       {std::pair{"2026", "2026-01-01"}, {"2026", "2026-02-20"}, {"2026", "2026-01-16"}}) {
    auto plan = pool_of(200, 8, mixed);
    plan.reference_date = reference;
    plan.overrides.push_back({"job.start_year", start, {}});
    const engine_source source(plan);
    for (std::uint64_t index = 0; index < source.count(); ++index)
      expect_right(source, index, index, reference);
  }
}

BOOST_AUTO_TEST_CASE(no_two_ids_are_equal) {
  const engine_source source(pool_of(5'000, 42, mixed));
  std::unordered_set<std::string> seen;
  std::map<std::uint64_t, std::string> accounts;
  std::size_t records = 0;
  const auto fresh = [&](const json::value& id) {
    const bool is_new = seen.emplace(id.as_string().c_str()).second;
    BOOST_TEST_REQUIRE(is_new, id.as_string().c_str());
  };
  for (std::uint64_t index = 0; index < source.count(); ++index) {
    for (std::uint64_t number = 0; number < 5; ++number) {
      for (const record_kind kind : all_kinds) {
        const json::object record = record_of(source, index, kind, number);
        ++records;
        fresh(record.at("id"));
        if (kind == record_kind::order)
          for (const json::value& line : record.at("line_items").as_array())
            fresh(line.at("id"));
        if (kind != record_kind::transaction) continue;
        const std::string account(record.at("account_id").as_string());
        const auto [known, is_new] = accounts.emplace(index, account);
        if (is_new) fresh(record.at("account_id"));
        BOOST_TEST_REQUIRE(known->second == account);
      }
    }
  }
  BOOST_TEST(records == 100'000u);
}

BOOST_AUTO_TEST_CASE(an_id_holds_the_number_of_its_record) {
  const engine_source source(pool_of(1'000'000'000'000));
  const record_ids ids(source.shared().draws());
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{999'999'999'999}}) {
    for (const std::uint64_t number : {std::uint64_t{0}, records_per_persona - 1}) {
      const json::object order = record_of(source, index, record_kind::order, number);
      BOOST_TEST(ids.number_of(id_owner::order, 0, order.at("id").as_string()).value() ==
                 record_key(index, number));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_word_of_every_kind_is_reached) {
  const engine_source source(pool_of(3'000, 42, {"en_GB"}));
  std::map<std::string, std::set<std::string>> words;
  std::set<std::int64_t> ratings, items;
  std::set<std::string> products, descriptions, subjects, titles;
  const auto text = [](const json::value& value) { return std::string(value.as_string()); };
  for (std::uint64_t index = 0; index < source.count(); ++index) {
    const json::object order = record_of(source, index, record_kind::order, index % 7);
    words["order"].insert(text(order.at("status")));
    items.insert(static_cast<std::int64_t>(order.at("line_items").as_array().size()));
    for (const json::value& line : order.at("line_items").as_array())
      products.insert(text(line.at("product").at("sku")));
    const json::object paid = record_of(source, index, record_kind::transaction, index % 7);
    words["transaction"].insert(text(paid.at("status")));
    words["payment"].insert(text(paid.at("category")));
    descriptions.insert(text(paid.at("description")));
    const json::object ticket = record_of(source, index, record_kind::ticket, index % 7);
    words["ticket"].insert(text(ticket.at("status")));
    words["category"].insert(text(ticket.at("category")));
    words["priority"].insert(text(ticket.at("priority")));
    subjects.insert(text(ticket.at("subject")));
    const json::object review = record_of(source, index, record_kind::review, index % 7);
    words["sentiment"].insert(text(review.at("sentiment")));
    ratings.insert(review.at("rating").as_int64());
    titles.insert(text(review.at("title")));
  }
  const std::map<std::string, std::set<std::string>> expected{
      {"order", {"pending", "paid", "fulfilled", "delivered", "cancelled"}},
      {"transaction", {"settled", "pending", "declined", "flagged"}},
      {"payment",
       {"software", "shopping", "health", "finance", "transport", "education", "dining"}},
      {"ticket", {"open", "pending", "resolved", "closed"}},
      {"category", {"account", "billing", "delivery", "product", "technical", "security"}},
      {"priority", {"low", "normal", "high", "urgent"}},
      {"sentiment", {"positive", "neutral", "critical"}}};
  BOOST_TEST((words == expected));
  BOOST_TEST((ratings == std::set<std::int64_t>{1, 2, 3, 4, 5}));
  BOOST_TEST((items == std::set<std::int64_t>{1, 2, 3}));
  const image::tables& tables = image::instance();
  std::size_t all_products = 0, all_texts = 0, all_titles = 0;
  for (std::uint32_t i = 0; i < tables.industries(); ++i)
    all_products += tables.products_of(i).count;
  for (std::uint32_t i = 0; i < image::ticket_categories.size(); ++i)
    all_texts += tables.tickets_of(i).count;
  for (std::uint32_t i = 0; i < image::sentiments.size(); ++i)
    all_titles += tables.reviews_of(i).count;
  BOOST_TEST(products.size() == all_products);
  BOOST_TEST(subjects.size() == all_texts);
  BOOST_TEST(titles.size() <= all_titles);
  BOOST_TEST(titles.size() >= all_titles - 1);  // "Would buy again" may stand in two sentiments
  BOOST_TEST(descriptions.size() >= 30u);
}

BOOST_AUTO_TEST_CASE(a_product_has_one_price_in_a_country_and_none_of_another_scale) {
  const image::tables& tables = image::instance();
  for (const char* locale : {"en_US", "ja_JP", "ko_KR", "sv_SE"}) {
    const engine_source source(pool_of(500, 42, {locale}));
    const image::country_row country = source.shared().locale(0).country;
    std::map<std::string, std::int64_t> prices;
    for (std::uint64_t index = 0; index < source.count(); ++index) {
      const json::object order = record_of(source, index, record_kind::order, 0);
      for (const json::value& line : order.at("line_items").as_array()) {
        const std::string sku(line.at("product").at("sku").as_string());
        const std::int64_t price = line.at("unit_amount_minor").to_number<std::int64_t>();
        BOOST_TEST_REQUIRE(prices.emplace(sku, price).first->second == price);
        // In dollars again, within the table's bounds.
        const image::product_row row = tables.product(
            static_cast<std::uint32_t>(std::stoul(sku.substr(sku.find('-') + 1)) - 1));
        BOOST_TEST(row.name == line.at("product").at("name").as_string());
        double dollars = static_cast<double>(price) * 100 / country.per_100_dollars;
        for (std::uint32_t i = 0; i < country.exponent; ++i)
          dollars /= 10;
        BOOST_TEST_REQUIRE(dollars >= row.price_min - 0.01, sku << " " << price);
        BOOST_TEST_REQUIRE(dollars <= row.price_max + 0.01, sku << " " << price);
      }
    }
    BOOST_TEST(prices.size() > 80u);
  }
}

BOOST_AUTO_TEST_CASE(discounts_are_given_to_a_third_of_the_large_orders_only) {
  const engine_source source(pool_of(4'000, 42, {"en_US"}));
  int large = 0, given = 0, small_given = 0;
  for (std::uint64_t index = 0; index < source.count(); ++index) {
    const json::object order = record_of(source, index, record_kind::order, 0);
    const bool has = order.at("discount_percent").as_int64() != 0;
    if (order.at("subtotal_amount_minor").as_int64() >= 100'000) {
      ++large;
      given += has ? 1 : 0;
    } else {
      small_given += has ? 1 : 0;
    }
  }
  BOOST_TEST(small_given == 0);
  BOOST_TEST(large > 1'000);
  BOOST_TEST(given > large * 31 / 100);
  BOOST_TEST(given < large * 39 / 100);
}

BOOST_AUTO_TEST_CASE(merchants_and_agents_are_others_of_the_locale) {
  const engine_source source(pool_of(2'000, 42, mixed));
  std::map<std::string, std::string> country_of;
  for (std::uint64_t i = 0; i < source.count(); ++i)
    country_of[value_of(source, i, "company.id")] = source.locale(i);
  std::set<std::string> merchants;
  int own = 0;
  for (std::uint64_t i = 0; i < source.count(); ++i) {
    const json::object paid = record_of(source, i, record_kind::transaction, 0);
    const std::string merchant(paid.at("merchant").at("id").as_string());
    BOOST_TEST_REQUIRE(country_of.at(merchant) == source.locale(i));
    merchants.insert(merchant);
    own += merchant == value_of(source, i, "company.id") ? 1 : 0;
    const json::object ticket = record_of(source, i, record_kind::ticket, 0);
    BOOST_TEST_REQUIRE(!ticket.at("assigned_agent").is_null());
  }
  BOOST_TEST(merchants.size() > 200u);
  BOOST_TEST(own < 200);
}

BOOST_AUTO_TEST_CASE(a_pool_of_one_pays_its_own_company_and_has_no_agent) {
  const engine_source source(pool_of(1));
  BOOST_TEST(record_of(source, 0, record_kind::ticket, 0).at("assigned_agent").is_null());
  BOOST_TEST(
      record_of(source, 0, record_kind::transaction, 0).at("merchant").at("id").as_string() ==
      value_of(source, 0, "company.id"));
  expect_right(source, 0, 0);
}

BOOST_AUTO_TEST_CASE(given_values_count) {
  auto plan = pool_of(50, 42, mixed);
  plan.overrides.push_back({"contact.email", "all@example.test", {}});
  plan.overrides.push_back({"company.name", "Quote \"and\" {product} Ltd", {}});
  plan.overrides.push_back({"job.industry", "Hospitality", {}});
  const engine_source source(plan);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const json::object order = record_of(source, i, record_kind::order, 0);
    BOOST_TEST(order.at("buyer").at("email").as_string() == "all@example.test");
    BOOST_TEST(order.at("company").at("name").as_string() == "Quote \"and\" {product} Ltd");
    BOOST_TEST(order.at("line_items").at(0).at("product").at("industry").as_string() ==
               "Hospitality");
  }
}

// A row belongs to one persona: others that its records name have rows of their own.
BOOST_AUTO_TEST_CASE(records_keep_the_rules_beside_rows) {
  const source_files files;
  std::string csv = "mail,firm\n";
  for (int row = 0; row < 97; ++row)
    csv += "u" + std::to_string(row) + "@example.test,Firm " + std::to_string(row) + "\n";
  auto plan = pool_of(400, 42, mixed);
  plan.feeder.emplace();
  plan.feeder->path = files.write("rows.csv", csv);
  plan.feeder->columns = {{"mail", "contact.email", {}}, {"firm", "company.name", {}}};
  const engine_source source(plan);
  for (std::uint64_t index = 0; index < source.count(); ++index)
    expect_right(source, index, index % 5);
  const json::object order = record_of(source, 0, record_kind::order, 0);
  const std::string mail(order.at("buyer").at("email").as_string());
  BOOST_TEST((mail == value_of(source, 0, "contact.email") && mail.ends_with("@example.test")));
  const std::string firm(order.at("company").at("name").as_string());
  BOOST_TEST(firm.starts_with("Firm "));
}

// Everything that a locale's tables would decide is given, so that what is left is this room's work
// and the shared tables'. Whoever changes a value here changes what users get for their seed: raise
// engine_version in core/personas/image/format.hpp with it.
BOOST_AUTO_TEST_CASE(records_are_those_of_this_version) {
  const std::map<std::string, std::uint64_t> golden{{"order", 0x93c599acb062088bULL},
                                                    {"transaction", 0x4e94a70b486a37ddULL},
                                                    {"ticket", 0xd13a5dfe538b1ac2ULL},
                                                    {"review", 0xa612af93d885897bULL}};
  std::map<std::string, std::uint64_t> found;
  for (const char* industry : {"Computing", "Healthcare Technology", "Hospitality"}) {
    auto plan = pool_of(300, 42, mixed);
    for (const auto& [path, value] : std::initializer_list<std::pair<const char*, const char*>>{
             {"person.name", "Ann Example"},
             {"person.username", "ann"},
             {"contact.email", "ann@example.test"},
             {"address.line1", "1 Example Street"},
             {"address.line2", "Apt 2"},
             {"address.city", "Example"},
             {"address.region_code", "XX-1"},
             {"address.postal_code", "12345"},
             {"address.country_code", "XX"},
             {"company.id", "00000000-0000-8000-8000-000000000000"},
             {"company.name", "Example Ltd"},
             {"company.industry", industry},
             {"company.domain", "company.example.test"},
             {"company.founded_year", "2001"},
             {"job.start_year", "2019"}})
      plan.overrides.push_back({path, value, {}});
    const engine_source source(plan);
    for (std::uint64_t index = 0; index < source.count(); ++index) {
      for (std::size_t kind = 0; kind < record_kinds().size(); ++kind) {
        std::uint64_t& hash =
            found.try_emplace(std::string(record_kinds()[kind]), 0xcbf29ce484222325ULL)
                .first->second;
        for (std::uint64_t number = 0; number < 3; ++number)
          hash = fnv1a(text_of(source, index, all_kinds[kind], number), hash);
      }
    }
  }
  for (const auto& [kind, hash] : found)
    BOOST_TEST(hash == golden.at(kind), kind << " is 0x" << std::hex << hash << "ULL");
}

BOOST_AUTO_TEST_SUITE_END()

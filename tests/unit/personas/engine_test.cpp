#include "core/personas/engine_source.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/persona_id.hpp"
#include "core/personas/persona_pool.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace veriload::personas {

using test::pool_of;

namespace {

std::string value_of(const engine_source& source, std::uint64_t index, const char* path) {
  std::string text;
  source.value(index, source.required_field(path), text);
  return text;
}

// All fields of a persona, one after another.
std::string whole(const engine_source& source, std::uint64_t index) {
  std::string all, text;
  for (field_id id = 0; id < source.fields().size(); ++id) {
    source.value(index, id, text);
    all += text;
    all += '\n';
  }
  return all;
}

const std::initializer_list<const char*> mixed{"de_DE", "en_US", "ja_JP"};

std::string refusal(const config::data_plan& plan) {
  try {
    const engine_source source(plan);
  } catch (const setup_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine)

BOOST_AUTO_TEST_CASE(a_persona_is_the_same_alone_and_after_others_and_on_every_thread) {
  const engine_source source(pool_of(100'000, 7, mixed));
  std::vector<std::string> in_order;
  for (std::uint64_t i = 0; i < 200; ++i)
    in_order.push_back(whole(source, i * 487));
  const engine_source fresh(pool_of(100'000, 7, mixed));
  for (std::uint64_t i = 200; i-- > 0;)
    BOOST_TEST_REQUIRE(whole(fresh, i * 487) == in_order[i]);

  std::vector<std::string> by_thread(200);
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t i = t; i < 200; i += 3)
        by_thread[i] = whole(source, i * 487);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  BOOST_TEST((by_thread == in_order));
}

BOOST_AUTO_TEST_CASE(workers_have_the_personas_of_the_pool) {
  const engine_source source(pool_of(1000, 3, mixed));
  std::vector<std::string> alone;
  for (std::uint64_t i = 0; i < 1000; ++i)
    alone.push_back(value_of(source, i, "contact.email"));
  for (const std::uint64_t workers : {1u, 2u, 3u, 7u}) {
    std::vector<std::string> together(1000);
    for (std::uint64_t w = 0; w < workers; ++w) {
      const engine_source own(pool_of(1000, 3, mixed));
      const persona_pool part(1000, config::exhaust_mode::error, w, workers);
      for (std::uint64_t start = 0; start < part.size(); ++start) {
        const std::uint64_t index = part.persona_for(start).value();
        together[index] = value_of(own, index, "contact.email");
      }
    }
    BOOST_TEST((together == alone));
  }
}

BOOST_AUTO_TEST_CASE(memory_and_verisim_are_the_same_byte_for_byte) {
  const engine_source computed(pool_of(3000, 11, mixed));
  config::data_plan plan = pool_of(3000, 11, mixed);
  plan.source = "memory";
  const engine_source kept(plan);
  for (std::uint64_t i = 0; i < 3000; ++i)
    BOOST_TEST_REQUIRE(whole(kept, i) == whole(computed, i));
}

BOOST_AUTO_TEST_CASE(ids_user_names_and_mail_are_unique) {
  // Two locales that share most of their names, which is the worst case.
  for (const auto& locales : {std::initializer_list<const char*>{"en_US", "en_GB"}, mixed,
                              std::initializer_list<const char*>{"pl_PL", "zh_CN"}}) {
    const engine_source source(pool_of(15'000, 42, locales));
    for (const char* path :
         {"external_id", "person.username", "contact.email", "website.host", "network.ipv6"}) {
      std::set<std::string> seen;
      for (std::uint64_t i = 0; i < source.count(); ++i) {
        const std::string value = value_of(source, i, path);
        BOOST_TEST_REQUIRE(seen.insert(value).second, path << " " << value << " again at " << i);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_company_has_one_identity_and_its_domain_no_other) {
  const engine_source source(pool_of(20'000, 42, {"en_US", "en_CA"}));
  std::map<std::string, std::string> by_id, by_domain;
  for (std::uint64_t i = 0; i < source.count(); ++i) {
    const std::string id = value_of(source, i, "company.id");
    std::string rest;
    for (const char* path :
         {"company.name", "company.domain", "company.industry", "company.employee_count",
          "company.founded_year", "company.address.city", "company.email_pattern",
          "company.departments"}) {
      rest += value_of(source, i, path) + "|";
    }
    const auto known = by_id.emplace(id, rest).first;
    BOOST_TEST_REQUIRE(known->second == rest);
    const auto owner = by_domain.emplace(value_of(source, i, "company.domain"), id).first;
    BOOST_TEST_REQUIRE(owner->second == id);
  }
  // Colleagues are the point of it: far fewer companies than personas, and more than a few.
  BOOST_TEST(by_id.size() > source.count() / 16);
  BOOST_TEST(by_id.size() < source.count() / 4);
}

BOOST_AUTO_TEST_CASE(the_id_of_a_persona_gives_its_index_back) {
  const engine_source source(pool_of(1'000'000'000));
  for (const std::uint64_t index : {0u, 41u, 9'999u, 123'456'789u, 999'999'999u}) {
    const std::string id = value_of(source, index, "persona_id");
    BOOST_TEST(index_of_persona_id(id).value() == index);
    const auto number =
        source.shared().persona_ids().number_of(value_of(source, index, "external_id"));
    BOOST_TEST(number.value() == index);
  }
  BOOST_TEST(value_of(source, 0, "persona_id") == "p-0001");
  BOOST_TEST(value_of(source, 123'456, "persona_id") == "p-123457");
  for (const char* wrong : {"p-1", "p-0000", "p-00001", "0001", "p-12a4", "p-", ""})
    BOOST_TEST(!index_of_persona_id(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(names_have_their_shares_to_within_one) {
  const engine_source source(pool_of(50'000));
  const image::locale_view tables = image::instance().find_locale("en_US").value();
  const image::name_groups groups = tables.given_groups();
  std::vector<std::uint64_t> counts(groups.size(), 0);
  for (std::uint64_t i = 0; i < source.count(); ++i)
    ++counts[source.basis(i).names.given_group];
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    const double share = 50'000.0 * groups.width(g) / groups.total();
    BOOST_TEST_REQUIRE(std::abs(static_cast<double>(counts[g]) - share) < 1.0);
  }
}

// Without keyed starts of the cuts most of a small pool got one rare surname.
BOOST_AUTO_TEST_CASE(family_names_of_small_pools_are_fair_over_many_seeds) {
  const image::name_groups groups = image::instance().find_locale("en_US").value().family_groups();
  std::vector<double> counts(groups.size(), 0);
  constexpr int seeds = 60, size = 500;
  for (int seed = 0; seed < seeds; ++seed) {
    const engine_source source(pool_of(size, seed));
    for (std::uint64_t i = 0; i < size; ++i)
      ++counts[source.basis(i).names.family_group];
  }
  // Cells of few expected counts together, as the test wants it.
  double chi2 = 0, expected = 0, found = 0;
  int cells = 0;
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    expected += static_cast<double>(seeds) * size * groups.width(g) / groups.total();
    found += counts[g];
    if (expected < 5 && g + 1 < groups.size()) continue;
    chi2 += (found - expected) * (found - expected) / expected;
    expected = found = 0;
    ++cells;
  }
  const double degrees = cells - 1;
  // About five standard deviations of chi-squared on either side; seeds are fixed, so never by
  // luck.
  BOOST_TEST(std::abs(chi2 - degrees) < 5 * std::sqrt(2 * degrees), chi2 << " on " << degrees);
}

BOOST_AUTO_TEST_CASE(the_seed_and_the_version_of_the_engine_decide) {
  const engine_source one(pool_of(100, 1)), two(pool_of(100, 2));
  int same = 0;
  for (std::uint64_t i = 0; i < 100; ++i)
    same += value_of(one, i, "person.name") == value_of(two, i, "person.name") ? 1 : 0;
  BOOST_TEST(same < 5);
}

BOOST_AUTO_TEST_CASE(an_unknown_locale_is_refused_with_the_known_ones) {
  auto plan = pool_of(5);
  plan.locales = {{"de_DD", 1.0, {"veriload.yaml", 7, 15}}};
  const std::string why = refusal(plan);
  BOOST_TEST(why.find("veriload.yaml:7:15: data.locales: no locale \"de_DD\" (did you mean de_") ==
             0u);
  BOOST_TEST(why.find("en_US") != std::string::npos);
  plan.locales = {{"en_US", 1.0}, {"en_US", 2.0, {"veriload.yaml", 8, 15}}};
  BOOST_TEST(refusal(plan).find("veriload.yaml:8:15: data.locales has en_US twice") == 0u);
}

BOOST_AUTO_TEST_CASE(dates_and_domains_that_cannot_be_are_refused) {
  for (const char* wrong : {"2026-02-29", "2026-1-1", "1999-01-01", "2050-01-01", "soon", ""}) {
    auto plan = pool_of(5);
    plan.reference_date = wrong;
    BOOST_TEST(refusal(plan).find("data.reference_date is \"") == 0u, wrong);
  }
  for (const char* wrong : {"", "Example.com", "a..b", "-a.test", "a-.test", "a b.test", ".test",
                            "test.", "https://x.test"}) {
    auto plan = pool_of(5);
    plan.email_domain = wrong;
    BOOST_TEST(refusal(plan).find("data.email_domain is \"") == 0u, wrong);
  }
}

BOOST_AUTO_TEST_CASE(settings_reach_the_values) {
  auto plan = pool_of(20);
  plan.email_domain = "load.acme.test";
  plan.phones = config::phone_policy::none;
  plan.reference_date = "2030-06-15";
  const engine_source source(plan);
  for (std::uint64_t i = 0; i < 20; ++i) {
    BOOST_TEST(value_of(source, i, "contact.email").ends_with(".load.acme.test"));
    BOOST_TEST(value_of(source, i, "website.host").ends_with(".load.acme.test"));
    BOOST_TEST(value_of(source, i, "contact.phone.e164") == "");
    const day birth = parse_day(value_of(source, i, "person.birthdate")).value();
    const int age = age_at(birth, parse_day("2030-06-15").value());
    BOOST_TEST(value_of(source, i, "person.age") == std::to_string(age));
    BOOST_TEST(age >= 18);
    BOOST_TEST(age <= 80);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

#include "core/personas/feeder/feeder.hpp"

#include "core/personas/engine_source.hpp"
#include "core/personas/persona_pool.hpp"
#include "tests/unit/personas/feeder/source_files.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <string>

using namespace veriload;
using namespace veriload::personas;
using config::exhaust_mode;
using config::feeder_order;
using personas::test::pool_of;
using personas::test::refusal;
using personas::test::source_files;

namespace {

std::string skus(std::uint64_t rows) {
  std::string text = "sku,mail,note\n";
  for (std::uint64_t i = 0; i < rows; ++i)
    text += "S" + std::to_string(i) + ",u" + std::to_string(i) + "@example.com,\n";
  return text;
}

config::data_plan plan_of(const std::string& file, std::int64_t pool, feeder_order order) {
  config::data_plan plan = pool_of(pool);
  plan.feeder.emplace();
  plan.feeder->path = file;
  plan.feeder->order = order;
  return plan;
}

std::string wrong(const source_files& files, const config::data_plan& plan) {
  return refusal(files, [&] { feeder made(plan); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(sequential_rows_begin_again_behind_the_last) {
  const source_files files;
  const engine_source source(plan_of(files.write("s.csv", skus(4)), 10, feeder_order::sequential));
  BOOST_TEST(source.count() == 10u);
  for (std::uint64_t i = 0; i < 10; ++i)
    BOOST_TEST(source.row(i) == i % 4);
  BOOST_TEST(source.rows()->notice() == "");
}

BOOST_AUTO_TEST_CASE(random_rows_are_drawn_evenly_from_the_seed) {
  const source_files files;
  const std::string file = files.write("s.csv", skus(10));
  const engine_source source(plan_of(file, 10'000, feeder_order::random));
  std::map<std::uint64_t, int> times;
  for (std::uint64_t i = 0; i < 10'000; ++i)
    ++times[source.row(i)];
  BOOST_TEST(times.size() == 10u);
  for (const auto& [row, count] : times) {
    BOOST_TEST(row < 10u);
    BOOST_TEST(count > 850);  // five deviations
    BOOST_TEST(count < 1150);
  }
  config::data_plan other = plan_of(file, 10'000, feeder_order::random);
  other.seed = 43;
  const engine_source differs(other), same(plan_of(file, 10'000, feeder_order::random));
  int equal = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    BOOST_TEST_REQUIRE(source.row(i) == same.row(i));
    equal += source.row(i) == differs.row(i);
  }
  BOOST_TEST(equal < 1200);
}

// Workers know their number and nothing of each other.
BOOST_AUTO_TEST_CASE(any_number_of_workers_gives_each_persona_the_same_row) {
  const source_files files;
  const std::string file = files.write("s.csv", skus(50));
  for (const auto order : {feeder_order::sequential, feeder_order::unique, feeder_order::random}) {
    const config::data_plan plan = plan_of(file, 173, order);
    const engine_source alone(plan);
    const field_id sku = alone.required_field("feeder.sku");
    const std::uint64_t personas = order == feeder_order::unique ? 50 : 173;
    BOOST_TEST(alone.count() == personas);
    for (const std::uint64_t workers : {1, 2, 3, 7}) {
      std::map<std::uint64_t, std::string> rows;
      std::multiset<std::string> used;
      for (std::uint64_t w = 0; w < workers; ++w) {
        const engine_source own(plan);
        const persona_pool pool(own.count(), exhaust_mode::error, w, workers);
        std::string text;
        for (std::uint64_t start = 0; const auto index = pool.persona_for(start); ++start) {
          own.value(*index, sku, text);
          BOOST_TEST(rows.emplace(*index, text).second);
          used.insert(text);
        }
      }
      BOOST_TEST(rows.size() == personas);
      std::string text;
      for (const auto& [index, row] : rows) {
        alone.value(index, sku, text);
        BOOST_TEST_REQUIRE(row == text);
      }
      if (order != feeder_order::unique) continue;
      for (const std::string& row : used)
        BOOST_TEST_REQUIRE(used.count(row) == 1u);
    }
  }
}

BOOST_AUTO_TEST_CASE(unique_rows_cut_the_pool_or_are_refused) {
  const source_files files;
  const std::string file = files.write("s.csv", skus(3));
  config::data_plan plan = plan_of(file, 5, feeder_order::unique);
  const feeder cut(plan);
  BOOST_TEST(cut.personas() == 3u);
  BOOST_TEST(files.without_folder(cut.notice()) ==
             "data.feeder: s.csv has 3 rows, data.pool_size is 5 and order is unique: the pool is "
             "cut to 3 personas");
  plan.on_exhaust = exhaust_mode::error;
  BOOST_TEST(wrong(files, plan)
                 .find("data.feeder: s.csv has 3 rows, data.pool_size is 5, order is "
                       "unique and data.on_exhaust is error") == 0u);
  plan.pool_size = 3;
  BOOST_TEST(wrong(files, plan) == "");
  plan.pool_size = 2;
  BOOST_TEST(feeder(plan).personas() == 2u);
}

BOOST_AUTO_TEST_CASE(columns_that_are_not_there_or_given_twice_are_refused_with_their_place) {
  const source_files files;
  config::data_plan plan = plan_of(files.write("s.csv", skus(3)), 3, feeder_order::sequential);
  const base::place at{base::interned_origin("v.yaml"), 12, 7};
  plan.feeder->columns = {{"mial", "contact.email", at}};
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:12:7: data.feeder.columns: s.csv has no column \"mial\" "
             "(did you mean mail?)");
  plan.feeder->columns = {{"x", "contact.email", at}};
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:12:7: data.feeder.columns: s.csv has no column \"x\", "
             "its columns are sku, mail, note");
  plan.feeder->columns = {{"mail", "contact.emial", at}};
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:12:7: data.feeder.columns: personas have no field "
             "\"contact.emial\" (did you mean contact.email?)");
  plan.feeder->columns = {{"mail", "feeder.sku", at}};
  BOOST_TEST(wrong(files, plan).find("personas have no field \"feeder.sku\"") != std::string::npos);
  plan.feeder->columns = {{"mail", "contact.phone_e164", at}, {"sku", "contact.phone.e164", at}};
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:12:7: data.feeder.columns: the column \"sku\" gives contact.phone.e164, which "
             "another column gives too, expected one of the two");
  plan.feeder->columns = {{"mail", "contact.email", at}};
  plan.overrides = {{"contact.email", "a@example.com", {base::interned_origin("v.yaml"), 4, 3}}};
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:12:7: data.feeder.columns: the column \"mail\" gives contact.email, which "
             "data.overrides gives too (v.yaml:4:3), expected one of the two");
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read_are_refused_with_the_place_of_the_key) {
  const source_files files;
  config::data_plan plan = plan_of(files.path("gone.csv"), 3, feeder_order::sequential);
  plan.feeder->path_where = {base::interned_origin("v.yaml"), 9, 5};
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:9:5: data.feeder.path: gone.csv: No such file or directory");
  std::filesystem::create_directory(files.path("folder.csv"));
  plan.feeder->path = files.path("folder.csv");
  BOOST_TEST(wrong(files, plan) ==
             "v.yaml:9:5: data.feeder.path: folder.csv is a folder, expected a file");
}

BOOST_AUTO_TEST_CASE(names_of_passwords_are_known) {
  for (const char* secret :
       {"password", "user_password", "Passwd", "DB-PWD", "api_key", "apiKey", "auth.token",
        "clientSecret", "card.cvc", "PIN", "login pass", "passphrase", "Kennwort"}) {
    BOOST_TEST(is_secret_column(secret), secret);
  }
  for (const char* open : {"sku", "passenger", "pinboard", "compass", "spin", "key", "email"})
    BOOST_TEST(!is_secret_column(open), open);
}

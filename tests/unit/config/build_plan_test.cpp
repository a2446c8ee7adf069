#include "core/config/build_plan.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace config_text;
using namespace veriload::config;

namespace {

const std::string full =
    "scenario: {path: s.cpp, user_class: Shopper}\n"
    "run:\n"
    "  base_url: https://shop.test\n"
    "  database: {driver: sqlite, dsn: shop.db}\n"
    "  users: 5\n"
    "  spawn_rate: 2\n"
    "  max_duration_seconds: 60\n"
    "  threads: 3\n"
    "  drain_seconds: 1.5\n"
    "data:\n"
    "  pool_size: 10\n"
    "  seed: -42\n"
    "  locales: [{locale: de_DE, weight: 2}, {locale: en_GB, weight: 0.5}]\n"
    "  conflict_mode: explain\n"
    "  source: memory\n"
    "  on_exhaust: error\n"
    "profile: {type: spike, duration_seconds: 30, hold_seconds: 5, tick_seconds: 0, target_users: "
    "5}\n"
    "slo:\n"
    "  global: {max_p95_ms: 100, max_error_rate: 0.01}\n"
    "  endpoints: [{name: GET /, max_p95_ms: 50}]\n"
    "reports: {json: r/j.json, junit: j.xml, trace: /abs/t, replay: rp}\n"
    "safety:\n"
    "  allowed_hosts: [shop.test]\n"
    "  max_users: 5\n"
    "  max_rps: 10.5\n"
    "  stop_file: stop\n"
    "  require_non_routable_contacts: false\n"
    "cleanup:\n"
    "  enabled: true\n"
    "  http: {targets: [{path: /o, delete_path: '/o/{id}'}, {method: PUT, path: /p, id_fields: [a, "
    "b]}]}\n"
    "  database: {strategy: rollback, tables: [t]}\n";

}  // namespace

BOOST_AUTO_TEST_CASE(every_key_arrives_in_the_plan) {
  const plan p = loaded_from(full).plan;
  BOOST_TEST(p.scenario->user_class == "Shopper");
  BOOST_TEST(p.run.base_url.value() == "https://shop.test");
  BOOST_TEST(p.run.database->driver == "sqlite");
  BOOST_TEST(p.run.spawn_rate == 2);
  BOOST_TEST(p.run.threads == 3);
  BOOST_TEST(p.run.drain_seconds == 1.5);
  BOOST_TEST(p.data.pool_size == 10);
  BOOST_TEST(p.data.seed == -42);
  BOOST_TEST(p.data.locales.at(1).locale == "en_GB");
  BOOST_TEST(p.data.locales.at(1).weight == 0.5);
  BOOST_TEST((p.data.on_conflict == conflict_mode::explain));
  BOOST_TEST((p.data.on_exhaust == exhaust_mode::error));
  BOOST_TEST(p.data.source == "memory");
  BOOST_TEST((p.profile.type == profile_type::spike));
  BOOST_TEST(p.profile.hold_seconds.value() == 5);
  BOOST_TEST(p.profile.tick_seconds == 0);
  BOOST_TEST(p.slo->global->max_error_rate.value() == 0.01);
  BOOST_TEST(p.slo->endpoints.at(0).name == "GET /");
  BOOST_TEST(p.slo->endpoints.at(0).limits.max_p95_ms.value() == 50);
  BOOST_TEST(!p.slo->endpoints.at(0).limits.max_error_rate.has_value());
  BOOST_TEST(p.safety.max_users.value() == 5);
  BOOST_TEST(p.safety.max_rps.value() == 10.5);
  BOOST_TEST(!p.safety.require_non_routable_contacts);
  BOOST_TEST(p.cleanup->enabled);
  BOOST_TEST(p.cleanup->http_targets.at(0).method == "POST");
  BOOST_TEST(p.cleanup->http_targets.at(0).delete_path.value() == "/o/{id}");
  BOOST_TEST(p.cleanup->http_targets.at(0).id_fields.at(0) == "id");
  BOOST_TEST(p.cleanup->http_targets.at(1).id_fields.size() == 2u);
  BOOST_TEST(p.cleanup->database_strategy == "rollback");
  BOOST_TEST(p.cleanup->database_tables.at(0) == "t");
}

BOOST_AUTO_TEST_CASE(an_empty_cleanup_section_has_its_defaults) {
  const plan p = loaded_from(valid + "cleanup: {}\n").plan;
  BOOST_TEST(!p.cleanup->enabled);
  BOOST_TEST(p.cleanup->database_strategy == "delete");
  BOOST_TEST(p.cleanup->http_targets.empty());
}

BOOST_AUTO_TEST_CASE(relative_paths_are_relative_to_the_folder_of_the_file) {
  const plan p = load_text(full, "conf/v.yaml", "conf", {}).plan;
  BOOST_TEST(p.scenario->path == "conf/s.cpp");
  BOOST_TEST(p.safety.stop_file.value() == "conf/stop");
  BOOST_TEST(p.reports.find("json")->path == "conf/r/j.json");
  BOOST_TEST(p.reports.find("trace")->path == "/abs/t");
  BOOST_TEST(p.run.database->dsn == "conf/shop.db");
  const std::string reports = "reports: {run: r.vlr, json: {path: r.json, deep: 1}}\n";
  const auto loaded = load_text(valid + reports, "conf/v.yaml", "conf", {});
  BOOST_TEST(loaded.plan.reports.run.value() == "conf/r.vlr");
  BOOST_TEST(loaded.plan.reports.find("json")->path == "conf/r.json");
  BOOST_TEST(!loaded.plan.reports.find("run"));
}

BOOST_AUTO_TEST_CASE(only_a_relative_sqlite_file_is_a_path) {
  for (const char* dsn : {":memory:", "file:shop.db", "/abs/shop.db"}) {
    const plan p = load_text(with("shop.db", dsn, with("dsn: shop.db", "dsn: 'shop.db'", full)),
                             "v", "conf", {})
                       .plan;
    BOOST_TEST(p.run.database->dsn == dsn);
  }
  const std::string other = with("sqlite, dsn: shop.db", "postgresql, dsn: host=h", full);
  BOOST_TEST(load_text(other, "v", "conf", {}).plan.run.database->dsn == "host=h");
}

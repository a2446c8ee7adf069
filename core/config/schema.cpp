#include "core/config/schema.hpp"

#include "core/config/key_builders.hpp"
#include "core/config/profile_schema.hpp"

#include <utility>

namespace veriload::config {
namespace {

using base::node;
using namespace keys;

constexpr double most_users = 1e7;
constexpr double largest_pool = 1e12;

key scenario_section() {
  key share = item(key_type::map);
  share.members = {
      text("class", "name under which the scenario registers the class").needed().not_empty(),
      number("weight", "share of the users, relative to the others")
          .greater_than(0)
          .otherwise(node::number(1))};
  return map("scenario",
             {path("path", "the scenario: a .so, or a .cpp that is compiled first").needed(),
              text("user_class", "name under which the scenario registers its user; this or users")
                  .or_null(),
              list("users", std::move(share),
                   "several user classes of the scenario and their shares")},
             "What the users do; needed by run, not by validate.")
      .or_null();
}

key run_section() {
  key database =
      map("database",
          {choice("driver", {"sqlite", "postgresql", "mysql"}, "kind of database").needed(),
           text("dsn", "file name or connection text").needed().not_empty().masked()},
          "Database under test.");
  return map("run",
             {text("base_url",
                   "address under test, http or https; this, database or the "
                   "section of another protocol is needed")
                  .or_null(),
              std::move(database).or_null(),
              integer("users", "users that are active together")
                  .needed()
                  .greater_than(0)
                  .not_beyond(most_users),
              integer("spawn_rate", "users that may start each second")
                  .needed()
                  .greater_than(0)
                  .not_beyond(most_users)
                  .in("users/s"),
              make(key_type::integer, "max_duration_seconds", "the run is stopped after this time")
                  .needed()
                  .greater_than(0)
                  .not_beyond(longest_seconds)
                  .in("s"),
              integer("threads", "worker threads; 0 takes every core that the process may use")
                  .from(0)
                  .not_beyond(4096)
                  .otherwise(node::integer(0)),
              seconds("drain_seconds", "time that running tasks get to finish at the end")
                  .from(0)
                  .otherwise(node::number(30))},
             "What is run against what, and how large.")
      .needed();
}

key feeder_section() {
  key columns = make(key_type::table, "columns",
                     "persona fields that columns replace, by column, where the cell is not empty; "
                     "what is derived from them follows. Every column is a field of its own, too: "
                     "feeder.<column>");
  columns.members.push_back(text("", ""));
  columns.fallback = node::map();
  return map(
      "feeder",
      {path("path",
            "a file of at most 10,000,000 rows: CSV with a line of names, one JSON object "
            "per line, or an SQLite database")
           .needed(),
       choice("format", {"auto", "csv", "jsonl", "sqlite"},
              "auto: by the file's ending, .csv, .jsonl or .ndjson, .db, .sqlite or .sqlite3")
           .otherwise(text_node("auto")),
       text("query",
            "sqlite: the SELECT whose rows are taken; its columns' names are those "
            "of the fields")
           .or_null()
           .not_empty(),
       choice("order", {"sequential", "unique", "random"},
              "row of a persona: by its index, from the first again after the last; by its "
              "index and nobody else's, which cuts the pool to the number of rows, or is "
              "refused with on_exhaust error; or drawn from the seed")
           .otherwise(text_node("sequential")),
       std::move(columns)},
      "Rows of a file that are joined to personas.");
}

key data_section() {
  node default_locale = node::map();
  default_locale.add("locale", text_node("en_US"));
  default_locale.add("weight", node::number(1));
  node default_locales = node::list();
  default_locales.push(std::move(default_locale));

  key locales = list("locales", item(key_type::map), "locales of the personas and their shares");
  locales.empty_is_default = true;
  key& share = locales.members.front();
  share.members = {text("locale", "such as en_US").needed().not_empty(),
                   number("weight", "share, relative to the others").needed().greater_than(0)};
  key overrides = make(key_type::table, "overrides",
                       "persona fields with the same value for everybody, by path");
  overrides.members.push_back(text("", ""));
  overrides.fallback = node::map();
  return map("data",
             {integer("pool_size", "number of different personas")
                  .needed()
                  .greater_than(0)
                  .not_beyond(largest_pool),
              integer("seed", "the same seed gives the same personas").needed(),
              std::move(locales).otherwise(std::move(default_locales)),
              choice("conflict_mode", {"strict", "repair", "explain"},
                     "when given values contradict the persona: refuse; derive the rest from them "
                     "and refuse only what contradicts itself; or take them and tell of it")
                  .otherwise(text_node("repair")),
              choice("source", {"verisim", "memory"},
                     "personas are computed when they are needed, or names once at the start: the "
                     "same ones")
                  .otherwise(text_node("verisim")),
              choice(
                  "on_exhaust", {"wrap", "error"},
                  "when more users start than there are personas: begin again, or refuse the user")
                  .otherwise(text_node("wrap")),
              text("reference_date", "the day at which ages are told, year-month-day")
                  .otherwise(text_node("2026-01-01")),
              text("email_domain", "domain below which all mail and web addresses are")
                  .not_empty()
                  .otherwise(text_node("example.invalid")),
              choice("phone_policy", {"reserved", "unassignable", "none"},
                     "numbers set aside for fiction where the country has some; numbers that "
                     "cannot exist; or none")
                  .otherwise(text_node("reserved")),
              std::move(overrides), feeder_section().or_null()},
             "The personas of the users.")
      .needed();
}

std::vector<key> limits() {
  return {
      number("max_p95_ms", "highest allowed 95th percentile").or_null().greater_than(0).in("ms"),
      number("max_error_rate", "highest allowed share of failed requests")
          .or_null()
          .from(0)
          .up_to(1)};
}

key slo_section() {
  key endpoint = item(key_type::map);
  endpoint.members = limits();
  endpoint.members.insert(endpoint.members.begin(), text("name", "request name").needed());
  key rule = item(key_type::map);
  rule.text_is = "rule";
  rule.members = {
      text("rule", "such as p95(response) of \"GET /checkout\" < 250ms").needed().not_empty(),
      text("name", "what reports call it; else they show the rule").or_null().not_empty(),
      boolean("abort", false, "end the run when the rule is broken for sure")};
  return map("slo",
             {map("global", limits(), "limits over all requests").or_null().also("global_"),
              list("endpoints", std::move(endpoint), "limits of single request names"),
              list("rules", std::move(rule),
                   "rules in words: MEASURE [of \"NAME\"] LIMIT [for 10s] [abort [after 30s]]")},
             "Limits that the run must keep; a broken one makes the exit code 1.")
      .or_null();
}

key reports_section() {
  return map("reports",
             {path("run", "the run file, of which `veriload report` makes every other report later")
                  .or_null(),
              report("json", "JSON run report").also("json_path"),
              report("junit", "JUnit XML of the limits").also("junit_path"),
              report("trace", "every request, one JSON line each").also("trace_path"),
              report("replay", "replay manifest").also("replay_path")},
             "Files that the run writes: NAME of a reporter plugin to a path, or to a mapping of "
             "`path` and the reporter's options (`csv: {path: seconds.csv, rows: seconds}`).")
      .or_null();
}

key safety_section() {
  key host = item(key_type::text);
  host.is_host = true;
  return map("safety",
             {list(
                  "allowed_hosts", std::move(host),
                  "hosts that may be reached: names, *.name, addresses, ranges such as 10.0.0.0/8, "
                  "Unix sockets as unix:/path or unix:*")
                  .needed(),
              integer("max_users", "run.users may not be above this").or_null().greater_than(0),
              number("max_rps", "requests per second that the run may not exceed")
                  .or_null()
                  .greater_than(0)
                  .in("requests/s"),
              path("stop_file", "the run ends soon after this file appears").or_null(),
              boolean("require_non_routable_contacts", true,
                      "refuse personas whose e-mail is not below example.invalid")},
             "What the run must never do.")
      .needed();
}

key network_section() {
  key exempt = item(key_type::text);
  exempt.is_host = true;
  key addresses = list("", item(key_type::text), "");
  addresses.one_is_list = true;
  addresses.fallback = node();
  key hosts = make(key_type::table, "hosts",
                   "addresses that a name stands for, instead of asking DNS: one or a list, or "
                   "unix:/path for a Unix socket; the allow-list holds for both");
  hosts.members.push_back(std::move(addresses));
  hosts.fallback = node::map();
  return map("network",
             {list("source_addresses", item(key_type::text),
                   "local addresses that connections start from, in turn"),
              std::move(hosts),
              text(
                  "proxy",
                  "http://host:port (CONNECT), socks5:// or socks5h:// (the proxy resolves names), "
                  "user:password@ before the host; must be in safety.allowed_hosts; environment "
                  "variables such as HTTPS_PROXY are not looked at")
                  .or_null(),
              list("no_proxy", std::move(exempt), "hosts that are reached without the proxy")},
             "Where connections start from and which way they take.")
      .or_null();
}

key cleanup_section() {
  key target = item(key_type::map);
  node id_only = node::list();
  id_only.push(text_node("id"));
  target.members = {
      text("method", "request method that creates").otherwise(text_node("POST")).not_empty(),
      text("path", "path that creates").needed().not_empty(),
      text("delete_path", "path that deletes, with {id}").or_null(),
      list("id_fields", item(key_type::text), "where the answer names the created thing")
          .otherwise(std::move(id_only))};
  key http = map("http", {list("targets", std::move(target), "requests that create things")},
                 "Cleanup over HTTP.");
  key database = map("database",
                     {choice("strategy", {"delete", "rollback"}, "how rows are removed")
                          .otherwise(text_node("delete")),
                      list("tables", item(key_type::text), "tables that are cleaned")},
                     "Cleanup of the database.");
  return map("cleanup",
             {boolean("enabled", false, "remove what the run created"),
              std::move(http).otherwise(node::map()), std::move(database).otherwise(node::map())},
             "Automatic removal of what the run created.")
      .or_null();
}

}  // namespace

const key& schema() {
  static const key root =
      map("",
          {scenario_section(), run_section(), data_section(), profile_section(), slo_section(),
           reports_section(), safety_section(), network_section(), cleanup_section()},
          "");
  return root;
}

const key& any_report() {
  static const key shape = report("", "report of a plugin, which checks its options");
  return shape;
}

}  // namespace veriload::config

// What a run is asked to do, checked. Flow: configuration -> [plan] -> personas, scheduler, run.
#pragma once

#include "core/base/node.hpp"
#include "core/config/data_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::config {

/// Names, units and defaults are those of the configuration reference. Every path is relative to
/// the process's working directory or absolute; numbers are inside the ranges of the schema.

/// A user class of the scenario with its share of the users.
struct class_share {
  std::string user_class;
  double weight = 1;
  base::place where{};
};

struct scenario_plan {
  std::string path;
  std::string user_class;          ///< empty when `users` has several
  std::vector<class_share> users;  ///< empty when there is one class
};

struct database_plan {
  std::string driver;
  std::string dsn;  ///< may hold a password: never print it
};

struct run_plan {
  std::optional<std::string> base_url;
  std::optional<database_plan> database;
  std::int64_t users = 0;
  std::int64_t spawn_rate = 0;  ///< users per second
  std::int64_t max_duration_seconds = 0;
  std::int64_t threads = 0;  ///< 0: every core that the process may use
  double drain_seconds = 0;
};

enum class profile_type { soak, ramp, spike, step, stages, arrival };

struct profile_step {
  std::int64_t users = 0;
  double seconds = 0;
};

/// A straight line from the level before to this one.
struct profile_stage {
  double level = 0;    ///< users, or arrivals per second
  double seconds = 0;  ///< 0: a jump
  std::string name;    ///< for people; may be empty
};

/// What one arrival is: a user that comes, acts and leaves, or one iteration of a user that stays.
enum class arrival_unit { session, iteration };
enum class arrival_distribution { constant, poisson };
enum class pause_distribution { constant, uniform, normal, exponential };

/// A length of time that is drawn. What the two numbers are depends on the distribution: the
/// length; least and most; mean and deviation; mean.
struct pause_plan {
  pause_distribution distribution = pause_distribution::constant;
  double first_seconds = 0;
  double second_seconds = 0;
};

/// Of type arrival alone.
struct arrival_plan {
  arrival_unit each = arrival_unit::session;
  arrival_distribution distribution = arrival_distribution::constant;
  double first_rate = 0;             ///< arrivals per second, where the first stage begins
  std::optional<std::string> trace;  ///< a file with the instants instead of a rate
  std::optional<double> max_lateness_seconds;
};

struct profile_plan {
  profile_type type = profile_type::soak;
  std::int64_t target_users = 0;  ///< at the peak
  double duration_seconds = 0;    ///< the sum of steps or stages; 0: as long as the trace
  std::optional<double> hold_seconds;
  double tick_seconds = 0;
  std::vector<profile_step> steps;    ///< of type step alone
  std::vector<profile_stage> stages;  ///< of types stages and arrival
  std::optional<arrival_plan> arrival;
  std::optional<pause_plan> think_time;
  std::optional<pause_plan> pacing;
  std::optional<std::int64_t> iterations;        ///< of each user
  std::optional<std::int64_t> total_iterations;  ///< of the run
  double warmup_seconds = 0;
};

struct slo_limits {
  std::optional<double> max_p95_ms;
  std::optional<double> max_error_rate;  ///< 0 to 1
  base::place p95_where{};
  base::place error_rate_where{};
};

struct endpoint_slo {
  std::string name;
  slo_limits limits;
};

/// A rule in words, which the gates read.
struct slo_rule {
  std::string text;
  std::string name;  ///< empty: none
  bool abort = false;
  base::place where{};           ///< of the text's first character, or of the value that holds it
  bool begins_at_where = false;  ///< the text stands there as it is
};

struct slo_plan {
  std::optional<slo_limits> global;
  std::vector<endpoint_slo> endpoints;
  std::vector<slo_rule> rules;
};

/// A report that a reporter plugin writes.
struct report_plan {
  std::string name;  ///< of the reporter
  std::string path;
  base::node options;  ///< a map without `path`; null when only a path was given
  base::place where{};
};

struct reports_plan {
  std::optional<std::string> run;  ///< the run file, which the host writes itself
  std::vector<report_plan> wanted;

  /// The report of a name, or nullptr. Thread: any.
  const report_plan* find(std::string_view name) const {
    for (const report_plan& one : wanted) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }

  /// Where the report of a name is to lie, when it is wanted. Thread: any.
  std::optional<std::string> path_of(std::string_view name) const {
    const report_plan* one = find(name);
    return one ? std::optional(one->path) : std::nullopt;
  }
};

struct safety_plan {
  std::vector<std::string> allowed_hosts;  ///< well formed, for base::host_rules
  std::optional<std::int64_t> max_users;
  std::optional<double> max_rps;
  std::optional<std::string> stop_file;
  bool require_non_routable_contacts = true;
};

/// What one name stands for.
struct host_addresses {
  std::string name;
  std::vector<std::string> addresses;  ///< literals, or one `unix:/path`; at least one
};

struct network_plan {
  std::vector<std::string> source_addresses;  ///< literal addresses
  std::vector<host_addresses> hosts;
  std::optional<std::string> proxy;   ///< a checked URL; may hold a password: never print it
  std::vector<std::string> no_proxy;  ///< well formed, for base::host_rules
};

struct cleanup_target {
  std::string method;
  std::string path;
  std::optional<std::string> delete_path;
  std::vector<std::string> id_fields;
};

struct cleanup_plan {
  bool enabled = false;
  std::vector<cleanup_target> http_targets;
  std::string database_strategy;  ///< `delete` or `rollback`
  std::vector<std::string> database_tables;
};

struct plan {
  std::optional<scenario_plan> scenario;  ///< needed by a run, not by `validate`
  run_plan run;
  data_plan data;
  profile_plan profile;
  std::optional<slo_plan> slo;
  reports_plan reports;
  safety_plan safety;
  network_plan network;
  std::optional<cleanup_plan> cleanup;
};

}  // namespace veriload::config

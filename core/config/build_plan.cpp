#include "core/config/build_plan.hpp"

#include "core/base/assert.hpp"
#include "core/config/feeder_rules.hpp"
#include "core/config/load_line.hpp"
#include "core/config/pause_rules.hpp"

#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;

// The document passed the check, so a missing key is a mistake of this file.
const node& required(const node& section, std::string_view name) {
  const node* found = section.find(name);
  VL_ASSERT(found, "the check fills in every key of the schema");
  return *found;
}

std::string text(const node& section, std::string_view name) {
  return std::string(required(section, name).as_string());
}
std::int64_t integer(const node& section, std::string_view name) {
  return required(section, name).as_integer();
}
double number(const node& section, std::string_view name) {
  return required(section, name).as_number();
}
std::optional<std::string> optional_text(const node& section, std::string_view name) {
  const node& value = required(section, name);
  if (value.is_null()) return std::nullopt;
  return std::string(value.as_string());
}
std::optional<double> optional_number(const node& section, std::string_view name) {
  const node& value = required(section, name);
  if (value.is_null()) return std::nullopt;
  return value.as_number();
}

std::vector<std::string> texts(const node& section, std::string_view name) {
  const node& items = required(section, name);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < items.size(); ++i)
    out.emplace_back(items.at(i).as_string());
  return out;
}

// The section, or nullptr when it is not set.
const node* section_of(const node& effective, std::string_view name) {
  const node& section = required(effective, name);
  return section.is_null() ? nullptr : &section;
}

std::vector<class_share> build_class_shares(const node& items) {
  std::vector<class_share> shares;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const node& share = items.at(i);
    shares.push_back(
        {text(share, "class"), number(share, "weight"), required(share, "class").where()});
  }
  return shares;
}

run_plan build_run(const node& section) {
  run_plan run;
  run.base_url = optional_text(section, "base_url");
  if (const node* database = section_of(section, "database")) {
    run.database = database_plan{text(*database, "driver"), text(*database, "dsn")};
  }
  run.users = integer(section, "users");
  run.spawn_rate = integer(section, "spawn_rate");
  run.max_duration_seconds = integer(section, "max_duration_seconds");
  run.threads = integer(section, "threads");
  run.drain_seconds = number(section, "drain_seconds");
  return run;
}

feeder_plan build_feeder(const node& section) {
  feeder_plan feeder;
  feeder.where = section.where();
  feeder.path = text(section, "path");
  feeder.path_where = required(section, "path").where();
  const auto format = feeder_format_of(text(section, "format"), feeder.path);
  VL_ASSERT(format, "the feeder's rules refuse endings that say nothing");
  feeder.format = *format;
  feeder.query = optional_text(section, "query").value_or("");
  feeder.query_where = required(section, "query").where();
  const std::string order = text(section, "order");
  feeder.order = order == "unique"   ? feeder_order::unique
                 : order == "random" ? feeder_order::random
                                     : feeder_order::sequential;
  const node& columns = required(section, "columns");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    feeder.columns.push_back({std::string(columns.key_at(i)),
                              std::string(columns.at(i).as_string()), columns.at(i).where()});
  }
  return feeder;
}

data_plan build_data(const node& section) {
  data_plan data;
  data.pool_size = integer(section, "pool_size");
  data.seed = integer(section, "seed");
  const node& locales = required(section, "locales");
  for (std::size_t i = 0; i < locales.size(); ++i) {
    const node& share = locales.at(i);
    data.locales.push_back(
        {text(share, "locale"), number(share, "weight"), required(share, "locale").where()});
  }
  const std::string conflict = text(section, "conflict_mode");
  data.on_conflict = conflict == "repair"    ? conflict_mode::repair
                     : conflict == "explain" ? conflict_mode::explain
                                             : conflict_mode::strict;
  data.source = text(section, "source");
  data.on_exhaust =
      text(section, "on_exhaust") == "error" ? exhaust_mode::error : exhaust_mode::wrap;
  data.reference_date = text(section, "reference_date");
  data.reference_date_where = required(section, "reference_date").where();
  data.email_domain = text(section, "email_domain");
  data.email_domain_where = required(section, "email_domain").where();
  const std::string phones = text(section, "phone_policy");
  data.phones = phones == "none"           ? phone_policy::none
                : phones == "unassignable" ? phone_policy::unassignable
                                           : phone_policy::reserved;
  const node& overrides = required(section, "overrides");
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    data.overrides.push_back({std::string(overrides.key_at(i)),
                              std::string(overrides.at(i).as_string()), overrides.at(i).where()});
  }
  if (const node* feeder = section_of(section, "feeder")) data.feeder = build_feeder(*feeder);
  return data;
}

arrival_plan build_arrival(const node& section) {
  arrival_plan arrival;
  arrival.each = optional_text(section, "each") == "iteration" ? arrival_unit::iteration
                                                               : arrival_unit::session;
  arrival.distribution = optional_text(section, "distribution") == "poisson"
                             ? arrival_distribution::poisson
                             : arrival_distribution::constant;
  arrival.trace = optional_text(section, "trace");
  arrival.max_lateness_seconds = optional_number(section, "max_lateness_seconds");
  return arrival;
}

// Of whichever key tells them: stages, plan or rate.
void build_stages(const node& section, profile_plan& profile) {
  const node& stages = required(section, "stages");
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const node& stage = stages.at(i);
    profile.stages.push_back({static_cast<double>(integer(stage, "users")),
                              number(stage, "seconds"), optional_text(stage, "name").value_or("")});
  }
  if (const auto line = optional_text(section, "plan"))
    profile.stages = read_load_line(*line).stages;
  const auto rate = optional_number(section, "rate");
  if (rate) {
    profile.stages = {
        {optional_number(section, "rate_end").value_or(*rate), profile.duration_seconds, ""}};
  }
  if (profile.arrival && !profile.stages.empty())
    profile.arrival->first_rate = rate.value_or(profile.stages.front().level);
}

profile_type profile_type_of(const std::string& name) {
  if (name == "ramp") return profile_type::ramp;
  if (name == "spike") return profile_type::spike;
  if (name == "step") return profile_type::step;
  if (name == "stages") return profile_type::stages;
  return name == "arrival" ? profile_type::arrival : profile_type::soak;
}

std::optional<std::int64_t> optional_integer(const node& section, std::string_view name) {
  const node& value = required(section, name);
  if (value.is_null()) return std::nullopt;
  return value.as_integer();
}

profile_plan build_profile(const node& section) {
  profile_plan profile;
  profile.type = profile_type_of(text(section, "type"));
  profile.target_users = integer(section, "target_users");
  profile.duration_seconds = optional_number(section, "duration_seconds").value_or(0);
  if (profile.type == profile_type::arrival) profile.arrival = build_arrival(section);
  build_stages(section, profile);
  if (const node* think = section_of(section, "think_time"))
    profile.think_time = build_pause(*think);
  if (const node* pacing = section_of(section, "pacing")) profile.pacing = build_pause(*pacing);
  profile.iterations = optional_integer(section, "iterations");
  profile.total_iterations = optional_integer(section, "total_iterations");
  profile.warmup_seconds = number(section, "warmup_seconds");
  profile.hold_seconds = optional_number(section, "hold_seconds");
  profile.tick_seconds = number(section, "tick_seconds");
  const node& steps = required(section, "steps");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    profile.steps.push_back({integer(steps.at(i), "users"), number(steps.at(i), "seconds")});
  }
  return profile;
}

slo_limits build_limits(const node& section) {
  return {optional_number(section, "max_p95_ms"), optional_number(section, "max_error_rate"),
          required(section, "max_p95_ms").where(), required(section, "max_error_rate").where()};
}

slo_plan build_slo(const node& section) {
  slo_plan slo;
  if (const node* global = section_of(section, "global")) slo.global = build_limits(*global);
  const node& endpoints = required(section, "endpoints");
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    slo.endpoints.push_back({text(endpoints.at(i), "name"), build_limits(endpoints.at(i))});
  }
  const node& rules = required(section, "rules");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const node& one = rules.at(i);
    slo.rules.push_back({text(one, "rule"), optional_text(one, "name").value_or(""),
                         required(one, "abort").as_boolean(), required(one, "rule").where()});
  }
  return slo;
}

safety_plan build_safety(const node& section) {
  safety_plan safety;
  safety.allowed_hosts = texts(section, "allowed_hosts");
  const node& max_users = required(section, "max_users");
  if (!max_users.is_null()) safety.max_users = max_users.as_integer();
  safety.max_rps = optional_number(section, "max_rps");
  safety.stop_file = optional_text(section, "stop_file");
  safety.require_non_routable_contacts =
      required(section, "require_non_routable_contacts").as_boolean();
  return safety;
}

network_plan build_network(const node& section) {
  network_plan network;
  network.source_addresses = texts(section, "source_addresses");
  const node& hosts = required(section, "hosts");
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const std::string name(hosts.key_at(i));
    network.hosts.push_back({name, texts(hosts, name)});
  }
  network.proxy = optional_text(section, "proxy");
  network.no_proxy = texts(section, "no_proxy");
  return network;
}

cleanup_plan build_cleanup(const node& section) {
  cleanup_plan cleanup;
  cleanup.enabled = required(section, "enabled").as_boolean();
  const node& targets = required(required(section, "http"), "targets");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const node& target = targets.at(i);
    cleanup.http_targets.push_back({text(target, "method"), text(target, "path"),
                                    optional_text(target, "delete_path"),
                                    texts(target, "id_fields")});
  }
  const node& database = required(section, "database");
  cleanup.database_strategy = text(database, "strategy");
  cleanup.database_tables = texts(database, "tables");
  return cleanup;
}

reports_plan build_reports(const node& section) {
  reports_plan reports;
  reports.run = optional_text(section, "run");
  for (std::size_t i = 0; i < section.size(); ++i) {
    const node& value = section.at(i);
    const std::string name(section.key_at(i));
    if (value.is_null() || name == "run") continue;
    report_plan one{name, {}, {}, value.where()};
    if (value.is(node_kind::map)) {
      one.path = text(value, "path");
      one.options = node::map();
      for (std::size_t k = 0; k < value.size(); ++k) {
        if (value.key_at(k) != "path") one.options.add(std::string(value.key_at(k)), value.at(k));
      }
    } else {
      one.path = value.as_string();
    }
    reports.wanted.push_back(std::move(one));
  }
  return reports;
}

void resolve(node* section, std::string_view name, const std::string& folder) {
  const node* value = section ? section->find(name) : nullptr;
  if (!value || !value->is(node_kind::string)) return;
  const std::filesystem::path path(value->as_string());
  if (path.is_absolute()) return;
  node resolved = node::string((std::filesystem::path(folder) / path).string());
  resolved.written_at(value->where());
  section->set(name, std::move(resolved));
}

}  // namespace

void resolve_paths(node& effective, const std::string& folder) {
  if (folder.empty()) return;
  resolve(effective.find("scenario"), "path", folder);
  resolve(effective.find("safety"), "stop_file", folder);
  node* reports = effective.find("reports");
  for (std::size_t i = 0; reports && i < reports->size(); ++i) {
    if (reports->at(i).is(node_kind::map)) {
      resolve(&reports->at(i), "path", folder);
    } else {
      resolve(reports, std::string(reports->key_at(i)), folder);
    }
  }
  resolve(effective.find("profile"), "trace", folder);
  if (node* data = effective.find("data")) resolve(data->find("feeder"), "path", folder);
  node* run = effective.find("run");
  node* database = run ? run->find("database") : nullptr;
  const node* driver = database ? database->find("driver") : nullptr;
  if (!driver || driver->as_string() != "sqlite") return;
  const std::string dsn = text(*database, "dsn");
  if (dsn != ":memory:" && !dsn.starts_with("file:")) resolve(database, "dsn", folder);
}

plan build_plan(const node& effective) {
  plan out;
  if (const node* scenario = section_of(effective, "scenario")) {
    out.scenario =
        scenario_plan{text(*scenario, "path"), optional_text(*scenario, "user_class").value_or(""),
                      build_class_shares(required(*scenario, "users"))};
  }
  out.run = build_run(required(effective, "run"));
  out.data = build_data(required(effective, "data"));
  out.profile = build_profile(required(effective, "profile"));
  if (const node* slo = section_of(effective, "slo")) out.slo = build_slo(*slo);
  if (const node* reports = section_of(effective, "reports")) out.reports = build_reports(*reports);
  out.safety = build_safety(required(effective, "safety"));
  if (const node* network = section_of(effective, "network")) out.network = build_network(*network);
  if (const node* cleanup = section_of(effective, "cleanup")) out.cleanup = build_cleanup(*cleanup);
  return out;
}

}  // namespace veriload::config

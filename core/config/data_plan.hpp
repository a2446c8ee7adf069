// The personas that a run is asked for, checked. Flow: configuration -> [data plan] -> personas.
#pragma once

#include "core/base/node.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Names, units and defaults are those of the configuration reference.
namespace veriload::config {

struct locale_share {
  std::string locale;
  double weight = 0;
  base::place where{};
};

enum class conflict_mode { strict, repair, explain };
enum class exhaust_mode { wrap, error };
enum class phone_policy { reserved, unassignable, none };

/// A persona field by its path, with the value that it is given.
struct persona_override {
  std::string path;
  std::string value;
  base::place where{};
};

enum class feeder_format { csv, jsonl, sqlite };
enum class feeder_order { sequential, unique, random };

struct feeder_column {
  std::string column;
  std::string path;  ///< of the persona field that it replaces
  base::place where{};
};

struct feeder_plan {
  std::string path;
  base::place path_where{};
  feeder_format format = feeder_format::csv;
  std::string query;  ///< of sqlite alone
  base::place query_where{};
  feeder_order order = feeder_order::sequential;
  std::vector<feeder_column> columns;
  base::place where{};
};

struct data_plan {
  std::int64_t pool_size = 0;
  std::int64_t seed = 0;
  std::vector<locale_share> locales;  ///< at least one
  conflict_mode on_conflict = conflict_mode::repair;
  std::string source;  ///< `verisim` or `memory`
  exhaust_mode on_exhaust = exhaust_mode::wrap;
  std::string reference_date = "2026-01-01";
  base::place reference_date_where{};
  std::string email_domain = "example.invalid";
  base::place email_domain_where{};
  phone_policy phones = phone_policy::reserved;
  std::vector<persona_override> overrides;
  std::optional<feeder_plan> feeder;
};

}  // namespace veriload::config

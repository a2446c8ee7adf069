// The tables that all locales share, checked. Flow: tables -> [shared tables] -> layout.
#pragma once

#include "core/personas/pack/problems.hpp"
#include "core/personas/pack/record_tables.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas::pack {

struct salary_band {
  std::uint32_t least;
  std::uint32_t most;
};

/// `salaries` by level. `postal_shapes`: what postal codes look like, `#` a digit, `@` a letter.
struct country {
  std::string code;
  std::string calling_code;
  std::string currency;
  std::uint32_t exponent;
  std::vector<std::string> postal_shapes;
  std::string postal_letters;
  std::vector<salary_band> salaries;
  std::uint32_t tax_percent = 0;
  std::uint32_t per_100_dollars = 0;  ///< units of the currency; 0: the table has no row
};

struct industry {
  std::string id;
  std::uint32_t salary_percent;
  std::uint32_t weight;
};

struct level {
  std::string id;
  std::uint32_t min_age;
  std::uint32_t min_experience;
  std::uint32_t weight;
};

struct education {
  std::string id;
  std::uint32_t graduation_min;
  std::uint32_t graduation_max;
  std::uint32_t weight;
};

struct funding {
  std::string stage;
  std::uint32_t min_age;
  std::uint32_t weight;
};

struct band {
  std::string id;
  std::uint32_t employees_min;
  std::uint32_t employees_max;
  std::uint32_t age_min;
  std::uint32_t age_max;
  std::uint32_t revenue_min_percent;
  std::uint32_t revenue_max_percent;
  std::uint32_t weight;
  std::vector<funding> fundings;
};

struct device {
  std::string user_agent;
  std::string device;
  std::string os;
  std::string browser;
  std::uint32_t weight;
};

/// `region`: an ISO 3166-2 code, or empty. `policy`: as image::phone_policy counts.
struct phone_block {
  std::uint32_t country;
  std::string region;
  std::uint32_t policy;
  std::string prefix;
  std::uint64_t first;
  std::uint32_t count;
  std::uint32_t digits;
  std::string national;
  std::uint32_t line;
};

struct shared_tables {
  std::vector<country> countries;
  std::vector<industry> industries;
  std::vector<level> levels;
  std::vector<education> educations;
  std::vector<band> bands;
  std::vector<device> devices;
  std::vector<phone_block> phones;
  record_tables records;
};

/// Their ids, in their order: what other tables may name.
template <class Row>
std::vector<std::string> ids(const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const Row& row : rows)
    out.push_back(row.id);
  return out;
}

std::vector<std::string> codes(const std::vector<country>& countries);

/// Reads the folder `shared` below `data`. The answer is whole only when nothing was found.
shared_tables read_shared_tables(const std::filesystem::path& data, problems& found);

/// Parts of it. The others' tables must have been read.
void read_companies(const std::filesystem::path& folder, shared_tables& out, problems& found);
void read_devices(const std::filesystem::path& folder, shared_tables& out, problems& found);
void read_phones(const std::filesystem::path& folder, shared_tables& out, problems& found);
void read_records(const std::filesystem::path& folder, shared_tables& out, problems& found);

}  // namespace veriload::personas::pack

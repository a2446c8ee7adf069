#include "core/personas/rules/pool_rules.hpp"

#include "core/base/random.hpp"
#include "core/personas/rules/subject.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace veriload::personas::rules {
namespace {

constexpr std::array<field, 21> facts{field::company_name,
                                      field::company_industry,
                                      field::company_domain,
                                      field::company_legal_form,
                                      field::company_size_band,
                                      field::company_employee_count,
                                      field::company_founded_year,
                                      field::company_funding_stage,
                                      field::company_revenue_min,
                                      field::company_revenue_max,
                                      field::company_departments,
                                      field::company_email_pattern,
                                      field::hq_line1,
                                      field::hq_city,
                                      field::hq_region,
                                      field::hq_region_code,
                                      field::hq_postal_code,
                                      field::hq_country,
                                      field::hq_country_code,
                                      field::hq_timezone,
                                      field::locale};

}  // namespace

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = base::mix64(text.size() + 0x9e3779b97f4a7c15ULL);
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t taken = std::min(text.size(), sizeof word);
    std::memcpy(&word, text.data(), taken);
    hash = base::mix64(hash ^ word) + 0x9e3779b97f4a7c15ULL;
    text.remove_prefix(taken);
  }
  return base::mix64(hash);
}

void company_members::add(std::uint64_t index, std::span<const std::string> values) {
  const auto value = [&](field which) -> const std::string& {
    return values[static_cast<std::size_t>(which)];
  };
  std::uint64_t told = 0;
  for (const field which : facts)
    told = base::mix64(told ^ hash_of(value(which)));
  // What is no number is R15's to tell.
  const std::int64_t employees =
      whole_number(value(field::company_employee_count)).value_or(INT64_MAX);
  const auto [known, is_new] =
      companies_.try_emplace(value(field::company_id), entry{index, 0, told, 0, employees, false});
  entry& company = known->second;
  ++company.members;
  if (company.facts == told || company.differs) return;
  company.differs = true;
  company.other_index = index;
}

void company_members::merge(const company_members& other) {
  for (const auto& [id, theirs] : other.companies_) {
    const auto [known, is_new] = companies_.try_emplace(id, theirs);
    if (is_new) continue;
    entry& ours = known->second;
    ours.members += theirs.members;
    if (!ours.differs && (theirs.differs || ours.facts != theirs.facts)) {
      ours.differs = true;
      ours.other_index = theirs.differs ? theirs.other_index : theirs.first_index;
    }
    ours.first_index = std::min(ours.first_index, theirs.first_index);
  }
}

std::vector<pool_violation> company_members::violations(bool show_values) const {
  std::vector<pool_violation> found;
  for (const auto& [id, company] : companies_) {
    const std::string name = show_values ? "\"" + id + "\"" : redacted(id);
    if (company.employees < 0 || company.members > static_cast<std::uint64_t>(company.employees)) {
      found.push_back(
          {company.first_index,
           {"R17",
            field::company_employee_count,
            {field::company_id},
            false,
            show_values ? std::to_string(company.employees) : "fewer employees than members",
            "at least the " + std::to_string(company.members) + " members of company " + name}});
    }
    if (company.differs) {
      found.push_back({company.other_index,
                       {"R17",
                        field::company_id,
                        {},
                        false,
                        name,
                        "the same name, size, seat and domain of a company from all its members"}});
    }
  }
  std::ranges::sort(found, {}, &pool_violation::index);
  return found;
}

void unique_values::sort() {
  std::ranges::sort(values_, [](const hashed_value& a, const hashed_value& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.index < b.index;
  });
}

}  // namespace veriload::personas::rules

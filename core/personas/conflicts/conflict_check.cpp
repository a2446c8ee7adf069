#include "core/personas/conflicts/conflict_check.hpp"

#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/personas/conflicts/value_form.hpp"
#include "core/personas/engine_source.hpp"
#include "core/personas/persona_id.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

namespace veriload::personas {
namespace {

constexpr std::uint64_t looked_at = 200;          // of each locale
constexpr std::uint64_t most_rows = 20'000;       // about a second; dataset validate looks at all
constexpr std::uint64_t most_searched = 200'000;  // for a locale that is rare

std::string path_of(field which) {
  return std::string(field_paths()[static_cast<std::size_t>(which)]);
}

// The fields of which one alone fixes this one, the field itself first.
std::vector<field> fixers_of(field which) {
  switch (which) {
    case field::birthdate:
      return {field::birthdate, field::age};
    case field::age:
      return {field::age, field::birthdate};
    case field::region_code:
      return {field::region_code, field::region};
    case field::region:
      return {field::region, field::region_code};
    case field::company_industry:
      return {field::company_industry, field::job_industry};
    case field::job_industry:
      return {field::job_industry, field::company_industry};
    case field::job_level:
      return {field::job_level, field::job_title};
    case field::company_website_host:
      return {field::company_website_host, field::company_domain};
    default:
      return {which};
  }
}

std::optional<field> giver_of(field which, const given_values& given) {
  for (const field one : fixers_of(which)) {
    if (given.has(one)) return one;
  }
  return std::nullopt;
}

// The given values that contradict each other in what is broken: at least two, or none.
std::vector<field> contradicting(const rules::violation& broken, const given_values& given) {
  if (!broken.decided || broken.against.empty()) return {};
  std::vector<field> givers;
  const auto add = [&](field which) {
    const std::optional<field> giver = giver_of(which, given);
    if (giver && std::ranges::find(givers, *giver) == givers.end()) givers.push_back(*giver);
    return giver.has_value();
  };
  if (!add(broken.which) || !std::ranges::all_of(broken.against, add) || givers.size() < 2)
    return {};
  return givers;
}

// The given values that have a part in what is broken.
std::vector<field> concerned(const rules::violation& broken, const given_values& given) {
  std::vector<field> givers;
  const auto add = [&](field which) {
    for (const field one : fixers_of(which)) {
      if (given.has(one) && std::ranges::find(givers, one) == givers.end()) givers.push_back(one);
    }
  };
  add(broken.which);
  std::ranges::for_each(broken.against, add);
  return givers;
}

std::string redacted_value(field which, const given_values& given) {
  return path_of(which) + " (" + rules::redacted(given.find(which).value_or("")) + ")";
}

rules::settings settings_of(const world& shared) {
  return {shared.reference(), shared.email_domain(), shared.phones()};
}

std::vector<std::string> codes_of(const world& shared) {
  std::vector<std::string> codes;
  for (std::uint32_t i = 0; i < shared.locales(); ++i)
    codes.emplace_back(shared.locale(i).values.code);
  return codes;
}

}  // namespace

conflict_check::conflict_check(const engine_source& personas, const config::data_plan& plan)
    : personas_(personas),
      mode_(plan.on_conflict),
      overrides_(plan.overrides),
      book_(personas.shared().tables(), settings_of(personas.shared()),
            codes_of(personas.shared())) {}

std::vector<rules::violation> conflict_check::violations(std::uint64_t index,
                                                         const given_values* given) const {
  constexpr auto count = static_cast<std::size_t>(field::count);
  person one(personas_.shared(), personas_.basis(index), given);
  std::vector<std::string> values(count);
  for (std::size_t i = 0; i < count; ++i)
    one.append(static_cast<field>(i), values[i]);
  return violations(values, given);
}

std::vector<rules::violation> conflict_check::violations(std::span<const std::string> values,
                                                         const given_values* given) const {
  rules::field_set which;
  if (given != nullptr) {
    for (const auto& [name, value] : given->all())
      which.set(static_cast<std::size_t>(name));
  }
  std::vector<rules::violation> broken;
  book_.check(values, which, broken);
  return broken;
}

const rules::violation* conflict_check::refused(const std::vector<rules::violation>& broken,
                                                const given_values& given) const {
  if (mode_ == config::conflict_mode::explain || broken.empty()) return nullptr;
  if (mode_ == config::conflict_mode::strict) return &broken.front();
  const auto found = std::ranges::find_if(
      broken, [&](const rules::violation& one) { return !contradicting(one, given).empty(); });
  return found == broken.end() ? nullptr : &*found;
}

// Two that contradict each other, or one and what it does not agree with.
std::string conflict_check::reason(const rules::violation& broken,
                                   const given_values& given) const {
  std::vector<field> givers = contradicting(broken, given);
  const bool among_themselves = !givers.empty();
  if (!among_themselves) givers = concerned(broken, given);
  std::string text;
  for (const field which : givers) {
    const char* joint = text.empty() ? "" : among_themselves ? " contradicts " : ", ";
    text += joint + redacted_value(which, given);
  }
  if (text.empty()) text = "what is given";
  if (!among_themselves) text += " does not agree with the persona";
  text += ", rule " + std::string(broken.rule) + ": " + path_of(broken.which) + " is " +
          broken.found + ", expected " + broken.expected;
  return text;
}

std::optional<std::string> conflict_check::check_given(std::uint64_t index,
                                                       const given_values& given) const {
  for (const auto& [which, value] : given.all()) {
    const world& shared = personas_.shared();
    const std::string fault = form_fault(shared.tables(), shared.reference(), which, value);
    if (!fault.empty()) return path_of(which) + " is " + fault;
  }
  if (given.empty() || mode_ == config::conflict_mode::explain) return std::nullopt;
  const std::vector<rules::violation> broken = violations(index, &given);
  const rules::violation* const why = refused(broken, given);
  if (why == nullptr) return std::nullopt;
  return reason(*why, given);
}

// The override to look at first: the later of those that have a part in it.
const config::persona_override* conflict_check::override_of(const rules::violation& broken,
                                                            const given_values& given) const {
  const std::vector<field> givers = concerned(broken, given);
  const config::persona_override* found = nullptr;
  for (const config::persona_override& one : overrides_) {
    const auto which = static_cast<field>(personas_.required_field(one.path));
    if (found == nullptr || std::ranges::find(givers, which) != givers.end()) found = &one;
  }
  return found;
}

void conflict_check::require_agreement() const {
  require_constants();
  require_rows();
}

void conflict_check::require_rows() const {
  if (personas_.rows() == nullptr) return;
  const std::uint64_t most = std::min(personas_.count(), most_rows);
  given_values room;
  for (std::uint64_t index = 0; index < most; ++index) {
    const given_values* const given = personas_.given(index, room);
    if (given == nullptr) return;
    const auto why = check_given(index, *given);
    if (!why) continue;
    throw setup_error(personas_.rows()->name_of(personas_.row(index)) + ", persona " +
                      persona_id_of(index) + ": " + *why);
  }
}

void conflict_check::require_constants() const {
  if (overrides_.empty() || mode_ == config::conflict_mode::explain) return;
  const given_values& given = *personas_.constants();
  std::vector<std::uint64_t> left;
  for (std::uint32_t i = 0; i < personas_.shared().locales(); ++i)
    left.push_back(std::min(looked_at, personas_.shared().locale(i).count));
  std::uint64_t all = std::accumulate(left.begin(), left.end(), std::uint64_t{0});
  const std::uint64_t most = std::min(personas_.count(), most_searched);
  for (std::uint64_t index = 0; index < most && all > 0; ++index) {
    std::uint64_t& wanted = left[personas_.basis(index).locale];
    if (wanted == 0) continue;
    --wanted;
    --all;
    const std::vector<rules::violation> broken = violations(index, &given);
    const rules::violation* const why = refused(broken, given);
    if (why == nullptr) continue;
    const config::persona_override* const at = override_of(*why, given);
    const std::string place = at == nullptr ? "" : at->where.text();
    throw setup_error((place.empty() ? "" : place + ": ") +
                      "data.overrides: " + reason(*why, given) + " (persona " +
                      persona_id_of(index) + ", " + std::string(personas_.locale(index)) + "); " +
                      (mode_ == config::conflict_mode::strict
                           ? "data.conflict_mode: repair has the rest follow from it"
                           : "leave one of them out, or set data.conflict_mode: explain"));
  }
}

std::string conflict_check::line(std::uint64_t index,
                                 const std::vector<rules::violation>& broken) const {
  std::string out = "{\"persona_id\":\"" + persona_id_of(index) +
                    "\",\"index\":" + std::to_string(index) + ",\"locale\":";
  base::append_json_string(out, personas_.locale(index));
  out += ",\"conflicts\":[";
  for (const rules::violation& one : broken) {
    if (&one != &broken.front()) out += ',';
    out += "{\"rule\":";
    base::append_json_string(out, one.rule);
    out += ",\"path\":";
    base::append_json_string(out, path_of(one.which));
    out += ",\"found\":";
    base::append_json_string(out, one.found);
    out += ",\"expected\":";
    base::append_json_string(out, one.expected);
    out += '}';
  }
  out += "]}\n";
  return out;
}

}  // namespace veriload::personas

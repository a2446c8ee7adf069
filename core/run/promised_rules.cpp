#include "core/run/promised_rules.hpp"

#include "core/base/setup_error.hpp"
#include "core/gates/rule_parser.hpp"
#include "core/gates/slo.hpp"

namespace veriload::run {
namespace {

gates::limits limits_of(const config::slo_limits& plan) {
  return {plan.max_p95_ms, plan.max_error_rate, plan.p95_where, plan.error_rate_where};
}

}  // namespace

std::vector<gates::rule> promised_rules(const config::plan& plan) {
  if (!plan.slo) return {};
  const config::slo_plan& slo = *plan.slo;
  gates::slo limits;
  if (slo.global) limits.global = limits_of(*slo.global);
  for (const config::endpoint_slo& one : slo.endpoints)
    limits.endpoints.push_back({one.name, limits_of(one.limits)});
  std::vector<gates::rule> rules = gates::rules_of(limits);

  std::string mistakes;
  for (std::size_t i = 0; i < slo.rules.size(); ++i) {
    const config::slo_rule& one = slo.rules[i];
    const std::string key = "slo.rules[" + std::to_string(i) + "]";
    try {
      gates::rule read =
          gates::parse_rule(one.text, {one.where, one.begins_at_where, key, one.abort});
      read.name = one.name;
      rules.push_back(std::move(read));
    } catch (const setup_error& error) {
      mistakes += (mistakes.empty() ? "" : "\n") + std::string(error.what());
    }
  }
  if (!mistakes.empty()) throw setup_error(mistakes);
  return rules;
}

}  // namespace veriload::run

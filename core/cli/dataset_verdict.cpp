#include "core/cli/dataset_verdict.hpp"

#include "core/base/setup_error.hpp"
#include "core/cli/counting_line.hpp"
#include "core/personas/conflicts/conflict_check.hpp"
#include "core/personas/persona_id.hpp"
#include "core/personas/rules/pool_rules.hpp"
#include "core/run/conflict_report.hpp"
#include "core/run/in_parts.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace veriload::cli {
namespace {

using personas::field;
using personas::rules::violation;

constexpr std::uint64_t batch_size = 16'384;

std::size_t number_of(std::string_view rule) {
  return static_cast<std::size_t>(std::stoi(std::string(rule.substr(1)))) - 1;
}

rule_example example_of(std::uint64_t index, const violation& one) {
  return {index, std::string(personas::field_paths()[static_cast<std::size_t>(one.which)]),
          one.found, one.expected};
}

void count(rule_count& at, std::uint64_t index, const violation& one, bool by_given) {
  (by_given ? at.by_given : at.violations) += 1;
  auto& example = by_given ? at.example_by_given : at.example;
  if (!example) example = example_of(index, one);
}

// What one thread finds; parts are put together in the order of their personas.
struct part {
  std::array<rule_count, 21> rules;
  personas::rules::company_members members;
  std::vector<std::uint64_t> locales, industries;
  struct conflict {
    std::string line;
    std::size_t violations;
  };
  std::vector<conflict> conflicts;
};

class judge {
 public:
  judge(const dataset& data, const verdict_options& how)
      : data_(data), source_(*data.source), check_(source_, data.plan), how_(how) {
    fields_.resize(static_cast<std::size_t>(field::count));
    std::iota(fields_.begin(), fields_.end(), 0U);
    parts_.resize(how.threads);
    for (part& one : parts_) {
      one.locales.resize(source_.shared().locales());
      one.industries.resize(source_.shared().tables().industries());
    }
  }

  void look_at(chosen_personas& chosen, dataset_verdict& out) {
    const bool explains =
        data_.plan.on_conflict == config::conflict_mode::explain && source_.gives();
    run::conflict_lines lines(run::conflict_file(data_.json_report));
    counting_line progress("personas", chosen.count(), how_.quiet);
    std::vector<std::uint64_t> batch;
    while (next_batch(chosen, batch)) {
      run::in_parts(batch.size(), how_.threads,
                    [&](std::uint32_t number, std::uint64_t first, std::uint64_t last) {
                      look_at(std::span(batch).subspan(first, last - first), parts_[number]);
                    });
      for (part& one : parts_) {
        for (const part::conflict& conflict : one.conflicts) {
          if (explains) lines.add(conflict.line, conflict.violations);
          ++out.conflicting;
        }
        one.conflicts.clear();
      }
      out.personas += batch.size();
      progress.at(out.personas);
    }
    progress.done(out.personas);
    if (!explains) return;
    out.conflicts_file = run::conflict_file(data_.json_report).string();
    const std::string problem = lines.finish();
    if (!problem.empty()) throw setup_error(problem, exit_code::unrunnable);
  }

  void sum_up(dataset_verdict& out) {
    personas::rules::company_members members;
    std::vector<std::uint64_t> locales(parts_[0].locales.size());
    std::vector<std::uint64_t> industries(parts_[0].industries.size());
    for (part& one : parts_) {
      for (std::size_t i = 0; i < out.rules.size(); ++i)
        add(one.rules[i], out.rules[i]);
      members.merge(one.members);
      for (std::size_t i = 0; i < locales.size(); ++i)
        locales[i] += one.locales[i];
      for (std::size_t i = 0; i < industries.size(); ++i)
        industries[i] += one.industries[i];
    }
    out.companies = members.companies();
    const bool given = source_.gives();
    for (const personas::rules::pool_violation& one : members.violations(!given))
      count(out.rules[number_of(one.what.rule)], one.index, one.what, given);
    name_shares(locales, industries, out);
  }

 private:
  static bool next_batch(chosen_personas& chosen, std::vector<std::uint64_t>& batch) {
    batch.clear();
    while (batch.size() < batch_size) {
      const auto index = chosen.next();
      if (!index) break;
      batch.push_back(*index);
    }
    return !batch.empty();
  }

  static void add(const rule_count& from, rule_count& to) {
    to.violations += from.violations;
    to.by_given += from.by_given;
    const auto earlier = [](const auto& one, auto& kept) {
      if (one && (!kept || one->index < kept->index)) kept = one;
    };
    earlier(from.example, to.example);
    earlier(from.example_by_given, to.example_by_given);
  }

  void look_at(std::span<const std::uint64_t> indices, part& into) const {
    std::vector<std::string> values(fields_.size());
    personas::given_values room;
    for (const std::uint64_t index : indices) {
      source_.values(index, fields_, values);
      into.members.add(index, values);
      ++into.locales[source_.basis(index).locale];
      const auto& industry = values[static_cast<std::size_t>(field::job_industry)];
      for (std::uint32_t i = 0; i < into.industries.size(); ++i) {
        if (source_.shared().tables().industry(i).id == industry) ++into.industries[i];
      }
      // Values are functions of the basis: where kept and computed ones agree, so do all.
      if (source_.basis(index) != source_.shared().basis(index)) {
        count(into.rules[20], index,
              {"R21",
               field::index,
               {},
               false,
               "another place among the names when it is kept",
               "the same with data.source memory and verisim"},
              false);
      }
      const personas::given_values* const given = source_.given(index, room);
      const auto broken = check_.violations(values, given);
      if (!broken.empty()) take(index, broken, given, into);
    }
  }

  // Whose fault it is: what is broken without given values too is the engine's.
  void take(std::uint64_t index, const std::vector<violation>& broken,
            const personas::given_values* given, part& into) const {
    std::vector<violation> without;
    if (given != nullptr) without = check_.violations(index, nullptr);
    const bool refused = given != nullptr && check_.refuses(broken, *given);
    for (const violation& one : broken) {
      const bool own =
          given == nullptr || std::ranges::any_of(without, [&](const violation& other) {
            return other.rule == one.rule && other.which == one.which;
          });
      count(into.rules[number_of(one.rule)], index, one, !own && !refused);
    }
    if (given != nullptr) into.conflicts.push_back({check_.line(index, broken), broken.size()});
  }

  void name_shares(const std::vector<std::uint64_t>& locales,
                   const std::vector<std::uint64_t>& industries, dataset_verdict& out) const {
    double weights = 0;
    for (const config::locale_share& share : data_.plan.locales)
      weights += share.weight;
    for (std::size_t i = 0; i < locales.size(); ++i) {
      const config::locale_share& share = data_.plan.locales[i];
      out.locales.push_back({share.locale, locales[i], share.weight / weights});
    }
    const personas::image::tables& tables = source_.shared().tables();
    const double all = tables.industry_choice().total();
    for (std::uint32_t i = 0; i < industries.size(); ++i) {
      out.industries.push_back(
          {std::string(tables.industry(i).id), industries[i], tables.industry(i).weight / all});
    }
  }

  const dataset& data_;
  const personas::engine_source& source_;
  personas::conflict_check check_;
  verdict_options how_;
  std::vector<personas::field_id> fields_;
  std::vector<part> parts_;
};

// One field after another, so that 16 bytes a persona are enough.
uniqueness prove_unique(const personas::engine_source& source, std::string_view path,
                        std::string noun, const verdict_options& how) {
  const personas::field_id id = source.required_field(path);
  personas::rules::unique_values values;
  values.reserve(source.count());
  counting_line progress("values of " + std::string(path), source.count(), how.quiet);
  std::vector<std::vector<personas::rules::hashed_value>> found(how.threads);
  constexpr std::uint64_t at_once = batch_size * 8;
  for (std::uint64_t done = 0; done < source.count();) {
    const std::uint64_t more = std::min(at_once, source.count() - done);
    run::in_parts(more, how.threads,
                  [&](std::uint32_t number, std::uint64_t first, std::uint64_t last) {
                    std::string text;
                    for (std::uint64_t index = done + first; index < done + last; ++index) {
                      source.value(index, id, text);
                      found[number].push_back({personas::rules::hash_of(text), index});
                    }
                  });
    for (auto& part : found) {
      values.add(part);
      part.clear();
    }
    done += more;
    progress.at(done);
  }
  progress.done(source.count());
  const auto outcome =
      values.count([&](std::uint64_t index, std::string& text) { source.value(index, id, text); });
  uniqueness made{std::string(path), std::move(noun), outcome.different, outcome.duplicates, {}};
  if (outcome.duplicates == 0) return made;
  const personas::given_values* const given = source.constants();
  if (given != nullptr && given->has(static_cast<field>(id))) {
    made.example = "data.overrides gives everybody the same";
  } else {
    made.example = personas::persona_id_of(outcome.first) + " and " +
                   personas::persona_id_of(outcome.second) + " have the same";
  }
  return made;
}

}  // namespace

bool dataset_verdict::passed() const {
  return std::ranges::all_of(rules, [](const rule_count& one) { return one.violations == 0; }) &&
         std::ranges::all_of(unique, [](const uniqueness& one) { return one.duplicates == 0; });
}

dataset_verdict judge_dataset(const dataset& data, chosen_personas& chosen,
                              const verdict_options& how) {
  dataset_verdict made;
  made.pool = data.source->count();
  judge court(data, how);
  court.look_at(chosen, made);
  court.sum_up(made);
  if (!how.uniqueness) return made;
  for (const auto& [path, noun] :
       {std::pair{"contact.email", "Emails"}, std::pair{"person.username", "Usernames"},
        std::pair{"persona_id", "Persona IDs"}, std::pair{"external_id", "External IDs"}}) {
    made.unique.push_back(prove_unique(*data.source, path, noun, how));
  }
  return made;
}

}  // namespace veriload::cli

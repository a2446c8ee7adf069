#include "core/cli/dataset_verdict.hpp"
#include "core/personas/persona_id.hpp"
#include "core/personas/rules/rule_book.hpp"
#include "core/report/figures.hpp"
#include "core/report/text_table.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace veriload::cli {
namespace {

using base::node;
using report::count_text;
using report::emphasis;

node whole(std::uint64_t value) { return node::integer(static_cast<std::int64_t>(value)); }

// "External IDs" as "external_ids".
std::string key_of(std::string noun) {
  std::ranges::transform(noun, noun.begin(), [](char c) {
    return c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return noun;
}

void add_example(node& to, const char* key, const std::optional<rule_example>& example) {
  if (!example) return;
  node& made = to.add(key, node::map());
  made.add("persona_id", node::string(personas::persona_id_of(example->index)));
  made.add("path", node::string(example->path));
  made.add("found", node::string(example->found));
  made.add("expected", node::string(example->expected));
}

node shares_tree(const std::vector<share_count>& shares, std::uint64_t all) {
  node list = node::map();
  for (const share_count& one : shares) {
    node& made = list.add(one.name, node::map());
    made.add("personas", whole(one.personas));
    made.add(
        "share",
        node::number(all == 0 ? 0 : static_cast<double>(one.personas) / static_cast<double>(all)));
    made.add("configured", node::number(one.configured));
  }
  return list;
}

void add_shares(std::string& out, const char* title, const std::vector<share_count>& shares,
                std::uint64_t all, std::size_t width, bool colour) {
  report::text_table table("Lrrr");
  table.add({{title, emphasis::bold},
             {"Personas", emphasis::bold},
             {"Share", emphasis::bold},
             {"Configured", emphasis::bold}});
  for (const share_count& one : shares) {
    const double share =
        all == 0 ? 0 : static_cast<double>(one.personas) / static_cast<double>(all);
    table.add({{report::printable(one.name)},
               {count_text(one.personas)},
               {report::share_text(share)},
               {report::share_text(one.configured)}});
  }
  out += '\n' + table.text(width, colour);
}

void add_example(std::string& out, std::string_view rule, const char* kind,
                 const std::optional<rule_example>& example) {
  if (!example) return;
  out += "  " + std::string(rule) + kind + ": " + personas::persona_id_of(example->index) + " " +
         example->path + " is " + report::printable(example->found) + ", expected " +
         report::printable(example->expected) + "\n";
}

}  // namespace

base::node verdict_tree(const dataset_verdict& verdict) {
  node tree = node::map();
  tree.add("passed", node::boolean(verdict.passed()));
  tree.add("total_personas", whole(verdict.personas));
  tree.add("pool_size", whole(verdict.pool));
  tree.add("companies", whole(verdict.companies));
  for (const uniqueness& one : verdict.unique) {
    tree.add("unique_" + key_of(one.noun), whole(one.different));
    tree.add("duplicate_" + key_of(one.noun), whole(one.duplicates));
  }
  tree.add("conflicting_personas", whole(verdict.conflicting));
  node& rules = tree.add("rules", node::list());
  const auto titles = personas::rules::rule_titles();
  for (std::size_t i = 0; i < titles.size(); ++i) {
    node& one = rules.push(node::map());
    one.add("id", node::string(std::string(titles[i].id)));
    one.add("title", node::string(std::string(titles[i].title)));
    one.add("violations", whole(verdict.rules[i].violations));
    one.add("by_given_values", whole(verdict.rules[i].by_given));
    add_example(one, "example", verdict.rules[i].example);
    add_example(one, "example_by_given_values", verdict.rules[i].example_by_given);
  }
  tree.add("locales", shares_tree(verdict.locales, verdict.personas));
  tree.add("industries", shares_tree(verdict.industries, verdict.personas));
  return tree;
}

std::string verdict_table(const dataset_verdict& verdict, std::size_t width, bool colour) {
  report::text_table facts("lrL");
  facts.add(
      {{"Total Personas"}, {count_text(verdict.personas)}, {"of " + count_text(verdict.pool)}});
  for (const uniqueness& one : verdict.unique) {
    facts.add({{"Unique " + one.noun}, {count_text(one.different)}});
    facts.add({{"Duplicate " + one.noun},
               {count_text(one.duplicates), one.duplicates == 0 ? emphasis::none : emphasis::bad},
               {one.example}});
  }
  if (verdict.unique.empty()) facts.add({{"Unique Emails"}, {"not checked"}});
  facts.add({{"Companies"}, {count_text(verdict.companies)}});
  std::string out = facts.text(width, colour);

  report::text_table rules("lLrr");
  rules.add({{"Rule", emphasis::bold},
             {"Demands", emphasis::bold},
             {"Violations", emphasis::bold},
             {"By given values", emphasis::bold}});
  const auto titles = personas::rules::rule_titles();
  std::string examples;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const rule_count& one = verdict.rules[i];
    rules.add({{std::string(titles[i].id)},
               {std::string(titles[i].title)},
               {count_text(one.violations), one.violations == 0 ? emphasis::none : emphasis::bad},
               {count_text(one.by_given), one.by_given == 0 ? emphasis::none : emphasis::warning}});
    add_example(examples, titles[i].id, "", one.example);
    add_example(examples, titles[i].id, " by given values", one.example_by_given);
  }
  out += '\n' + rules.text(width, colour);
  if (!examples.empty()) out += "\n  The first of each:\n" + examples;
  add_shares(out, "Locales", verdict.locales, verdict.personas, width, colour);
  add_shares(out, "Industries", verdict.industries, verdict.personas, width, colour);
  if (!verdict.conflicts_file.empty()) {
    out += "\n  " + count_text(verdict.conflicting) +
           " personas with conflicts: " + verdict.conflicts_file + "\n";
  }
  return out;
}

}  // namespace veriload::cli

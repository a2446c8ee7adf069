// `veriload plugin check`: holds plugins to the rules of the ABI.
#include "core/base/node.hpp"
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/terminal.hpp"
#include "core/plugin_check/child_check.hpp"
#include "core/plugin_check/rule.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>
#include <regex>

namespace veriload::cli {
namespace {

using plugin_check::outcome;
using plugin_check::rule;
using plugin_check::subject;
using plugin_check::verdict;

constexpr std::array<const char*, 4> outcome_names{"passed", "warning", "failed", "not run"};
constexpr std::array<const char*, 4> outcome_colours{"\x1b[32m", "\x1b[33m", "\x1b[1;31m",
                                                     "\x1b[2m"};

struct options {
  std::vector<std::string> files;
  std::string only;
  std::uint64_t seed = 0;
  std::uint64_t timeout = 60;
  bool json = false;
  bool together = false;
  bool in_process = false;
  bool list = false;
};

bool read(const std::vector<std::string>& arguments, options& o) {
  command_line line(
      "veriload plugin check FILE... [options]",
      "Holds each plugin to the rules of the ABI: what the file exports, how it starts and ends,\n"
      "how it behaves when the host delays, reorders, fails and cancels, and what it does to the\n"
      "process. Each rule runs in a process of its own against a host with virtual time and\n"
      "scripted peers, so nothing is sent anywhere; a crash or a hang is a result. What each rule\n"
      "means, and what to do, is told in sdk/docs/plugin_rules.md.\n"
      "\n"
      "Prints for each rule its id, the verdict and one line of reason. Ends with 3 when a rule "
      "of\n"
      "level error failed; warnings and rules that could not be run do not count.",
      "  veriload plugin check build/plugins/line.so\n"
      "  veriload plugin check build/plugins/*.so --together\n"
      "  veriload plugin check line.so --only 'A0[1-4]' --seed 42\n"
      "  veriload plugin check line.so --json | jq -r 'select(.verdict == \"failed\").reason'\n"
      "  gdb --args veriload plugin check line.so --only A03 --in-process\n"
      "  veriload plugin check --list\n");
  line.text("only", "RE", o.only, "run the rules whose whole id fits this regular expression");
  line.number("seed", "N", 0, UINT64_MAX, o.seed,
              "of mutated input and random orders, printed with the result (default: by chance)");
  line.flag("json", o.json, "one JSON object per line instead of the table");
  line.flag("together", o.together, "also load all files into one process, in both orders (C01)");
  line.flag("in-process", o.in_process,
            "run everything in this process, for a debugger; a crash ends the command");
  line.number("timeout", "S", 1, 3600, o.timeout, "seconds that one rule may take (default: 60)");
  line.flag("list", o.list, "print the rules instead");
  line.words("plugin files", 0, 1000, o.files);
  if (!line.read(arguments)) return false;
  if (!o.list && o.files.empty())
    throw setup_error(
        "no file given, expected one or more plugins\nusage: veriload plugin check "
        "FILE... [options] (see --help)");
  if (o.seed == 0) o.seed = std::random_device{}() % 1'000'000'000 + 1;
  return true;
}

std::vector<const rule*> chosen(const options& o) {
  std::vector<const rule*> rules;
  try {
    const std::regex wanted(o.only.empty() ? ".*" : o.only);
    for (const rule& r : plugin_check::all_rules()) {
      if (std::regex_match(std::string(r.id), wanted)) rules.push_back(&r);
    }
  } catch (const std::regex_error& e) {
    throw setup_error("--only is \"" + o.only + "\", expected a regular expression: " + e.what());
  }
  if (rules.empty())
    throw setup_error("--only is \"" + o.only + "\", which no rule has; see --list");
  return rules;
}

exit_code print_list(const options& o) {
  for (const rule& r : plugin_check::all_rules()) {
    const char* const weight = r.weight == plugin_check::level::error ? "error" : "warning";
    if (o.json) {
      base::node line = base::node::map();
      line.add("rule", base::node::string(std::string(r.id)));
      line.add("level", base::node::string(weight));
      line.add("summary", base::node::string(std::string(r.summary)));
      std::printf("%s\n", base::to_json(line).c_str());
    } else {
      std::printf("%-4s %-8s %s\n", std::string(r.id).c_str(), weight,
                  std::string(r.summary).c_str());
    }
  }
  return exit_code::passed;
}

class printed_results {
 public:
  explicit printed_results(const options& o)
      : json_(o.json), colours_(!o.json && shows_colour(STDOUT_FILENO)) {
    if (!json_) std::printf("seed %llu\n", static_cast<unsigned long long>(o.seed));
  }

  void begin(const std::string& file) {
    if (!json_) std::printf("%s\n", file.c_str());
  }

  void add(const std::string& file, const rule& of, const verdict& told, std::uint64_t seed) {
    const auto index = static_cast<std::size_t>(told.result);
    ++counts_[index];
    if (json_) {
      base::node line = base::node::map();
      line.add("file", base::node::string(file));
      line.add("rule", base::node::string(std::string(of.id)));
      line.add("verdict", base::node::string(outcome_names[index]));
      line.add("reason", base::node::string(told.reason));
      line.add("seed", base::node::integer(static_cast<std::int64_t>(seed)));
      std::printf("%s\n", base::to_json(line).c_str());
    } else {
      std::printf("  %-4s %s%-8s%s %s\n", std::string(of.id).c_str(),
                  colours_ ? outcome_colours[index] : "", outcome_names[index],
                  colours_ ? "\x1b[0m" : "",
                  told.reason.empty() ? std::string(of.summary).c_str() : told.reason.c_str());
    }
    std::fflush(stdout);
  }

  exit_code end() const {
    const auto count = [&](outcome o) { return counts_[static_cast<std::size_t>(o)]; };
    if (!json_)
      std::printf("%zu rules: %zu passed, %zu failed, %zu warnings, %zu not run\n",
                  counts_[0] + counts_[1] + counts_[2] + counts_[3], count(outcome::passed),
                  count(outcome::failed), count(outcome::warned), count(outcome::not_run));
    return count(outcome::failed) == 0 ? exit_code::passed : exit_code::plugin;
  }

 private:
  bool json_;
  bool colours_;
  std::array<std::size_t, 4> counts_{};
};

verdict judge(const rule& of, const subject& on, const options& o) {
  if (o.in_process) return plugin_check::run_rule(of, on);
  return plugin_check::check_in_child(of, on, std::chrono::seconds(o.timeout));
}

// In the order given, then in the other; the first that fails is told.
verdict judge_together(const rule& of, subject all, const options& o) {
  const verdict forward = judge(of, all, o);
  if (forward.result != outcome::passed || o.in_process) return forward;
  std::ranges::reverse(all.files);
  return judge(of, all, o);
}

}  // namespace

exit_code plugin_check_command(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && arguments[0] == plugin_check::child_word)
    plugin_check::be_child({arguments.begin() + 1, arguments.end()});
  options o;
  if (!read(arguments, o)) return exit_code::passed;
  if (o.list) return print_list(o);
  const auto rules = chosen(o);
  printed_results results(o);
  subject all;
  all.seed = o.seed;
  all.files.assign(o.files.begin(), o.files.end());
  for (const std::string& file : o.files) {
    results.begin(file);
    subject one;
    one.seed = o.seed;
    one.files = {file};
    for (const rule* r : rules) {
      if (!r->together) results.add(file, *r, judge(*r, one, o), o.seed);
    }
  }
  for (const rule* r : rules) {
    if (!r->together || !o.together) continue;
    results.begin("all files together");
    results.add("", *r, judge_together(*r, all, o), o.seed);
  }
  return results.end();
}

}  // namespace veriload::cli

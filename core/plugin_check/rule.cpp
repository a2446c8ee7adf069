#include "core/plugin_check/rule.hpp"

#include "core/base/setup_error.hpp"
#include "core/plugin_check/rules.hpp"

#include <array>

namespace veriload::plugin_check {
namespace {

constexpr auto error = level::error;
constexpr auto warning = level::warning;

constexpr std::array rules{
    rule{"E01", error, "exports one symbol, none unique in the process", check_exports},
    rule{"E02", error, "every symbol comes from a library it names", check_undefined},
    rule{"E03", warning,
         "no text relocations or executable stack; a build id; no absolute run path",
         check_hardening},
    rule{"E04", error, "the ELF note agrees with the descriptor", check_note},
    rule{"S01", error, "a scan is quick, repeatable and leaves nothing open", check_scan},
    rule{"S02", error, "ids are well formed, served and answered; unknown ones are not", check_ids},
    rule{"L01", error, "init on a host that lacks services refuses with a reason", check_bare_host},
    rule{"L02", error, "init, fini, init again, without a leak", check_restart},
    rule{"L03", error, "component tables have their required slots", check_slots},
    rule{"A01", error, "each op completes exactly once, on a later turn", check_completions},
    rule{"A02", error, "an op is not touched after its completion", check_op_memory},
    rule{"A03", error, "ends after any failure and any cancel", check_cancel},
    rule{"A04", error, "sessions and users end inside the grace time when the run stops",
         check_stop},
    rule{"T01", error, "host functions are called on their thread and in their stage",
         check_threads},
    rule{"T02", error, "two loops at once have no data race", check_two_loops},
    rule{"M01", error, "out structs are not written beyond their size", check_out_sizes},
    rule{"M02", error, "a handle is not used after it was given back", check_handles},
    rule{"R01", error, "rows are found and removed by what was written down of them", check_rows},
    rule{"X01", error, "no failed allocation leaves the plugin as an exception", check_allocation},
    rule{"X02", error, "locale, signals, folder, umask and environment stay as they are",
         check_settings},
    rule{"C01", error, "loads together with the other plugins, in any order", check_together, true},
    rule{"F01", error, "parsers survive mutated input", check_fuzzed},
};

std::string line(std::string_view found, std::string_view expected, std::string_view advice) {
  std::string text = std::string(found) + ", expected " + std::string(expected);
  if (!advice.empty()) text += "; " + std::string(advice);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return text;
}

}  // namespace

std::span<const rule> all_rules() { return rules; }

verdict run_rule(const rule& of, const subject& on) {
  try {
    verdict told = of.check(on);
    if (told.result == outcome::failed && of.weight == level::warning)
      told.result = outcome::warned;
    return told;
  } catch (const setup_error& e) {
    return not_run(e.what());
  }
}

verdict broken(std::string_view found, std::string_view expected, std::string_view advice) {
  return {outcome::failed, line(found, expected, advice)};
}
verdict weak(std::string_view found, std::string_view expected, std::string_view advice) {
  return {outcome::warned, line(found, expected, advice)};
}
verdict not_run(std::string_view why) { return {outcome::not_run, std::string(why)}; }

}  // namespace veriload::plugin_check

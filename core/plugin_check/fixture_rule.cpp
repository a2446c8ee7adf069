// Rule R01: what a fixture has made is found and removed by what was written down of it.
#include "core/plugin_check/lives.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/rules.hpp"

namespace veriload::plugin_check {

verdict check_rows(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  const life told = live_through(d, with(on, "A01"));
  const verdict found =
      concluded(told, "R01",
                "a ledger has nothing but the identity and the marker of a row, see "
                "veriload.fixture/1 in veriload_abi.h");
  if (found.result != outcome::passed || told.rows > 0 || !provides(d, VL_COMP_FIXTURE))
    return found;
  return not_run("no row came to be" +
                 (told.skipped.empty() ? std::string() : ": " + told.skipped.front()));
}

}  // namespace veriload::plugin_check

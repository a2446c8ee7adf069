// Rules T01, M01, M02 and X02: what crosses the seam, from where, and what lies beyond it.
#include "core/plugin_check/lives.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/process_state.hpp"
#include "core/plugin_check/rules.hpp"

namespace veriload::plugin_check {
namespace {

// A cancel after each of the first turns finds what is open then.
constexpr long early_turns = 12;

life live_with_all_peers(const vl_plugin_v1& d, const subject& on) {
  life first;
  for (const peer kind : all_peers) {
    conditions under = with(on, "A01");
    under.peers = kind;
    under.doing = naming(on, std::string("peer: ") + name_of(kind));
    const life told = live_through(d, under);
    if (kind == peer::answering) first = told;
    for (long turn = 0; turn < early_turns; ++turn) {
      under.interrupt_at = turn;
      live_through(d, under);
    }
  }
  return first;
}

}  // namespace

verdict check_threads(const subject& on) {
  const life first = live_with_all_peers(descriptor_of(on.file()), on);
  return concluded(first, "T01", "come home with loop.post; see the marks in veriload_abi.h");
}

verdict check_out_sizes(const subject& on) {
  const life first = live_with_all_peers(descriptor_of(on.file()), on);
  return concluded(first, "M01",
                   "test VL_HAS(p, T, field) before writing a field newer than ABI 1.0");
}

verdict check_handles(const subject& on) {
  const life first = live_with_all_peers(descriptor_of(on.file()), on);
  return concluded(first, "M02", "forget a handle when you give it back");
}

verdict check_settings(const subject& on) {
  const process_settings before = process_settings::now();
  const vl_plugin_v1& d = descriptor_of(on.file());
  const life first = live_through(d, with(on, "A01"));
  const auto changes = process_settings::now().changes_since(before);
  if (changes.empty()) return concluded(first, "X02", "");
  return broken(changes.front(), "what it was before the plugin was loaded",
                "it belongs to the whole process; keep settings inside the plugin");
}

}  // namespace veriload::plugin_check

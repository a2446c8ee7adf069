// Rules A01 to A04: what the plugin does with ops, however the host and the peer behave.
#include "core/plugin_check/lives.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/rules.hpp"
#include "core/plugin_check/watch.hpp"

namespace veriload::plugin_check {
namespace {

// Far above what a protocol needs for two users and four calls.
constexpr long most_points = 400;

}  // namespace

verdict check_completions(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  life first;
  for (const peer kind : all_peers) {
    conditions under = with(on, "A01");
    under.peers = kind;
    under.doing = naming(on, std::string("peer: ") + name_of(kind));
    const life told = live_through(d, under);
    if (kind == peer::answering) first = told;
    under.slice = 1;
    live_through(d, under);
    under.delay = second / 100;
    for (int i = 0; i < 4; ++i) {
      under.reorders = true;
      ++under.seed;
      live_through(d, under);
    }
  }
  return concluded(first, "A01", "see rules 1, 2 and 6 of section 2 in veriload_abi.h");
}

verdict check_op_memory(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  life first;
  for (const peer kind : {peer::answering, peer::silent, peer::resetting, peer::refused}) {
    conditions under = with(on, "A01");
    under.peers = kind;
    const life told = live_through(d, under);
    if (kind == peer::answering) first = told;
    for (long turn = 0; turn < 12; ++turn) {
      under.interrupt_at = turn;
      live_through(d, under);
    }
  }
  return concluded(first, "A02", "forget the op before you call `complete`");
}

verdict check_cancel(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  const life first = live_through(d, with(on, "A01"));
  for (long n = 0; n < most_points && findings_of("A03").empty(); ++n) {
    conditions under = with(on, "A03");
    under.fail_at = n;
    under.doing = naming(on, "host operation " + std::to_string(n) + " fails");
    if (!live_through(d, under).failed) break;
  }
  for (const peer kind : {peer::answering, peer::silent}) {
    for (long n = 0; n < most_points && findings_of("A03").empty(); ++n) {
      conditions under = with(on, "A03");
      under.peers = kind;
      under.interrupt_at = n;
      under.doing = naming(on, "cancelled after turn " + std::to_string(n));
      if (!live_through(d, under).interrupted) break;
    }
  }
  return concluded(first, "A03",
                   "after a cancel complete every op once, with VL_E_CANCELED or "
                   "with what won the race");
}

verdict check_stop(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  const life first = live_through(d, with(on, "A01"));
  for (long n = 0; n < most_points && findings_of("A04").empty(); ++n) {
    conditions under = with(on, "A04");
    under.interrupt_at = n;
    under.stops = true;
    under.doing = naming(on, "stopped after turn " + std::to_string(n));
    if (!live_through(d, under).interrupted) break;
  }
  return concluded(first, "A04", "end a session at once; in a scenario wait with user.sleep_until");
}

}  // namespace veriload::plugin_check

// The checks behind the rules, a file per group. Flow: rule list -> [checks] -> verdicts.
#pragma once

#include "core/plugin_check/rule.hpp"

namespace veriload::plugin_check {

// file_rules.cpp
verdict check_exports(const subject& on);    ///< E01
verdict check_undefined(const subject& on);  ///< E02
verdict check_hardening(const subject& on);  ///< E03
verdict check_note(const subject& on);       ///< E04

// scan_rules.cpp
verdict check_scan(const subject& on);  ///< S01
verdict check_ids(const subject& on);   ///< S02

// life_rules.cpp
verdict check_bare_host(const subject& on);  ///< L01
verdict check_restart(const subject& on);    ///< L02
verdict check_slots(const subject& on);      ///< L03

// async_rules.cpp
verdict check_completions(const subject& on);  ///< A01
verdict check_op_memory(const subject& on);    ///< A02
verdict check_cancel(const subject& on);       ///< A03
verdict check_stop(const subject& on);         ///< A04

// boundary_rules.cpp
verdict check_threads(const subject& on);    ///< T01
verdict check_out_sizes(const subject& on);  ///< M01
verdict check_handles(const subject& on);    ///< M02
verdict check_settings(const subject& on);   ///< X02

verdict check_rows(const subject& on);        ///< R01, fixture_rule.cpp
verdict check_two_loops(const subject& on);   ///< T02, two_loops_rule.cpp
verdict check_allocation(const subject& on);  ///< X01, allocation_rule.cpp
verdict check_together(const subject& on);    ///< C01, together_rule.cpp
verdict check_fuzzed(const subject& on);      ///< F01, mutation_rule.cpp

}  // namespace veriload::plugin_check

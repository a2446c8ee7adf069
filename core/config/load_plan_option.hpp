// `--plan TEXT` of `veriload run`: another load without touching the file. Flow: command line ->
// [load plan option] -> check.
#pragma once

#include "core/base/node.hpp"

#include <string>

namespace veriload::config {

/// Puts the line in the place of what the document says about the shape of the load; when it tells
/// users, run.users becomes its highest level. How users act (tick_seconds, think_time, each ...)
/// stays. What is no plan is put in as it is: the check says where it is wrong. Thread: any.
void apply_load_plan(base::node& document, const std::string& text);

}  // namespace veriload::config

// What the services hand out that belongs to the whole process. Flow: run -> [context] -> service
// tables.
#pragma once

#include "core/base/host_rules.hpp"
#include "core/base/node.hpp"
#include "core/host/declared.hpp"
#include "core/host/log.hpp"

#include "veriload_abi.h"

#include <string>
#include <vector>

namespace veriload::aggregation {
class name_table;
}
namespace veriload::personas {
class persona_source;
}

namespace veriload::host {

/// Everything a service needs when all it is given is a `vl_host`. Set-up fills it in stages; a
/// pointer that is still null means "not known yet" and its service answers accordingly.
///
/// Ownership: points to things that outlive every plugin. Thread: written by the main thread before
/// loops run, then only read.
struct host_context {
  std::string version;        ///< of the product
  log_lines* log = nullptr;   ///< required before the first plugin is started
  std::string config_folder;  ///< where relative paths in it start; absolute, set by the start
  const base::node* config = nullptr;                  ///< the effective configuration
  const base::host_rules* allowed_hosts = nullptr;     ///< null: nothing is allowed
  const personas::persona_source* personas = nullptr;  ///< for field ids
  aggregation::name_table* endpoints = nullptr;
  aggregation::name_table* counters = nullptr;
  declared_classes* declaring = nullptr;  ///< set only while a scenario declares
};

}  // namespace veriload::host

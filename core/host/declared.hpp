// The user classes that scenarios have declared. Flow: scenario -> [declared] -> scheduler, user.
#pragma once

#include "core/scheduler/task_choice.hpp"

#include "veriload_abi.h"

#include <memory>
#include <string>
#include <vector>

namespace veriload::host {

class plugin;

/// One kind of virtual user, as its scenario described it, with copies of all names.
struct user_class {
  const plugin* owner;
  vl_user_class table;  ///< function pointers and `self`; its views point into the library
  std::string name;
  std::vector<std::string> tasks;  ///< names, by the index that `run` takes
  scheduler::task_choice choice;
};

/// In the order of declaration. Ownership: entries never move once declared. Thread: main.
using declared_classes = std::vector<std::unique_ptr<user_class>>;

}  // namespace veriload::host

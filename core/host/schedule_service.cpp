// veriload.schedule/1: takes the user classes that a scenario declares.
#include "core/host/context.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"

#include <algorithm>

namespace veriload::host {
namespace {

vl_status refuse(vl_error* error, vl_status code, const std::string& message) noexcept {
  write_error(error, code, message);
  return code;
}

vl_status add_user_class(const vl_host* host, const vl_user_class* table,
                         vl_error* error) noexcept {
  const plugin& owner = plugin::of(host);
  declared_classes* declaring = owner.context().declaring;
  if (!declaring)
    return refuse(error, VL_E_MISUSE, "user classes are declared inside declare() only");
  if (!VL_HAS(table, vl_user_class, destroy) || !table->create || !table->run || !table->destroy) {
    return refuse(error, VL_E_INVALID, "the user class lacks create, run or destroy");
  }
  const std::string name(text_of(table->name));
  if (name.empty()) return refuse(error, VL_E_INVALID, "the user class has no name");
  if (std::ranges::any_of(*declaring, [&](const auto& c) { return c->name == name; })) {
    return refuse(error, VL_E_INVALID, "two user classes are called " + name);
  }
  if (table->n_tasks == 0 || !table->tasks)
    return refuse(error, VL_E_INVALID, "user class " + name + " has no task");
  if (table->task_stride < sizeof(vl_task)) {
    return refuse(error, VL_E_INVALID,
                  "task_stride of " + name + " is " + std::to_string(table->task_stride) +
                      ", expected at least " + std::to_string(sizeof(vl_task)));
  }

  std::vector<std::string> tasks;
  std::vector<std::uint32_t> weights;
  const char* next = static_cast<const char*>(table->tasks);
  for (uint32_t i = 0; i < table->n_tasks; ++i, next += table->task_stride) {
    const auto& task = *reinterpret_cast<const vl_task*>(next);
    const std::string task_name(text_of(task.name));
    if (task_name.empty() || task.weight == 0) {
      return refuse(error, VL_E_INVALID,
                    "task " + std::to_string(i) + " (\"" + task_name + "\") of " + name +
                        " needs a name and a weight above 0, has weight " +
                        std::to_string(task.weight));
    }
    if (std::ranges::find(tasks, task_name) != tasks.end()) {
      return refuse(error, VL_E_INVALID, "two tasks of " + name + " are called " + task_name);
    }
    tasks.push_back(task_name);
    weights.push_back(task.weight);
  }
  declaring->push_back(std::make_unique<user_class>(
      user_class{&owner, *table, name, std::move(tasks), scheduler::task_choice(weights)}));
  return VL_OK;
}

}  // namespace

const vl_schedule_v1 schedule_service = {sizeof(vl_schedule_v1), 0, add_user_class};

}  // namespace veriload::host

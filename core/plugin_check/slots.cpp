#include "core/plugin_check/slots.hpp"

#include "veriload_abi.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace veriload::plugin_check {
namespace {

// A pointer that must not be null, since that minor of the ABI.
struct slot {
  std::size_t offset;
  const char* name;
};

#define VL_SLOT(table, name) \
  { offsetof(table, name), #name }

constexpr slot protocol_slots[] = {
    VL_SLOT(vl_protocol_v1, name),        VL_SLOT(vl_protocol_v1, configure),
    VL_SLOT(vl_protocol_v1, worker_open), VL_SLOT(vl_protocol_v1, worker_close),
    VL_SLOT(vl_protocol_v1, open),        VL_SLOT(vl_protocol_v1, call),
    VL_SLOT(vl_protocol_v1, cancel),      VL_SLOT(vl_protocol_v1, close),
    VL_SLOT(vl_protocol_v1, typed)};
constexpr slot fixture_slots[] = {VL_SLOT(vl_fixture_v1, name),   VL_SLOT(vl_fixture_v1, open),
                                  VL_SLOT(vl_fixture_v1, close),  VL_SLOT(vl_fixture_v1, describe),
                                  VL_SLOT(vl_fixture_v1, create), VL_SLOT(vl_fixture_v1, remove),
                                  VL_SLOT(vl_fixture_v1, exists), VL_SLOT(vl_fixture_v1, cancel)};
constexpr slot importer_slots[] = {VL_SLOT(vl_importer_v1, name), VL_SLOT(vl_importer_v1, summary),
                                   VL_SLOT(vl_importer_v1, score),
                                   VL_SLOT(vl_importer_v1, convert)};
constexpr slot reporter_slots[] = {VL_SLOT(vl_reporter_v1, name), VL_SLOT(vl_reporter_v1, summary)};
constexpr slot scenario_slots[] = {VL_SLOT(vl_scenario_v1, declare)};
constexpr slot command_slots[] = {VL_SLOT(vl_command_v1, name), VL_SLOT(vl_command_v1, summary),
                                  VL_SLOT(vl_command_v1, help), VL_SLOT(vl_command_v1, run)};

#undef VL_SLOT

// `size` is where the table ended in ABI 1.0.
struct table_shape {
  std::string_view id;
  std::size_t size;
  std::span<const slot> slots;
};

constexpr table_shape shapes[] = {
    {VL_COMP_PROTOCOL, offsetof(vl_protocol_v1, reference) + sizeof(void*), protocol_slots},
    {VL_COMP_FIXTURE, offsetof(vl_fixture_v1, reference) + sizeof(void*), fixture_slots},
    {VL_COMP_IMPORTER, offsetof(vl_importer_v1, convert) + sizeof(void*), importer_slots},
    {VL_COMP_REPORTER, offsetof(vl_reporter_v1, render) + sizeof(void*), reporter_slots},
    {VL_COMP_SCENARIO, offsetof(vl_scenario_v1, worker_close) + sizeof(void*), scenario_slots},
    {VL_COMP_COMMAND, offsetof(vl_command_v1, run) + sizeof(void*), command_slots}};

// Slots that depend on others.
void add_dependent(std::string_view id, const void* table, std::vector<std::string>& missing) {
  if (id == VL_COMP_REPORTER) {
    const auto& reporter = *static_cast<const vl_reporter_v1*>(table);
    if (reporter.finish == nullptr && reporter.render == nullptr)
      missing.emplace_back("finish or render");
    if ((reporter.flags & VL_REPORTER_SAMPLES) != 0 && reporter.samples == nullptr)
      missing.emplace_back("samples (its flags ask for them)");
  }
  if (id == VL_COMP_SCENARIO) {
    const auto& scenario = *static_cast<const vl_scenario_v1*>(table);
    if ((scenario.worker_open == nullptr) != (scenario.worker_close == nullptr))
      missing.emplace_back("worker_open or worker_close (one is there)");
  }
}

}  // namespace

std::vector<std::string> missing_slots(std::string_view component_id, const void* table) {
  std::vector<std::string> missing;
  for (const table_shape& shape : shapes) {
    if (shape.id != component_id) continue;
    std::uint32_t size = 0;
    std::memcpy(&size, table, sizeof size);
    if (size < shape.size)
      return {"struct_size of " + std::to_string(shape.size) + " bytes (it says " +
              std::to_string(size) + ")"};
    for (const slot& one : shape.slots) {
      const void* value = nullptr;
      std::memcpy(&value, static_cast<const char*>(table) + one.offset, sizeof value);
      if (value == nullptr) missing.emplace_back(one.name);
    }
    add_dependent(component_id, table, missing);
  }
  return missing;
}

}  // namespace veriload::plugin_check

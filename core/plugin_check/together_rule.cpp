// Rule C01: all files in one process, in both orders.
#include "core/base/setup_error.hpp"
#include "core/plugin_check/checked_host.hpp"
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/rules.hpp"
#include "core/plugin_check/watch.hpp"

#include <map>

namespace veriload::plugin_check {
namespace {

// Starts all and ends them in reverse, as the host does; tables of one must not be those of
// another.
verdict start_all(const std::vector<std::filesystem::path>& files,
                  const std::function<void(std::string_view)>& doing) {
  const in_stage starting(stage::main);
  struct started {
    const vl_plugin_v1* plugin;
    void* self;
  };
  std::vector<started> all;
  std::map<std::string, std::string> ids;
  checked_host host;
  for (const auto& file : files) {
    doing("loading " + file.filename().string());
    const vl_plugin_v1& d = descriptor_of(file);
    const auto [known, fresh] = ids.emplace(d.id, file.filename().string());
    if (!fresh)
      return broken(file.filename().string() + " has the id \"" + d.id + "\" of " + known->second,
                    "an id of its own", "give each plugin another id");
    doing("init of " + file.filename().string());
    started one{&d, nullptr};
    bounded_error error("init");
    if (d.init(host.handle(), &one.self, error.get()) != VL_OK)
      return broken(file.filename().string() + " does not start beside the others: " + error.text(),
                    "a start", "");
    all.push_back(one);
  }
  for (const started& one : all) {
    for (const char* const* id = one.plugin->provides; id != nullptr && *id != nullptr; ++id)
      one.plugin->component(one.self, *id);
  }
  while (!all.empty()) {
    doing(std::string("fini of ") + all.back().plugin->id);
    all.back().plugin->fini(all.back().self);
    all.pop_back();
  }
  return {};
}

}  // namespace

// The caller gives the files in one order, then in the other, each to a process of its own: a
// library is mapped once per process.
verdict check_together(const subject& on) {
  if (on.files.size() < 2) return not_run("needs two files or more and --together");
  return start_all(on.files, on.doing);
}

}  // namespace veriload::plugin_check

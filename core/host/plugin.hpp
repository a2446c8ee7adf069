// One loaded plugin and the host as that plugin sees it. Flow: plugin folder -> loader -> [plugin]
// -> registry.
#pragma once

#include "core/host/refusal.hpp"
#include "core/host/service_directory.hpp"

#include "veriload_abi.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace veriload::host {

struct host_context;

/// A library that passed every check. It is never unmapped.
///
/// Also the plugin's `vl_host`: the pointer a plugin passes to services, so each call tells who
/// calls. Thread: built and ended by the main thread, read from any.
class plugin final : public vl_host {
 public:
  /// Maps the library (all symbols now, local, never unmapped) and checks its descriptor: entry
  /// symbol, ABI numbers against the note's, id, required pointers, needed services. Runs the
  /// library's static constructors and its entry function, nothing else. `services` and `context`
  /// must outlive the plugin.
  static std::variant<std::unique_ptr<plugin>, refusal> load(const std::filesystem::path& file,
                                                             const service_directory& services,
                                                             host_context& context);
  ~plugin();
  plugin(const plugin&) = delete;
  plugin& operator=(const plugin&) = delete;

  const std::filesystem::path& file() const noexcept { return file_; }
  const vl_plugin_v1& descriptor() const noexcept { return *descriptor_; }
  std::string_view id() const noexcept { return descriptor_->id; }

  /// The component ids it provides, in its own order.
  std::vector<std::string_view> provides() const;

  /// Calls `init` once; throws setup_error (exit code `plugin`) with the plugin's own message.
  void start();

  /// Calls `fini` when the plugin was started. No loop may run any more.
  void end() noexcept;

  /// A component of a started plugin, or nullptr.
  template <class Table>
  const Table* component(const char* component_id) const noexcept {
    return static_cast<const Table*>(component_table(component_id));
  }

  /// What `init` returned; passed to every component.
  void* self() const noexcept { return self_; }

  host_context& context() const noexcept { return *context_; }

  /// The plugin behind a `vl_host` that this class handed out.
  static const plugin& of(const vl_host* host) noexcept {
    return *static_cast<const plugin*>(host);
  }

 private:
  struct library;
  plugin(std::filesystem::path file, std::unique_ptr<library> mapped,
         const vl_plugin_v1& descriptor, const service_directory& services, host_context& context);
  const void* component_table(const char* component_id) const noexcept;

  std::filesystem::path file_;
  std::unique_ptr<library> library_;
  const vl_plugin_v1* descriptor_;
  const service_directory* services_;
  host_context* context_;
  void* self_ = nullptr;
  bool started_ = false;
};

}  // namespace veriload::host

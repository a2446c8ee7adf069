// Every plugin of the process: found, checked, started, looked up. Flow: plugin folders ->
// [registry] -> run, cli.
#pragma once

#include "core/host/plugin.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::host {

/// Thread: main.
class plugin_registry {
 public:
  /// `services` and `context` must outlive the registry.
  plugin_registry(const service_directory& services, host_context& context)
      : services_(&services), context_(&context) {}

  /// Looks at every `*.so` of a folder, in the order of their names. What cannot be taken becomes a
  /// refusal; a second file with the id of an earlier one is refused too. Throws setup_error (exit
  /// code `plugin`) when the folder itself is missing or not readable.
  void scan(const std::filesystem::path& folder);

  /// Takes one file (a scenario). Throws setup_error (exit code `plugin`) with the refusal's text.
  plugin& load(const std::filesystem::path& file);

  const std::vector<refusal>& refusals() const noexcept { return refusals_; }
  const std::vector<std::unique_ptr<plugin>>& plugins() const noexcept { return plugins_; }

  /// Throws setup_error (exit code `plugin`) that names every refusal, when there is any.
  void require_no_refusals() const;

  /// Starts every plugin, in the order they were found. Throws setup_error when one cannot start.
  void start_all();

  /// Ends every started plugin, last first.
  void end_all() noexcept;

  /// One component table with the plugin it belongs to.
  template <class Table>
  struct found {
    const plugin* owner;
    const Table* table;
  };

  /// The tables of one kind from all started plugins.
  template <class Table>
  std::vector<found<Table>> all(const char* component_id) const {
    std::vector<found<Table>> tables;
    for (const auto& p : plugins_) {
      if (const auto* table = p->component<Table>(component_id)) tables.push_back({p.get(), table});
    }
    return tables;
  }

  /// The words that the protocols of started plugins answer to ("http").
  std::vector<std::string> protocol_names() const;

  /// The keys of a configuration that started plugins own: sections of protocols ("http"), and keys
  /// of reporters with their section ("reports.csv").
  std::vector<std::string> config_keys() const;

 private:
  void take(const std::filesystem::path& file);
  std::optional<refusal> known_already(const plugin& candidate) const;

  const service_directory* services_;
  host_context* context_;
  std::vector<std::unique_ptr<plugin>> plugins_;
  std::vector<refusal> refusals_;
};

}  // namespace veriload::host

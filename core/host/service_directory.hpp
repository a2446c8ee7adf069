// Which services this host offers, by id. Flow: run -> [directory] -> plugins.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace veriload::host {

/// Tables by id. Filled by set-up before the first plugin is loaded, then only read.
///
/// Ownership: the tables are static; the directory holds pointers. Thread: reading from any.
class service_directory {
 public:
  void add(std::string_view id, const void* table) { tables_.emplace_back(id, table); }

  /// The table, or nullptr when this host does not serve `id`.
  const void* find(std::string_view id) const noexcept {
    for (const auto& [known, table] : tables_) {
      if (known == id) return table;
    }
    return nullptr;
  }

 private:
  std::vector<std::pair<std::string_view, const void*>> tables_;  // a dozen: a scan beats a map
};

}  // namespace veriload::host

#include "core/host/plugin_registry.hpp"

#include "core/base/setup_error.hpp"

#include <algorithm>
#include <system_error>

namespace veriload::host {

void plugin_registry::scan(const std::filesystem::path& folder) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().extension() == ".so") files.push_back(entry->path());
  }
  if (failed) {
    throw setup_error("plugin folder " + folder.string() + ": " + failed.message() +
                          "; expected a readable folder (see --plugin-dir)",
                      exit_code::plugin);
  }
  std::ranges::sort(files);
  for (const auto& file : files)
    take(file);
}

void plugin_registry::take(const std::filesystem::path& file) {
  auto loaded = plugin::load(file, *services_, *context_);
  if (auto* refused = std::get_if<refusal>(&loaded)) {
    refusals_.push_back(std::move(*refused));
    return;
  }
  auto& candidate = std::get<std::unique_ptr<plugin>>(loaded);
  if (auto refused = known_already(*candidate)) {
    refusals_.push_back(std::move(*refused));
    return;
  }
  plugins_.push_back(std::move(candidate));
}

plugin& plugin_registry::load(const std::filesystem::path& file) {
  const std::size_t refused_before = refusals_.size();
  take(file);
  if (refusals_.size() > refused_before) {
    const std::string text = refusals_.back().text();
    refusals_.pop_back();
    throw setup_error(text, exit_code::plugin);
  }
  return *plugins_.back();
}

std::optional<refusal> plugin_registry::known_already(const plugin& candidate) const {
  for (const auto& p : plugins_) {
    if (p->id() != candidate.id()) continue;
    // One file under two names is one library to the loader: name the first either way.
    return refusal{candidate.file(), "id", "\"" + std::string(candidate.id()) + "\"",
                   "an id of its own; " + p->file().string() + " has this one"};
  }
  return std::nullopt;
}

void plugin_registry::require_no_refusals() const {
  if (refusals_.empty()) return;
  std::string text;
  for (const auto& r : refusals_) {
    if (!text.empty()) text += '\n';
    text += r.text();
  }
  throw setup_error(text, exit_code::plugin);
}

void plugin_registry::start_all() {
  for (const auto& p : plugins_)
    p->start();
}

void plugin_registry::end_all() noexcept {
  for (auto p = plugins_.rbegin(); p != plugins_.rend(); ++p)
    (*p)->end();
}

std::vector<std::string> plugin_registry::protocol_names() const {
  std::vector<std::string> names;
  for (const auto& p : all<vl_protocol_v1>(VL_COMP_PROTOCOL)) {
    if (p.table->name) names.emplace_back(p.table->name);
  }
  return names;
}

std::vector<std::string> plugin_registry::config_keys() const {
  std::vector<std::string> keys = protocol_names();
  for (const auto& r : all<vl_reporter_v1>(VL_COMP_REPORTER)) {
    if (r.table->name && r.table->finish) keys.push_back(std::string("reports.") + r.table->name);
  }
  return keys;
}

}  // namespace veriload::host

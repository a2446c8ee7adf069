#include "core/config/load.hpp"

#include "core/base/setup_error.hpp"
#include "core/config/build_plan.hpp"
#include "core/config/check.hpp"
#include "core/config/cross_rules.hpp"
#include "core/config/feeder_rules.hpp"
#include "core/config/load_plan_option.hpp"
#include "core/config/network_rules.hpp"
#include "core/config/print.hpp"
#include "core/config/problems.hpp"
#include "core/config/schema.hpp"
#include "core/config/text_place.hpp"
#include "core/config/yaml_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;

// A descriptor that closes itself; streams do not say why opening failed.
class open_file {
 public:
  explicit open_file(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  ~open_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

[[noreturn]] void refuse(const std::string& path, int error) {
  if (error == EISDIR) throw setup_error(path + ": is a directory, expected a configuration file");
  throw setup_error(path + ": cannot be read: " + std::strerror(error));
}

// Not more than the reader takes and one byte, so that a device or a huge file ends in a message
// too.
std::string read_file(const std::string& path) {
  const open_file file(path);
  if (file.descriptor() < 0) refuse(path, errno);
  std::string text;
  std::array<char, 65536> block;
  while (text.size() <= max_yaml_bytes) {
    const ssize_t got = ::read(file.descriptor(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, errno);
    if (got == 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::string needed_sections() {
  std::vector<std::string_view> needed;
  for (const key& section : schema().members) {
    if (section.required) needed.push_back(section.name);
  }
  std::string out;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (i > 0) out += i + 1 == needed.size() ? " and " : ", ";
    out += needed[i];
  }
  return out;
}

}  // namespace

std::string folder_of(const std::string& path) {
  // The folder of a device or a descriptor is nobody's choice, also when a file is behind it.
  const bool named = path != "-" && !path.starts_with("/dev/") && !path.starts_with("/proc/");
  std::error_code unknown;
  if (!named || std::filesystem::is_fifo(path, unknown)) return {};
  return std::filesystem::path(path).parent_path().string();
}

std::string absolute_folder(const std::string& folder) {
  std::error_code gone;
  const auto here = std::filesystem::current_path(gone);
  // Without a working directory no relative path leads anywhere.
  const auto whole = ((gone ? "/" : here) / std::filesystem::path(folder) / ".").lexically_normal();
  return whole.has_filename()         ? whole.string()
         : whole == whole.root_path() ? whole.string()
                                      : whole.parent_path().string();
}

loaded_config load(const std::string& path, const load_options& options) {
  const bool piped = path == "-";
  const std::string name = piped ? "standard input" : path;
  return load_text(read_file(piped ? "/dev/stdin" : path), name, folder_of(path), options);
}

loaded_config load_text(std::string_view text, const std::string& name, const std::string& folder,
                        const load_options& options) {
  node document = read_yaml(text, name);
  const bool was_empty = document.is_null();
  const base::place start{base::interned_origin(name), 1, 1};
  if (was_empty) document = node::map();
  if (!document.is(node_kind::map)) {
    throw setup_error(document.where().text() + ": the file must be a mapping with the sections " +
                      needed_sections() + ", found " + found_text(document));
  }
  document.written_at(start);

  problem_list problems;
  apply_environment(document, options.variables, options.extra_sections, problems);
  apply_sets(document, options.sets, options.extra_sections, problems);
  if (options.load_plan) apply_load_plan(document, *options.load_plan);
  if (was_empty && document.size() == 0 && problems.empty()) {
    throw setup_error(name + ": the file is empty; it needs the sections " + needed_sections());
  }
  checked_document checked = check(document, options.extra_sections, problems);
  check_rules_between_keys(checked, problems);
  check_network(checked, problems);
  check_feeder(checked, problems);
  problems.raise();

  loaded_config out;
  out.plan_hash = hash_of(checked.effective);
  resolve_paths(checked.effective, folder);
  out.plan = build_plan(checked.effective);
  if (out.plan.slo) {
    for (slo_rule& rule : out.plan.slo->rules)
      rule.begins_at_where = find_text(text, start.file, rule.text, rule.where);
  }
  out.effective = std::move(checked.effective);
  return out;
}

}  // namespace veriload::config

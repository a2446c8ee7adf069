#include "core/host/plugin.hpp"

#include "core/base/setup_error.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin_note.hpp"

#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>

#include <algorithm>
#include <optional>

namespace veriload::host {

struct plugin::library {
  boost::dll::shared_library mapped;
};

namespace {

using entry_function = const vl_plugin_v1*(void) noexcept;

bool well_formed_id(const char* id) {
  const std::string_view text(id);
  return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

std::vector<std::string_view> list_of(const char* const* names) {
  std::vector<std::string_view> list;
  for (; names && *names; ++names)
    list.emplace_back(*names);
  return list;
}

// A library built for a later major has another entry symbol: say so instead of "not a plugin".
refusal missing_entry(const std::filesystem::path& file, const boost::dll::shared_library& mapped) {
  for (int major = 2; major <= 9; ++major) {
    const std::string later = "veriload_plugin_v" + std::to_string(major);
    if (mapped.has(later)) return {file, "entry symbol", later, VL_ENTRY_SYMBOL};
  }
  return {file, "entry symbol", "missing",
          std::string(VL_ENTRY_SYMBOL) + " (not a VeriLoad plugin)"};
}

std::optional<refusal> check_descriptor(const std::filesystem::path& file, const vl_plugin_v1* d,
                                        const plugin_note& note,
                                        const service_directory& services) {
  if (!d) return refusal{file, "descriptor", "null", "a static vl_plugin_v1"};
  if (!VL_HAS(d, vl_plugin_v1, fini)) {
    return refusal{file, "struct_size", std::to_string(d->struct_size),
                   "at least " + std::to_string(sizeof(vl_plugin_v1))};
  }
  const auto versions = [](unsigned major, unsigned min, unsigned built) {
    return std::to_string(major) + "." + std::to_string(min) + " built with minor " +
           std::to_string(built);
  };
  const std::string in_note = versions(note.abi_major, note.abi_minor_min, note.abi_minor_built);
  const std::string in_code = versions(d->abi_major, d->abi_minor_min, d->abi_minor_built);
  if (in_note != in_code)
    return refusal{file, "ABI of the descriptor", in_code, in_note + ", as its note says"};
  if (!d->id || !well_formed_id(d->id)) {
    return refusal{file, "id", d->id ? "\"" + std::string(d->id) + "\"" : "null",
                   "1 to 100 characters of a-z 0-9 . - _"};
  }
  if (!d->version || !d->license || !d->build) {
    return refusal{file, "version, license or build", "null", "text"};
  }
  if (!d->init || !d->component || !d->fini) {
    return refusal{file, "init, component or fini", "null", "a function"};
  }
  for (const std::string_view needed : list_of(d->needs)) {
    if (!services.find(needed)) {
      return refusal{file, "needed service", std::string(needed), "a service of this host"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::variant<std::unique_ptr<plugin>, refusal> plugin::load(const std::filesystem::path& file,
                                                            const service_directory& services,
                                                            host_context& context) {
  auto inspected = inspect_plugin(file);
  if (auto* refused = std::get_if<refusal>(&inspected)) return *refused;

  // Boost.DLL has no name for RTLD_NODELETE; the library must stay mapped because code of it may be
  // on a stack, in a vtable or in the exit handlers long after the last handle is gone.
  const auto mode = static_cast<boost::dll::load_mode::type>(
      boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local | RTLD_NODELETE);
  auto mapped = std::make_unique<library>();
  ::dlerror();
  boost::system::error_code failed;
  mapped->mapped.load(std::filesystem::absolute(file).string(), failed, mode);
  if (failed) {
    const char* reason = ::dlerror();
    return refusal{file, "loading", reason ? reason : failed.message(),
                   "a library whose symbols all resolve"};
  }
  if (!mapped->mapped.has(VL_ENTRY_SYMBOL)) return missing_entry(file, mapped->mapped);

  const vl_plugin_v1* descriptor = mapped->mapped.get<entry_function>(VL_ENTRY_SYMBOL)();
  const auto& note = std::get<plugin_note>(inspected);
  if (auto refused = check_descriptor(file, descriptor, note, services)) return *refused;
  return std::unique_ptr<plugin>(
      new plugin(file, std::move(mapped), *descriptor, services, context));
}

plugin::plugin(std::filesystem::path file, std::unique_ptr<library> mapped,
               const vl_plugin_v1& descriptor, const service_directory& services,
               host_context& context)
    : vl_host{},
      file_(std::move(file)),
      library_(std::move(mapped)),
      descriptor_(&descriptor),
      services_(&services),
      context_(&context) {
  struct_size = sizeof(vl_host);
  abi_major = VL_ABI_MAJOR;
  abi_minor = VL_ABI_MINOR;
  version = {context.version.data(), context.version.size()};
  service = [](const vl_host* host, const char* id) noexcept -> const void* {
    return id ? plugin::of(host).services_->find(id) : nullptr;
  };
}

plugin::~plugin() = default;

std::vector<std::string_view> plugin::provides() const { return list_of(descriptor_->provides); }

void plugin::start() {
  if (started_) return;
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status = descriptor_->init(this, &self_, &error);
  if (status != VL_OK) {
    error.message[sizeof error.message - 1] = '\0';
    throw setup_error(file_.string() + ": plugin " + std::string(id()) + " could not start: " +
                          (error.message[0] ? error.message : "status " + std::to_string(status)),
                      exit_code::plugin);
  }
  started_ = true;
  for (const std::string_view provided : provides()) {
    if (!component_table(std::string(provided).c_str())) {
      throw setup_error(
          refusal{file_, "component", std::string(provided) + " (announced, but null)",
                  "a table for every id in `provides`"}
              .text(),
          exit_code::plugin);
    }
  }
}

void plugin::end() noexcept {
  if (!started_) return;
  started_ = false;
  descriptor_->fini(self_);
}

const void* plugin::component_table(const char* component_id) const noexcept {
  return started_ ? descriptor_->component(self_, component_id) : nullptr;
}

}  // namespace veriload::host

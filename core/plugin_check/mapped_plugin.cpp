#include "core/plugin_check/mapped_plugin.hpp"

#include "core/base/setup_error.hpp"

#include <dlfcn.h>

#include <string>

namespace veriload::plugin_check {

mapped_plugin mapped_plugin::open(const std::filesystem::path& file) {
  ::dlerror();
  void* const library =
      ::dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    const char* const reason = ::dlerror();
    throw setup_error(std::string("it cannot be loaded (see E02): ") +
                      (reason ? reason : "no reason given"));
  }
  void* const entry = ::dlsym(library, VL_ENTRY_SYMBOL);
  if (entry == nullptr)
    throw setup_error(std::string("it has no symbol ") + VL_ENTRY_SYMBOL + " (see E01)");
  return {library, reinterpret_cast<const vl_plugin_v1* (*)() noexcept>(entry)};
}

const vl_plugin_v1& mapped_plugin::descriptor() const {
  const vl_plugin_v1* const d = entry();
  if (d == nullptr || d->struct_size < sizeof(vl_plugin_v1) || d->abi_major != VL_ABI_MAJOR ||
      d->id == nullptr || d->init == nullptr || d->component == nullptr || d->fini == nullptr)
    throw setup_error("its descriptor cannot be used (see E04)");
  return *d;
}

bool provides(const vl_plugin_v1& descriptor, std::string_view component_id) {
  for (const char* const* id = descriptor.provides; id != nullptr && *id != nullptr; ++id) {
    if (component_id == *id) return true;
  }
  return false;
}

const vl_plugin_v1& descriptor_of(const std::filesystem::path& file) {
  return mapped_plugin::open(file).descriptor();
}

}  // namespace veriload::plugin_check

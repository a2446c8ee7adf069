// Rules E01 to E04: what the file says of itself, and whether it can be mapped.
#include "core/base/setup_error.hpp"
#include "core/host/plugin_note.hpp"
#include "core/plugin_check/elf_image.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/rules.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>

namespace veriload::plugin_check {
namespace {

// What linkers and sanitizers add is not the plugin's.
bool belongs_to_tools(std::string_view name) {
  constexpr std::array<std::string_view, 12> prefixes{
      "__asan", "__odr_asan", "__ubsan",  "__tsan", "__lsan",         "__sanitizer",
      "_init",  "_fini",      "__sancov", "__gcov", "__gmon_start__", "__start___sancov"};
  return std::ranges::any_of(prefixes, [&](auto prefix) { return name.starts_with(prefix); });
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 3; ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > 3) text += " and " + std::to_string(names.size() - 3) + " more";
  return text;
}

}  // namespace

verdict check_exports(const subject& on) {
  std::vector<std::string> exported;
  std::vector<std::string> unique;
  for (const elf_symbol& symbol : elf_image::read(on.file()).symbols) {
    if (!symbol.defined || belongs_to_tools(symbol.name)) continue;
    exported.push_back(symbol.name);
    if (symbol.unique) unique.push_back(symbol.name);
  }
  constexpr const char* advice =
      "link with the version script plugin.map of the SDK "
      "(veriload_add_plugin does)";
  if (!unique.empty())
    return broken("exports " + listed(unique) + " as unique in the process", "none such", advice);
  std::erase(exported, VL_ENTRY_SYMBOL);
  if (!exported.empty())
    return broken("exports also " + listed(exported), VL_ENTRY_SYMBOL " alone", advice);
  const auto symbols = elf_image::read(on.file()).symbols;
  const bool there = std::ranges::any_of(
      symbols, [](const elf_symbol& s) { return s.defined && s.name == VL_ENTRY_SYMBOL; });
  if (!there)
    return broken("exports no symbol", VL_ENTRY_SYMBOL,
                  "define it with VERILOAD_PLUGIN, or with VL_EXPORT in C");
  return {};
}

verdict check_undefined(const subject& on) {
  on.doing("loading: static constructors run");
  ::dlerror();
  void* const library =
      ::dlopen(std::filesystem::absolute(on.file()).c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    const char* const reason = ::dlerror();
    return broken(reason ? reason : "not loadable", "a library whose symbols all resolve",
                  "link with -Wl,-z,defs to see what is missing");
  }
  // The loader also looks into the host's own libraries, which another host may not have.
  std::vector<std::string> missing;
  for (const elf_symbol& symbol : elf_image::read(on.file()).symbols) {
    if (symbol.defined || symbol.weak || belongs_to_tools(symbol.name)) continue;
    if (::dlsym(library, symbol.name.c_str()) == nullptr) missing.push_back(symbol.name);
  }
  if (missing.empty()) return {};
  return broken(listed(missing) + " come(s) from none of the libraries it names",
                "every symbol in a library of DT_NEEDED", "link with -Wl,-z,defs");
}

verdict check_hardening(const subject& on) {
  const elf_image image = elf_image::read(on.file());
  if (image.text_relocations) return weak("it has text relocations", "none", "compile with -fPIC");
  if (image.executable_stack)
    return weak("it wants an executable stack", "none",
                "assembler sources need a .note.GNU-stack section");
  if (!image.build_id)
    return weak("it has no build id", "one, so that a crash can be traced",
                "link with "
                "-Wl,--build-id");
  std::string_view rest = image.run_path;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(':'));
    if (one.starts_with('/'))
      return weak("its run path holds " + std::string(one), "paths relative to $ORIGIN only",
                  "clear the run path, or install the plugin (CMake clears it then)");
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
  return {};
}

verdict check_note(const subject& on) {
  const auto inspected = host::inspect_plugin(on.file());
  if (const auto* refused = std::get_if<host::refusal>(&inspected))
    return broken(refused->field + " is " + refused->found, refused->expected,
                  "the host does not load it like that");
  const auto& note = std::get<host::plugin_note>(inspected);
  const mapped_plugin plugin = mapped_plugin::open(on.file());
  on.doing("entry function");
  const vl_plugin_v1* const d = plugin.entry();
  constexpr const char* advice = "VERILOAD_PLUGIN writes both; in C use VL_PLUGIN_NOTE";
  if (d == nullptr) return broken("the entry function gives null", "a static vl_plugin_v1", advice);
  if (d->struct_size < sizeof(vl_plugin_v1))
    return broken("struct_size is " + std::to_string(d->struct_size),
                  "at least " + std::to_string(sizeof(vl_plugin_v1)), advice);
  const auto versions = [](unsigned major, unsigned least, unsigned built) {
    return std::to_string(major) + "." + std::to_string(least) + " built with minor " +
           std::to_string(built);
  };
  const std::string in_code = versions(d->abi_major, d->abi_minor_min, d->abi_minor_built);
  const std::string in_note = versions(note.abi_major, note.abi_minor_min, note.abi_minor_built);
  if (in_code != in_note)
    return broken("the descriptor says ABI " + in_code, in_note + ", as the note says", advice);
  return {};
}

}  // namespace veriload::plugin_check

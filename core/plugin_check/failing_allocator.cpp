#include "core/plugin_check/failing_allocator.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace veriload::plugin_check {
namespace {

using word = std::uintptr_t;

std::atomic<long> to_fail{-1};
std::atomic<long> counted{0};

bool fails_now() noexcept { return counted.fetch_add(1) == to_fail.load(); }

// Arguments of all of these are whole words, so one shape fits them.
using any_function = word (*)(word, word, word, word, word);

enum class on_failure : std::uint8_t { null, bad_alloc };

struct import {
  std::string_view name;
  on_failure how;
};

constexpr std::array imports{
    import{"malloc", on_failure::null},
    import{"calloc", on_failure::null},
    import{"realloc", on_failure::null},
    import{"aligned_alloc", on_failure::null},
    import{"strdup", on_failure::null},
    import{"_Znwm", on_failure::bad_alloc},
    import{"_Znam", on_failure::bad_alloc},
    import{"_ZnwmSt11align_val_t", on_failure::bad_alloc},
    import{"_ZnwmRKSt9nothrow_t", on_failure::null},
    import{"_ZnamRKSt9nothrow_t", on_failure::null},
    import{"_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE9_M_createERmm",
           on_failure::bad_alloc},
    import{"_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE9_M_mutateEmmPKcm",
           on_failure::bad_alloc}};

std::array<any_function, imports.size()> originals{};

template <std::size_t I>
word replaced(word a, word b, word c, word d, word e) {
  if (fails_now()) {
    if constexpr (imports[I].how == on_failure::bad_alloc) throw std::bad_alloc();
    errno = ENOMEM;
    return 0;
  }
  return originals[I](a, b, c, d, e);
}

template <std::size_t... I>
constexpr std::array<any_function, sizeof...(I)> replacements_of(std::index_sequence<I...>) {
  return {&replaced<I>...};
}
constexpr auto replacements = replacements_of(std::make_index_sequence<imports.size()>());

// What the dynamic section of a mapped library points to.
struct dynamic_tables {
  const Elf64_Sym* symbols = nullptr;
  const char* names = nullptr;
  std::pair<const Elf64_Rela*, std::size_t> jumps{nullptr, 0};
  std::pair<const Elf64_Rela*, std::size_t> others{nullptr, 0};
};

dynamic_tables tables_of(const link_map& library) {
  dynamic_tables found;
  for (const Elf64_Dyn* entry = library.l_ld; entry->d_tag != DT_NULL; ++entry) {
    const auto* const at = reinterpret_cast<const void*>(entry->d_un.d_ptr);
    const std::size_t count = entry->d_un.d_val / sizeof(Elf64_Rela);
    switch (entry->d_tag) {
      case DT_SYMTAB:
        found.symbols = static_cast<const Elf64_Sym*>(at);
        break;
      case DT_STRTAB:
        found.names = static_cast<const char*>(at);
        break;
      case DT_JMPREL:
        found.jumps.first = static_cast<const Elf64_Rela*>(at);
        break;
      case DT_PLTRELSZ:
        found.jumps.second = count;
        break;
      case DT_RELA:
        found.others.first = static_cast<const Elf64_Rela*>(at);
        break;
      case DT_RELASZ:
        found.others.second = count;
        break;
      default:
        break;
    }
  }
  return found;
}

bool holds_an_address(std::uint64_t type) {
#if defined(__x86_64__)
  return type == R_X86_64_JUMP_SLOT || type == R_X86_64_GLOB_DAT || type == R_X86_64_64;
#else
  return type == R_AARCH64_JUMP_SLOT || type == R_AARCH64_GLOB_DAT || type == R_AARCH64_ABS64;
#endif
}

// The loader has made the table read-only.
void write_word(word at, word value) {
  const auto page = static_cast<word>(::sysconf(_SC_PAGESIZE));
  auto* const begin = reinterpret_cast<void*>(at / page * page);
  if (::mprotect(begin, page, PROT_READ | PROT_WRITE) != 0) return;
  std::memcpy(reinterpret_cast<void*>(at), &value, sizeof value);
}

void replace(const link_map& library, const dynamic_tables& tables,
             std::pair<const Elf64_Rela*, std::size_t> relocations) {
  for (std::size_t i = 0; i < relocations.second; ++i) {
    const Elf64_Rela& one = relocations.first[i];
    if (!holds_an_address(ELF64_R_TYPE(one.r_info))) continue;
    const std::string_view name = tables.names + tables.symbols[ELF64_R_SYM(one.r_info)].st_name;
    for (std::size_t k = 0; k < imports.size(); ++k) {
      if (imports[k].name != name) continue;
      const word at = library.l_addr + one.r_offset;
      word current = 0;
      std::memcpy(&current, reinterpret_cast<const void*>(at), sizeof current);
      const word ours = reinterpret_cast<word>(replacements[k]);
      if (current == ours) continue;
      originals[k] = reinterpret_cast<any_function>(current);
      write_word(at, ours);
    }
  }
}

}  // namespace

failing_allocator& failing_allocator::in(void* library) {
  static failing_allocator one;
  link_map* map = nullptr;
  if (::dlinfo(library, RTLD_DI_LINKMAP, &map) != 0 || map == nullptr) return one;
  const dynamic_tables tables = tables_of(*map);
  replace(*map, tables, tables.jumps);
  replace(*map, tables, tables.others);
  return one;
}

void failing_allocator::fail_at(long number) noexcept {
  counted = 0;
  to_fail = number;
}

bool failing_allocator::failed() const noexcept { return to_fail >= 0 && counted > to_fail; }

}  // namespace veriload::plugin_check

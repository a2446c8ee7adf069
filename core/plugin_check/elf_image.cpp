#include "core/plugin_check/elf_image.hpp"

#include "core/base/setup_error.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>

namespace veriload::plugin_check {
namespace {

// The whole file in memory; every read is checked against its end.
class image_bytes {
 public:
  explicit image_bytes(const std::filesystem::path& file) : file_(file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw setup_error(file.string() + ": cannot be read, expected a shared library");
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }

  template <class T>
  T at(std::uint64_t offset) const {
    T value;
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof value) fail("is cut off");
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }

  std::string text(std::uint64_t offset) const {
    if (offset >= bytes_.size()) fail("has a name outside of the file");
    return {bytes_.c_str() + offset};
  }

  [[noreturn]] void fail(const char* what) const {
    throw setup_error(file_.string() + ": " + what + ", expected a 64-bit ELF shared library");
  }

 private:
  std::filesystem::path file_;
  std::string bytes_;
};

class reader {
 public:
  explicit reader(const std::filesystem::path& file) : bytes_(file) {
    header_ = bytes_.at<Elf64_Ehdr>(0);
    if (std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0) bytes_.fail("is not ELF");
    if (header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_type != ET_DYN)
      bytes_.fail("is of another class or type");
  }

  elf_image read() {
    image_.executable_stack = true;  // without the header the kernel assumes so
    for (unsigned i = 0; i < header_.e_phnum; ++i) {
      const auto segment = bytes_.at<Elf64_Phdr>(header_.e_phoff + i * sizeof(Elf64_Phdr));
      if (segment.p_type == PT_GNU_STACK) image_.executable_stack = (segment.p_flags & PF_X) != 0;
      if (segment.p_type == PT_NOTE) read_notes(segment);
    }
    for (unsigned i = 0; i < header_.e_shnum; ++i) {
      const auto section = section_at(i);
      if (section.sh_type == SHT_DYNSYM) read_symbols(section);
      if (section.sh_type == SHT_DYNAMIC) read_dynamic(section);
    }
    return std::move(image_);
  }

 private:
  Elf64_Shdr section_at(unsigned index) const {
    return bytes_.at<Elf64_Shdr>(header_.e_shoff + index * sizeof(Elf64_Shdr));
  }

  void read_notes(const Elf64_Phdr& segment) {
    const std::uint64_t align = segment.p_align > 4 ? 8 : 4;
    const auto rounded = [align](std::uint64_t n) { return (n + align - 1) / align * align; };
    for (std::uint64_t at = 0; at + sizeof(Elf64_Nhdr) <= segment.p_filesz;) {
      const auto note = bytes_.at<Elf64_Nhdr>(segment.p_offset + at);
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
          bytes_.text(segment.p_offset + at + sizeof note) == "GNU")
        image_.build_id = true;
      at = rounded(rounded(at + sizeof note + note.n_namesz) + note.n_descsz);
    }
  }

  void read_symbols(const Elf64_Shdr& table) {
    const std::uint64_t names = section_at(table.sh_link).sh_offset;
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= table.sh_size; at += sizeof(Elf64_Sym)) {
      const auto symbol = bytes_.at<Elf64_Sym>(table.sh_offset + at);
      const unsigned binding = ELF64_ST_BIND(symbol.st_info);
      const unsigned visibility = ELF64_ST_VISIBILITY(symbol.st_other);
      if (symbol.st_name == 0 || binding == STB_LOCAL) continue;
      if (visibility != STV_DEFAULT && visibility != STV_PROTECTED) continue;
      image_.symbols.push_back({bytes_.text(names + symbol.st_name), symbol.st_shndx != SHN_UNDEF,
                                binding == STB_GNU_UNIQUE, binding == STB_WEAK});
    }
  }

  void read_dynamic(const Elf64_Shdr& table) {
    const std::uint64_t names = section_at(table.sh_link).sh_offset;
    for (std::uint64_t at = 0; at + sizeof(Elf64_Dyn) <= table.sh_size; at += sizeof(Elf64_Dyn)) {
      const auto entry = bytes_.at<Elf64_Dyn>(table.sh_offset + at);
      switch (entry.d_tag) {
        case DT_NULL:
          return;
        case DT_NEEDED:
          image_.needed.push_back(bytes_.text(names + entry.d_un.d_val));
          break;
        case DT_RPATH:
        case DT_RUNPATH:
          image_.run_path = bytes_.text(names + entry.d_un.d_val);
          break;
        case DT_TEXTREL:
          image_.text_relocations = true;
          break;
        case DT_FLAGS:
          image_.text_relocations |= (entry.d_un.d_val & DF_TEXTREL) != 0;
          break;
        default:
          break;
      }
    }
  }

  image_bytes bytes_;
  Elf64_Ehdr header_;
  elf_image image_;
};

}  // namespace

elf_image elf_image::read(const std::filesystem::path& file) { return reader(file).read(); }

}  // namespace veriload::plugin_check

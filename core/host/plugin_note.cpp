#include "core/host/plugin_note.hpp"

#include "veriload_abi.h"

#include <elf.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <vector>

namespace veriload::host {
namespace {

#if defined(__x86_64__)
constexpr Elf64_Half this_machine = EM_X86_64;
constexpr const char* this_machine_name = "x86-64";
#elif defined(__aarch64__)
constexpr Elf64_Half this_machine = EM_AARCH64;
constexpr const char* this_machine_name = "arm64";
#else
#error "veriload supports x86-64 and arm64"
#endif

std::string octal(mode_t mode) {
  char text[8];
  std::snprintf(text, sizeof text, "%04o", static_cast<unsigned>(mode & 07777));
  return text;
}

// Others could swap the code that is about to run with this process's rights. A sticky folder such
// as /tmp still lets anybody put a file there.
std::optional<refusal> check_permissions(const std::filesystem::path& file) {
  struct stat s {};
  if (::stat(file.c_str(), &s) != 0) {
    return refusal{file, "file", std::strerror(errno), "a readable file"};
  }
  if (!S_ISREG(s.st_mode)) return refusal{file, "file", "not a regular file", "a shared library"};
  if (s.st_mode & S_IWOTH) {
    return refusal{file, "permissions", octal(s.st_mode) + " (writable by others)",
                   "a file that only its owner and group can change (chmod o-w)"};
  }
  const auto folder = std::filesystem::absolute(file).parent_path();
  if (::stat(folder.c_str(), &s) == 0 && (s.st_mode & S_IWOTH)) {
    return refusal{
        file, "folder permissions", octal(s.st_mode) + " (writable by others)",
        "a folder that only its owner and group can change (chmod o-w " + folder.string() + ")"};
  }
  return std::nullopt;
}

// Bounded reads from a file that may be anything.
class file_bytes {
 public:
  explicit file_bytes(const std::filesystem::path& file) : in_(file, std::ios::binary) {}

  bool read(std::uint64_t at, void* to, std::size_t size) {
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(at));
    in_.read(static_cast<char*>(to), static_cast<std::streamsize>(size));
    return in_.gcount() == static_cast<std::streamsize>(size);
  }

 private:
  std::ifstream in_;
};

std::optional<refusal> check_header(const std::filesystem::path& file, file_bytes& bytes,
                                    Elf64_Ehdr& header) {
  if (!bytes.read(0, &header, sizeof header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
    return refusal{file, "file format", "not ELF", "an ELF shared library"};
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != this_machine) {
    return refusal{file, "machine", "ELF machine " + std::to_string(header.e_machine),
                   std::string(this_machine_name) + ", 64 bit"};
  }
  if (header.e_type != ET_DYN) {
    return refusal{file, "ELF type", std::to_string(header.e_type), "3 (shared object)"};
  }
  return std::nullopt;
}

// The loader maps what the headers say; touching a page behind the end of the file would be a bus
// error.
std::optional<refusal> check_segments(const std::filesystem::path& file, file_bytes& bytes,
                                      const Elf64_Ehdr& header) {
  std::error_code failed;
  const std::uint64_t size = std::filesystem::file_size(file, failed);
  const auto cut_off = [&](std::uint64_t end) {
    return refusal{file, "file size", std::to_string(size) + " bytes",
                   "at least " + std::to_string(end) + ", which its headers speak of (cut off?)"};
  };
  if (header.e_phentsize != sizeof(Elf64_Phdr)) {
    return refusal{file, "program header size", std::to_string(header.e_phentsize),
                   std::to_string(sizeof(Elf64_Phdr))};
  }
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    const std::uint64_t at = header.e_phoff + std::uint64_t{i} * sizeof(Elf64_Phdr);
    Elf64_Phdr segment;
    if (!bytes.read(at, &segment, sizeof segment)) return cut_off(at + sizeof segment);
    const std::uint64_t end = segment.p_offset + segment.p_filesz;
    if (segment.p_filesz > 0 && (end > size || end < segment.p_offset)) return cut_off(end);
  }
  return std::nullopt;
}

std::optional<plugin_note> find_note(file_bytes& bytes, const Elf64_Ehdr& header) {
  // A file may claim 65,535 segments of notes; all of them together may take this much.
  std::uint64_t most_notes = 64 * 1024;
  if (header.e_phentsize != sizeof(Elf64_Phdr)) return std::nullopt;
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!bytes.read(header.e_phoff + std::uint64_t{i} * header.e_phentsize, &segment,
                    sizeof segment)) {
      return std::nullopt;
    }
    if (segment.p_type != PT_NOTE || segment.p_filesz > most_notes) continue;
    most_notes -= segment.p_filesz;
    std::vector<char> notes(segment.p_filesz);
    if (!bytes.read(segment.p_offset, notes.data(), notes.size())) continue;

    const std::size_t align = segment.p_align > 4 ? 8 : 4;
    const auto rounded = [align](std::size_t n) { return (n + align - 1) / align * align; };
    for (std::size_t at = 0; at + sizeof(Elf64_Nhdr) <= notes.size();) {
      Elf64_Nhdr note;
      std::memcpy(&note, notes.data() + at, sizeof note);
      const std::size_t name = at + sizeof note;
      const std::size_t text = rounded(name + note.n_namesz);
      const std::size_t end = rounded(text + note.n_descsz);
      if (end > notes.size() || end <= at) break;
      std::uint16_t versions[3];
      if (note.n_type == VL_NOTE_TYPE && note.n_namesz == sizeof VL_NOTE_NAME &&
          note.n_descsz >= sizeof versions &&
          std::memcmp(notes.data() + name, VL_NOTE_NAME, sizeof VL_NOTE_NAME) == 0) {
        std::memcpy(versions, notes.data() + text, sizeof versions);
        return plugin_note{versions[0], versions[1], versions[2]};
      }
      at = end;
    }
  }
  return std::nullopt;
}

}  // namespace

std::variant<plugin_note, refusal> inspect_plugin(const std::filesystem::path& file) {
  if (auto refused = check_permissions(file)) return *refused;
  file_bytes bytes(file);
  Elf64_Ehdr header;
  if (auto refused = check_header(file, bytes, header)) return *refused;

  if (auto refused = check_segments(file, bytes, header)) return *refused;

  const auto note = find_note(bytes, header);
  if (!note) {
    return refusal{file, "note .note.veriload", "missing",
                   "the note that the SDK's plugin macro writes (not a VeriLoad plugin?)"};
  }
  if (note->abi_major != VL_ABI_MAJOR) {
    return refusal{file, "abi_major", std::to_string(note->abi_major),
                   std::to_string(VL_ABI_MAJOR) + ", the ABI of this host"};
  }
  if (note->abi_minor_min > VL_ABI_MINOR) {
    const auto version = [](unsigned minor) {
      return std::to_string(VL_ABI_MAJOR) + "." + std::to_string(minor);
    };
    return refusal{file, "needed host ABI", version(note->abi_minor_min),
                   "at most " + version(VL_ABI_MINOR) + ", the ABI of this host (update veriload)"};
  }
  return *note;
}

}  // namespace veriload::host

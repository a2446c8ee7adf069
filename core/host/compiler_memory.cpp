#include "core/host/compiler_memory.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

namespace veriload::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_memory = 16;  // lines; upgraded compilers leave theirs behind

bool is_elf(const fs::path& file) {
  char magic[4] = {};
  std::ifstream(file, std::ios::binary).read(magic, sizeof magic);
  return std::string_view(magic, sizeof magic) == "\177ELF";
}

}  // namespace

compiler_memory::compiler_memory(fs::path file) : file_(std::move(file)) {
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line) && lines_.size() < longest_memory;)
    lines_.push_back(line);
}

compiler_memory::~compiler_memory() {
  if (!learned_ || file_.empty()) return;
  const fs::path fresh = file_.string() + ".new" + std::to_string(::getpid());
  std::error_code failed;
  {
    std::ofstream out(fresh);
    for (const auto& line : lines_)
      out << line << '\n';
    if (!out.flush()) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) fs::rename(fresh, file_, failed);
  if (failed) fs::remove(fresh, failed);
}

std::optional<cxx_compiler> compiler_memory::find(const std::string& identity,
                                                  const std::string& command) const {
  if (identity.empty()) return std::nullopt;
  for (const auto& line : lines_) {
    if (!line.starts_with(identity + '\t')) continue;
    std::istringstream rest(line.substr(identity.size() + 1));
    cxx_compiler known{command, {}, false, 0};
    std::string family;
    rest >> known.major >> family;
    rest.get();
    if (!std::getline(rest, known.version) || known.major <= 0) continue;
    known.is_clang = family == "clang";
    return known;
  }
  return std::nullopt;
}

void compiler_memory::learn(const std::string& identity, const cxx_compiler& compiler) {
  if (identity.empty()) return;
  std::ostringstream line;
  line << identity << '\t' << compiler.major << '\t' << (compiler.is_clang ? "clang" : "gcc")
       << '\t' << compiler.version;
  lines_.insert(lines_.begin(), line.str());
  if (lines_.size() > longest_memory) lines_.resize(longest_memory);
  learned_ = true;
}

std::optional<fs::path> find_program(const std::string& command) {
  if (command.find('/') != std::string::npos) {
    if (::access(command.c_str(), X_OK) == 0) return command;
    return std::nullopt;
  }
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    fs::path candidate = folder + "/" + command;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

std::string identity_of_compiler(const std::string& command) {
  const auto program = find_program(command);
  if (!program) return {};
  std::error_code failed;
  const fs::path real = fs::canonical(*program, failed);
  // ccache and its like stand behind the names of compilers and start whichever is there.
  const std::string name = real.filename().string();
  const bool named_so = name.find("g++") != std::string::npos ||
                        name.find("gcc") != std::string::npos ||
                        name.find("clang") != std::string::npos;
  struct stat s {};
  if (failed || !named_so || !is_elf(real) || ::stat(real.c_str(), &s) != 0) return {};
  return real.string() + ' ' + std::to_string(s.st_size) + ' ' + std::to_string(s.st_mtim.tv_sec) +
         '.' + std::to_string(s.st_mtim.tv_nsec);
}

}  // namespace veriload::host

#include "core/cli/new_project.hpp"

#include "core/base/setup_error.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

namespace veriload::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 40;

// Names of targets that CMake makes itself, in one generator or another.
constexpr std::array reserved_names{
    std::string_view("all"),        std::string_view("clean"),
    std::string_view("depend"),     std::string_view("edit_cache"),
    std::string_view("help"),       std::string_view("install"),
    std::string_view("package"),    std::string_view("package_source"),
    std::string_view("preinstall"), std::string_view("rebuild_cache"),
    std::string_view("test")};

[[noreturn]] void cannot_write(const fs::path& path, const std::string& why) {
  throw setup_error("cannot write " + path.string() + ": " + why, exit_code::unrunnable);
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

std::vector<fs::path> files_of(const fs::path& from) {
  std::error_code failed;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator entry(from, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->is_regular_file(failed)) files.push_back(entry->path().lexically_relative(from));
  }
  if (failed || files.empty()) {
    throw setup_error("the template " + from.string() +
                          " is missing: " + (failed ? failed.message() : "the folder is empty") +
                          "; expected it in the SDK of this installation",
                      exit_code::plugin);
  }
  std::ranges::sort(files);
  return files;
}

void write_file(const fs::path& from, const fs::path& to, const std::string& name) {
  std::ifstream in(from, std::ios::binary);
  std::ostringstream read;
  read << in.rdbuf();
  if (!in) throw setup_error("cannot read " + from.string(), exit_code::plugin);
  std::string text = read.str();
  std::string identifier = name;
  std::ranges::replace(identifier, '-', '_');
  replace_all(text, "NEWNAME", name);
  replace_all(text, "NEWIDENT", identifier);
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  if (failed) cannot_write(to.parent_path(), failed.message());
  std::ofstream out(to, std::ios::binary);
  out << text;
  out.close();
  if (!out) cannot_write(to, std::strerror(errno));
}

// The unfinished project; gone again unless it is kept.
class unfinished_folder {
 public:
  explicit unfinished_folder(const fs::path& wanted) {
    std::string name =
        (wanted.parent_path() / ("." + wanted.filename().string() + ".XXXXXX")).string();
    if (!::mkdtemp(name.data())) {
      throw setup_error("cannot make a folder in " + wanted.parent_path().string() + ": " +
                        std::strerror(errno) + "; expected a writable folder (see --output)");
    }
    path_ = name;
  }
  ~unfinished_folder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  unfinished_folder(const unfinished_folder&) = delete;
  unfinished_folder& operator=(const unfinished_folder&) = delete;

  const fs::path& path() const { return path_; }

  void keep_as(const fs::path& wanted) {
    std::error_code failed;
    // mkdtemp keeps others out; a project is as open as any new folder.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    fs::permissions(path_, static_cast<fs::perms>(0777 & ~mask), failed);
    // Not over an empty folder either, which rename would replace: somebody made it meanwhile.
    if (fs::exists(fs::symlink_status(wanted, failed))) refuse(wanted);
    fs::rename(path_, wanted, failed);
    if (failed) cannot_write(wanted, failed.message());
    path_.clear();
  }

  [[noreturn]] static void refuse(const fs::path& wanted) {
    throw setup_error(wanted.string() +
                      ": exists already, expected a name that is free (nothing was written)");
  }

 private:
  fs::path path_;
};

}  // namespace

void require_project_name(std::string_view name) {
  const auto refuse = [&](const std::string& why) {
    throw setup_error("name is \"" + std::string(name) + "\", " + why);
  };
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto fits = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (name.empty() || !letter(name[0]) || !std::ranges::all_of(name, fits)) {
    refuse("expected a small letter and then a-z 0-9 _ -");
  }
  if (name.size() > longest_name) {
    refuse("which has " + std::to_string(name.size()) + " characters, expected at most " +
           std::to_string(longest_name));
  }
  if (std::ranges::find(reserved_names, name) != reserved_names.end()) {
    refuse("which is a word of CMake's own, expected another");
  }
}

std::vector<fs::path> make_project(const fs::path& from, const fs::path& to,
                                   const std::string& name) {
  const auto files = files_of(from);
  std::error_code failed;
  if (fs::exists(fs::symlink_status(to, failed))) unfinished_folder::refuse(to);
  unfinished_folder folder(to);
  for (const auto& file : files)
    write_file(from / file, folder.path() / file, name);
  folder.keep_as(to);
  return files;
}

}  // namespace veriload::cli

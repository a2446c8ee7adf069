#include "core/host/build_record.hpp"

#include "core/base/setup_error.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <system_error>

namespace veriload::host {
namespace {

namespace fs = std::filesystem;

// FNV-1a, 64 bit, twice with different starts: names of files, not a defence against forgers, who
// would need write access to a folder of mode 0700.
class content_hash {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) {
      const auto b = static_cast<unsigned char>(c);
      low_ = (low_ ^ b) * 0x100000001b3ULL;
      high_ = (high_ ^ (b + 0x9eU)) * 0x100000001b3ULL;
    }
    low_ = (low_ ^ bytes.size()) * 0x100000001b3ULL;
  }
  std::string text() const {
    char out[33];
    std::snprintf(out, sizeof out, "%016llx%016llx", static_cast<unsigned long long>(low_),
                  static_cast<unsigned long long>(high_));
    return out;
  }

 private:
  std::uint64_t low_ = 0xcbf29ce484222325ULL;
  std::uint64_t high_ = 0x84222325cbf29ce4ULL;
};

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The files of a make rule: "target: a b \<newline> c", in a name "\ " is a space, "\#" is # and
// "$$" is $.
std::vector<fs::path> files_of_rule(const std::string& rule) {
  std::vector<fs::path> files;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) files.emplace_back(word);
    word.clear();
  };
  for (std::size_t i = std::min(rule.find(": "), rule.size()) + 1; i < rule.size(); ++i) {
    const char c = rule[i];
    const char after = i + 1 < rule.size() ? rule[i + 1] : '\0';
    if ((c == '\\' && (after == ' ' || after == '#')) || (c == '$' && after == '$')) {
      word += rule[++i];
    } else if (c == '\\' && after == '\n') {
      end_word();
      ++i;
    } else if (c == ' ' || c == '\n') {
      end_word();
    } else {
      word += c;
    }
  }
  end_word();
  return files;
}

}  // namespace

build_record::build_record(fs::path cache, const fs::path& source, const std::string& compiler,
                           const std::vector<std::string>& flags)
    : cache_(std::move(cache)) {
  content_hash where;
  std::error_code failed;
  where.add(fs::weakly_canonical(source, failed).string());
  stem_ = source.stem().string() + "-" + where.text().substr(0, 16);
  salt_ = compiler;
  for (const auto& flag : flags)
    salt_ += '\n' + flag;
}

fs::path build_record::list_file() const { return cache_ / (stem_ + ".files"); }

fs::path build_record::scratch(const char* extension) const {
  return cache_ / (stem_ + ".new" + std::to_string(::getpid()) + extension);
}

fs::path build_record::library_of(const std::vector<fs::path>& files) const {
  content_hash hash;
  hash.add(salt_);
  for (const auto& file : files) {
    hash.add(file.string());
    hash.add(read_file(file));
  }
  return cache_ / (stem_ + "-" + hash.text() + ".so");
}

std::optional<fs::path> build_record::find() const {
  std::ifstream list(list_file());
  std::vector<fs::path> files;
  for (std::string line; std::getline(list, line);)
    files.emplace_back(line);
  if (files.empty()) return std::nullopt;
  fs::path library = library_of(files);
  std::error_code failed;
  if (!fs::exists(library, failed)) return std::nullopt;
  return library;
}

fs::path build_record::keep(const fs::path& library, const fs::path& dependencies) const {
  const auto files = files_of_rule(read_file(dependencies));
  std::error_code failed;
  fs::remove(dependencies, failed);

  const fs::path lasting = library_of(files);
  fs::rename(library, lasting, failed);
  const fs::path fresh_list = scratch(".files");
  {
    std::ofstream list(fresh_list);
    for (const auto& file : files)
      list << file.string() << '\n';
    if (!list.flush()) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) fs::rename(fresh_list, list_file(), failed);
  if (failed) {
    throw setup_error(
        "cannot write the scenario cache " + cache_.string() + ": " + failed.message(),
        exit_code::plugin);
  }
  forget_all_but(lasting);
  return lasting;
}

void build_record::forget_all_but(const fs::path& library) const {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(cache_, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(stem_ + "-") && name.ends_with(".so") && entry.path() != library) {
      fs::remove(entry.path(), failed);
    }
  }
}

}  // namespace veriload::host

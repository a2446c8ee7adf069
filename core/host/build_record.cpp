#include "core/host/build_record.hpp"

#include "core/base/setup_error.hpp"
#include "core/host/build_inputs.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace veriload::host {

namespace fs = std::filesystem;

build_record::build_record(fs::path cache, const fs::path& source, const std::string& compiler,
                           const std::vector<std::string>& flags)
    : cache_(std::move(cache)), began_(fs::file_time_type::clock::now()) {
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
  return cache_ / (stem_ + "-" + hash_of_files(salt_, files) + ".so");
}

std::optional<fs::path> build_record::find() const {
  const auto files = read_file_list(list_file());
  if (files.empty()) return std::nullopt;
  fs::path library = library_of(files);
  std::error_code failed;
  if (!fs::exists(library, failed)) return std::nullopt;
  return library;
}

fs::path build_record::keep(const fs::path& library, const fs::path& dependencies,
                            const std::vector<fs::path>& precompiled) const {
  auto files = files_of_rule(content_of_file(dependencies));
  std::error_code failed;
  fs::remove(dependencies, failed);
  files.insert(files.end(), precompiled.begin(), precompiled.end());
  // What lies in the cache is made of the files that are listed here.
  std::erase_if(files, [&](const fs::path& file) {
    return file.string().starts_with(cache_.string() + "/");
  });
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());

  const fs::path lasting = library_of(files);
  fs::rename(library, lasting, failed);
  if (!failed && changed_since(files, began_)) {
    // The compiler may have read the content before the one that was hashed: serves this run only.
    fs::remove(list_file(), failed);
  } else if (!failed) {
    failed = write_file_list(list_file(), scratch(".files"), files);
  }
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

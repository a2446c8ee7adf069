#include "core/run/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace veriload::run {

atomic_file::atomic_file(std::filesystem::path target) : target_(std::move(target)) {}

atomic_file::~atomic_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

const std::string& atomic_file::fail(const char* what, int number) {
  if (error_.empty()) {
    error_ = "cannot " + std::string(what) + " " + target_.string() + ": " +
             std::generic_category().message(number);
  }
  return error_;
}

const std::string& atomic_file::open() {
  std::error_code failed;
  const auto folder =
      target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
  std::filesystem::create_directories(folder, failed);
  if (failed) return fail("create the folder of", failed.value());
  // The rename would put a file in the place of /dev/null or a pipe.
  if (std::filesystem::is_directory(target_, failed)) return fail("replace", EISDIR);
  if (std::filesystem::exists(target_, failed) &&
      !std::filesystem::is_regular_file(target_, failed)) {
    return error_ = "cannot replace " + target_.string() + ": not a regular file";
  }

  std::string name = (folder / ("." + target_.filename().string() + ".XXXXXX")).string();
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) return fail("write", errno);
  temporary_ = name;
  return error_;
}

const std::string& atomic_file::write(std::string_view bytes) {
  while (error_.empty() && !bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      return fail("write", errno);
    }
  }
  return error_;
}

const std::string& atomic_file::commit() {
  if (!error_.empty()) return error_;
  // mkstemp gives 0600; a report is for whoever may read its folder, within the umask.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor_, 0666 & ~mask);
  // A file system may report a full disk only now.
  if (::fsync(descriptor_) != 0 && errno != EINVAL) return fail("write", errno);
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0) return fail("write", errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) return fail("replace", errno);
  temporary_.clear();
  return error_;
}

std::string why_not_writable(const std::filesystem::path& target) {
  atomic_file probe(target);
  return probe.open();
}

}  // namespace veriload::run

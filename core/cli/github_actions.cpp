#include "core/cli/github_actions.hpp"

#include "core/cli/terminal.hpp"
#include "core/report/github.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace veriload::cli {
namespace {

// One call, so that what other programs append at the same time stays whole. Empty on success.
std::string append(const char* path, const std::string& text) {
  const int file = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return std::strerror(errno);
  ssize_t written = -1;
  do {
    written = ::write(file, text.data(), text.size());
  } while (written < 0 && errno == EINTR);
  std::string failed;
  if (written < 0) failed = std::strerror(errno);
  if (written >= 0 && static_cast<std::size_t>(written) < text.size()) failed = "the disk is full";
  if (::close(file) != 0 && failed.empty()) failed = std::strerror(errno);
  return failed;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

void tell_github(const aggregation::run_result& run) {
  if (variable("GITHUB_ACTIONS") != "true") return;
  if (const std::string summary = variable("GITHUB_STEP_SUMMARY"); !summary.empty()) {
    const std::string failed = append(summary.c_str(), report::github_summary(run));
    if (!failed.empty())
      print_warning("GITHUB_STEP_SUMMARY: cannot write " + summary + ": " + failed);
  }
  for (const std::string& line : report::github_annotations(run, variable("GITHUB_WORKSPACE")))
    std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace veriload::cli

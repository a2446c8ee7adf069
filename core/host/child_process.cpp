#include "core/host/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

extern char** environ;

namespace veriload::host {
namespace {

std::string read_all(int fd) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n > 0) {
      text.append(buffer, static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      return text;
    }
  }
}

enum class captured : unsigned char { nothing, output, both };

std::optional<child_result> run(const std::vector<std::string>& arguments, captured what) {
  const bool capture = what != captured::nothing;
  int pipe_ends[2] = {-1, -1};
  if (capture && ::pipe2(pipe_ends, O_CLOEXEC) != 0) return std::nullopt;

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, capture ? pipe_ends[1] : STDERR_FILENO,
                                     STDOUT_FILENO);
  if (what == captured::both)
    ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);

  std::vector<char*> argv;
  for (const auto& a : arguments)
    argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);

  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (capture) ::close(pipe_ends[1]);

  child_result result{};
  if (capture) {
    if (failed == 0) result.output = read_all(pipe_ends[0]);
    ::close(pipe_ends[0]);
  }
  if (failed != 0) return std::nullopt;

  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace

std::optional<child_result> run_child(const std::vector<std::string>& arguments, bool capture) {
  return run(arguments, capture ? captured::output : captured::nothing);
}

std::optional<child_result> run_child_silently(const std::vector<std::string>& arguments) {
  return run(arguments, captured::both);
}

}  // namespace veriload::host

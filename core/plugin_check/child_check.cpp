#include "core/plugin_check/child_check.hpp"

#include "core/base/node.hpp"
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"

#include <veriload/testing/fake_node.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

extern char** environ;

namespace veriload::plugin_check {
namespace {

// The child's end of the pipe for its lines; what the plugin prints goes elsewhere.
constexpr int result_descriptor = 3;
constexpr std::size_t most_printed = 64 * 1024;

void write_line(const base::node& line) {
  std::string text = base::to_json(line) + "\n";
  for (std::string_view rest = text; !rest.empty();) {
    const ssize_t n = ::write(result_descriptor, rest.data(), rest.size());
    if (n < 0 && errno != EINTR) ::_exit(1);
    if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
  }
}

struct started_child {
  pid_t id;
  int results;
  int printed;
};

[[noreturn]] void cannot(const char* what, int code) {
  throw setup_error(
      std::string("cannot start a child to check in: ") + what + ": " + std::strerror(code),
      exit_code::unrunnable);
}

std::array<int, 2> new_pipe() {
  std::array<int, 2> ends{};
  // Not the number that the child's end is given.
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot("pipe", errno);
  return ends;
}

started_child start(const std::vector<std::string>& words) {
  const auto results = new_pipe();
  const auto printed = new_pipe();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, printed[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, printed[1], STDERR_FILENO);
  // dup2 onto itself keeps close-on-exec off in a spawn.
  ::posix_spawn_file_actions_adddup2(&actions, results[1], result_descriptor);
  std::vector<char*> arguments;
  for (const std::string& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t id = 0;
  const int failed =
      ::posix_spawn(&id, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(results[1]);
  ::close(printed[1]);
  if (failed != 0) cannot("/proc/self/exe", failed);
  return {id, results[0], printed[0]};
}

// What a child said until it ended or its time was up.
struct heard {
  std::string results;
  std::string printed;
  bool in_time = true;
};

heard listen(const started_child& child, std::chrono::milliseconds limit) {
  using clock = std::chrono::steady_clock;
  const auto until = clock::now() + limit;
  heard all;
  std::array<pollfd, 2> ends{{{child.results, POLLIN, 0}, {child.printed, POLLIN, 0}}};
  // A thread or grandchild may hold the second pipe open: the first decides.
  while (ends[0].fd >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now());
    if (left.count() <= 0) {
      all.in_time = false;
      break;
    }
    if (::poll(ends.data(), ends.size(), static_cast<int>(left.count())) < 0 && errno != EINTR)
      break;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if ((ends[i].revents & (POLLIN | POLLHUP)) == 0) continue;
      char buffer[4096];
      const ssize_t n = ::read(ends[i].fd, buffer, sizeof buffer);
      if (n <= 0) {
        if (n == 0 || errno != EINTR) ends[i].fd = -1;
        continue;
      }
      std::string& to = i == 0 ? all.results : all.printed;
      to.append(buffer, static_cast<std::size_t>(n));
      if (i == 1 && to.size() > most_printed) to.resize(most_printed);
      // Of the steps only the last matters.
      if (i == 0 && to.size() > most_printed) to.erase(0, to.rfind('\n', to.size() - 2) + 1);
    }
  }
  // What it printed last may say why it died.
  for (char buffer[4096]; ends[1].fd >= 0;) {
    pollfd end{ends[1].fd, POLLIN, 0};
    if (::poll(&end, 1, 50) <= 0) break;
    const ssize_t n = ::read(end.fd, buffer, sizeof buffer);
    if (n <= 0 || all.printed.size() > most_printed) break;
    all.printed.append(buffer, static_cast<std::size_t>(n));
  }
  return all;
}

// The last whole line of each kind.
struct told {
  std::string step;
  std::optional<verdict> result;
};

told read_lines(std::string_view text) {
  using testing::fake_node;
  told said;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    try {
      const fake_node node = fake_node::parse(line);
      if (const fake_node* step = node.find("doing")) said.step = step->text;
      const fake_node* const result = node.find("result");
      const fake_node* const reason = node.find("reason");
      if (result != nullptr && reason != nullptr)
        said.result = verdict{static_cast<outcome>(result->whole), reason->text};
    } catch (const std::runtime_error&) {
      // A line that was cut off, or that the plugin wrote: it tells nothing.
      continue;
    }
  }
  return said;
}

// The line in which a sanitizer, the C++ library or the C library says why.
std::string last_words(std::string_view printed) {
  for (const std::string_view mark :
       {"SUMMARY: ", "runtime error: ", "terminate called", "what():", "Assertion",
        "free(): ", "malloc(): ", "double free", "corrupt"}) {
    const std::size_t at = printed.find(mark);
    if (at == std::string_view::npos) continue;
    const std::size_t begin = printed.rfind('\n', at) + 1;
    return ": " + std::string(
                      printed.substr(begin, std::min(printed.find('\n', at), begin + 200) - begin));
  }
  return {};
}

std::string how_it_ended(int status) {
  if (!WIFSIGNALED(status))
    return "the process ended with exit code " + std::to_string(WEXITSTATUS(status));
  const char* const name = ::sigabbrev_np(WTERMSIG(status));
  return std::string("the process died of SIG") +
         (name != nullptr ? name : std::to_string(WTERMSIG(status)).c_str());
}

}  // namespace

verdict check_in_child(const rule& of, const subject& on, std::chrono::milliseconds limit) {
  std::vector<std::string> words{"veriload",
                                 "plugin",
                                 "check",
                                 std::string(child_word),
                                 std::string(of.id),
                                 std::to_string(on.seed)};
  for (const auto& file : on.files)
    words.push_back(file.string());
  const started_child child = start(words);
  const heard all = listen(child, limit);
  if (!all.in_time) ::kill(child.id, SIGKILL);
  ::close(child.results);
  ::close(child.printed);
  int status = 0;
  while (::waitpid(child.id, &status, 0) < 0 && errno == EINTR) {
  }
  const told said = read_lines(all.results);
  if (all.in_time && said.result && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    verdict told = *said.result;
    if (told.result == outcome::failed) told.reason += last_words(all.printed);
    return told;
  }
  const std::string step = said.step.empty() ? "" : " in step \"" + said.step + "\"";
  if (!all.in_time)
    return broken("it takes longer than " + std::to_string(limit.count() / 1000) + " s" + step,
                  "an end", "it may wait or turn for ever; see --in-process and --timeout");
  return broken(how_it_ended(status) + step + last_words(all.printed), "an end in order",
                "run with --only " + std::string(of.id) + " --in-process under a debugger");
}

void be_child(const std::vector<std::string>& words) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::fcntl(result_descriptor, F_SETFD, FD_CLOEXEC);
  if (words.size() < 3) ::_exit(1);
  const auto known = std::ranges::find(all_rules(), words[0], &rule::id);
  if (known == all_rules().end()) ::_exit(1);
  subject on;
  on.seed = std::strtoull(words[1].c_str(), nullptr, 10);
  on.files.assign(words.begin() + 2, words.end());
  on.doing = [](std::string_view step) {
    base::node line = base::node::map();
    line.add("doing", base::node::string(std::string(step)));
    write_line(line);
  };
  const verdict told = run_rule(*known, on);
  base::node line = base::node::map();
  line.add("result", base::node::integer(static_cast<std::int64_t>(told.result)));
  line.add("reason", base::node::string(told.reason));
  write_line(line);
  // Not through exit handlers: what the plugin left there is not the question.
  ::_exit(0);
}

}  // namespace veriload::plugin_check

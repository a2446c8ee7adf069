#include "core/plugin_check/process_state.hpp"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

extern char** environ;

namespace veriload::plugin_check {
namespace {

std::vector<std::string> entries_of(const char* folder, int& own_descriptor) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> listed(::opendir(folder), &::closedir);
  if (!listed) return names;
  own_descriptor = ::dirfd(listed.get());
  while (const dirent* entry = ::readdir(listed.get())) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  return names;
}

}  // namespace

open_things open_things::now() {
  open_things found;
  int own = -1;
  for (const std::string& name : entries_of("/proc/self/fd", own)) {
    const int descriptor = std::atoi(name.c_str());
    if (descriptor == own) continue;
    std::error_code gone;
    const auto target = std::filesystem::read_symlink("/proc/self/fd/" + name, gone);
    if (!gone) found.descriptors[descriptor] = target.string();
  }
  found.threads = entries_of("/proc/self/task", own).size();
  return found;
}

std::vector<std::string> open_things::beyond(const open_things& before) const {
  std::vector<std::string> more;
  for (const auto& [descriptor, target] : descriptors) {
    const auto known = before.descriptors.find(descriptor);
    if (known == before.descriptors.end() || known->second != target)
      more.push_back("descriptor " + std::to_string(descriptor) + " (" + target + ")");
  }
  if (threads > before.threads)
    more.push_back(std::to_string(threads - before.threads) + " thread(s)");
  return more;
}

process_settings process_settings::now() {
  process_settings found;
  found.locale = std::setlocale(LC_ALL, nullptr);
  std::error_code gone;
  found.folder = std::filesystem::current_path(gone).string();
  found.umask = ::umask(0);
  ::umask(found.umask);
  for (char** entry = environ; *entry != nullptr; ++entry)
    found.environment.emplace_back(*entry);
  std::ranges::sort(found.environment);
  for (int number = 1; number < static_cast<int>(found.signal_handlers.size()); ++number) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) == 0)
      std::memcpy(&found.signal_handlers[static_cast<std::size_t>(number)], &action.sa_handler,
                  sizeof(void*));
  }
  return found;
}

std::vector<std::string> process_settings::changes_since(const process_settings& before) const {
  std::vector<std::string> changes;
  const auto differs = [&](const char* what, const std::string& now, const std::string& was) {
    if (now != was) changes.push_back(std::string("the ") + what + " is " + now + ", was " + was);
  };
  differs("locale", locale, before.locale);
  differs("working directory", folder, before.folder);
  differs("umask", std::to_string(umask), std::to_string(before.umask));
  std::vector<std::string> changed;
  std::ranges::set_symmetric_difference(environment, before.environment,
                                        std::back_inserter(changed));
  if (!changed.empty()) {
    const std::string& first = changed.front();
    changes.push_back("the environment has another " + first.substr(0, first.find('=')));
  }
  for (std::size_t number = 1; number < signal_handlers.size(); ++number) {
    if (signal_handlers[number] == before.signal_handlers[number]) continue;
    changes.push_back(std::string("the handler of SIG") +
                      (::sigabbrev_np(static_cast<int>(number)) != nullptr
                           ? ::sigabbrev_np(static_cast<int>(number))
                           : std::to_string(number).c_str()) +
                      " is another");
  }
  return changes;
}

}  // namespace veriload::plugin_check

#include "core/plugin_check/watch.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace veriload::plugin_check {
namespace {

thread_local stage now_here = stage::foreign;

struct finding_list {
  std::mutex lock;
  std::vector<std::pair<std::string, std::string>> all;
};

finding_list& findings() {
  static finding_list list;
  return list;
}

const char* name_of(stage here) {
  switch (here) {
    case stage::foreign:
      return "a thread of the plugin's own";
    case stage::main:
      return "the main thread before or after the run";
    case stage::declare:
      return "declare";
    case stage::loop:
      return "a loop";
    case stage::offload:
      return "a pool thread";
    case stage::report:
      return "the report thread";
  }
  return "";
}

bool fits(mark of, stage here) {
  switch (of) {
    case mark::any:
      return true;
    case mark::main:
      return here == stage::main || here == stage::declare;
    case mark::declare:
      return here == stage::declare;
    case mark::loop:
      return here == stage::loop;
  }
  return false;
}

}  // namespace

stage current_stage() noexcept { return now_here; }

in_stage::in_stage(stage now) noexcept : before_(std::exchange(now_here, now)) {}
in_stage::~in_stage() { now_here = before_; }

bool call_allowed(const char* function, mark of) {
  if (fits(of, now_here)) return true;
  constexpr const char* expected[] = {"", "main", "main, inside declare", "loop"};
  found_broken("T01", std::string(function) + " was called on " + name_of(now_here) +
                          ", expected [" + expected[static_cast<unsigned>(of)] + "]");
  return false;
}

void found_broken(std::string_view id, std::string text) {
  finding_list& list = findings();
  const std::lock_guard hold(list.lock);
  std::pair<std::string, std::string> one(id, std::move(text));
  if (std::ranges::find(list.all, one) == list.all.end()) list.all.push_back(std::move(one));
}

std::vector<std::string> findings_of(std::string_view id) {
  finding_list& list = findings();
  const std::lock_guard hold(list.lock);
  std::vector<std::string> texts;
  for (const auto& [rule, text] : list.all) {
    if (rule == id) texts.push_back(text);
  }
  return texts;
}

}  // namespace veriload::plugin_check

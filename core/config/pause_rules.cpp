#include "core/config/pause_rules.hpp"

#include "core/base/node_json.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace veriload::config {
namespace {

using base::node;

struct meaning {
  std::string_view name;
  pause_distribution distribution;
  const char* first;
  const char* second;  // null: one number is enough
};

constexpr std::array<meaning, 4> meanings{
    {{"constant", pause_distribution::constant, "seconds", nullptr},
     {"uniform", pause_distribution::uniform, "min_seconds", "max_seconds"},
     {"normal", pause_distribution::normal, "mean_seconds", "deviation_seconds"},
     {"exponential", pause_distribution::exponential, "mean_seconds", nullptr}}};

constexpr std::array<const char*, 5> numbers{"seconds", "min_seconds", "max_seconds",
                                             "mean_seconds", "deviation_seconds"};

// Periods below it are no pacing but a busy loop, and finer than the timers of users.
constexpr double shortest_period = 0.001;

const meaning& meaning_of(const node& section) {
  return *std::ranges::find(meanings, section.find("distribution")->as_string(), &meaning::name);
}

bool takes(const meaning& what, std::string_view number) {
  return number == what.first || (what.second && number == what.second);
}

void check_pause(const checked_document& document, const std::string& path,
                 problem_list& problems) {
  const node* section = document.effective.find_path(path);
  if (!section || section->is_null() || !document.is_sound(path)) return;
  const meaning& what = meaning_of(*section);
  for (const char* number : numbers) {
    const node& given = *section->find(number);
    if (takes(what, number) && given.is_null()) {
      problems.add(section->where(), path + "." + number + " is missing, expected a number for " +
                                         std::string(what.name));
      return;
    }
    if (!takes(what, number) && !given.is_null()) {
      problems.add(given.where(), path + "." + number + " does not belong to distribution " +
                                      std::string(what.name) + ", which takes " + what.first +
                                      (what.second ? std::string(" and ") + what.second : ""));
      return;
    }
  }
  const node& first = *section->find(what.first);
  if (what.distribution == pause_distribution::uniform) {
    const node& most = *section->find(what.second);
    if (most.as_number() < first.as_number()) {
      problems.add(most.where(), path + ".max_seconds is " + base::to_json(most) +
                                     ", expected at least min_seconds (" + base::to_json(first) +
                                     ")");
    }
  }
  if (path.ends_with("pacing") && first.as_number() < shortest_period) {
    problems.add(first.where(), path + "." + what.first + " is " + base::to_json(first) +
                                    ", expected at least 0.001: users would not pause at all");
  }
}

}  // namespace

void check_pauses(const checked_document& document, problem_list& problems) {
  check_pause(document, "profile.think_time", problems);
  check_pause(document, "profile.pacing", problems);
  const node* think = document.effective.find_path("profile.think_time");
  const node* pacing = document.effective.find_path("profile.pacing");
  if (!think || !pacing || think->is_null() || pacing->is_null()) return;
  problems.add(pacing->where(),
               "profile.pacing stands beside profile.think_time, expected one of the two: pacing "
               "plans when iterations start, think time how long a user rests between them");
}

pause_plan build_pause(const node& section) {
  const meaning& what = meaning_of(section);
  return {what.distribution, section.find(what.first)->as_number(),
          what.second ? section.find(what.second)->as_number() : 0};
}

}  // namespace veriload::config

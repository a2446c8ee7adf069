#include "core/run/blocked_workers.hpp"

namespace veriload::run {
namespace {

// How long a loop is busy with one thing before a person should know of it.
constexpr base::ns worth_telling = base::second;

}  // namespace

std::vector<std::string> blocked_workers::news(base::ns now) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    const base::ns busy = ended_[i] ? 0 : workers_[i]->busy_for(now);
    if (busy < worth_telling) continue;
    const std::string place = workers_[i]->scenario_place();
    if (!told_of_.insert(place).second) continue;
    lines.push_back(place + " has held up worker " + std::to_string(i) + " for " +
                    std::to_string(busy / base::second) +
                    " s: it blocks without co_await, and every other user of that worker waits");
  }
  return lines;
}

std::string blocked_workers::stuck() const {
  std::string who;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    if (ended_[i]) continue;
    who += (who.empty() ? "worker " : ", worker ") + std::to_string(i) +
           " does not come back from " + workers_[i]->scenario_place();
  }
  return who;
}

}  // namespace veriload::run

#include "core/plugin_check/lives.hpp"

#include "core/plugin_check/watch.hpp"

#include <utility>

namespace veriload::plugin_check {

conditions with(const subject& on, std::string_view blame) {
  conditions under;
  under.seed = on.seed;
  under.blame = blame;
  under.doing = on.doing;
  return under;
}

std::function<void(std::string_view)> naming(const subject& on, std::string condition) {
  return [doing = on.doing, condition = std::move(condition)](std::string_view step) {
    doing(std::string(step) + " (" + condition + ")");
  };
}

verdict concluded(const life& first, std::string_view id, const char* advice) {
  const auto found = findings_of(id);
  if (!found.empty()) {
    const std::string more =
        found.size() > 1 ? " (and " + std::to_string(found.size() - 1) + " more)" : "";
    return {outcome::failed, found.front() + more + "; " + advice};
  }
  if (first.skipped.empty()) return {};
  // Who could not be driven has not shown that it keeps the rule.
  if (first.driven.empty()) return not_run("it could not be driven: " + first.skipped.front());
  return {outcome::passed, "without what refused the checker: " + first.skipped.front()};
}

}  // namespace veriload::plugin_check

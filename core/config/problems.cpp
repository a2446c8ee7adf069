#include "core/config/problems.hpp"

#include "core/base/setup_error.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace veriload::config {

void problem_list::add(const base::place& at, std::string text) {
  all_.push_back({at, std::move(text)});
}

void problem_list::raise() const {
  if (all_.empty()) return;
  std::vector<problem> sorted = all_;
  std::ranges::stable_sort(sorted, {}, [](const problem& p) {
    // Places without a line are overrides; they keep their order behind the file.
    return std::tuple(p.at.line == 0, p.at.line, p.at.column);
  });
  std::string message;
  for (const problem& p : sorted) {
    if (!message.empty()) message += '\n';
    const std::string place = p.at.text();
    message += place.empty() ? p.text : place + ": " + p.text;
  }
  throw setup_error(message);
}

}  // namespace veriload::config

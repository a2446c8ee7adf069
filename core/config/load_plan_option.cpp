#include "core/config/load_plan_option.hpp"

#include "core/base/setup_error.hpp"
#include "core/config/load_line.hpp"

#include <algorithm>
#include <utility>

namespace veriload::config {
namespace {

using base::node;

// A section that is none is left for the check to refuse.
node* section_of(node& document, const char* name, const base::place& at) {
  node* section = document.find(name);
  if (!section) {
    section = &document.add(name, node::map());
    section->written_at(at);
  }
  return section->is(base::node_kind::map) ? section : nullptr;
}

}  // namespace

void apply_load_plan(node& document, const std::string& text) {
  const base::place at{base::interned_origin("--plan"), 0, 0};
  const auto put = [&at](node& section, const char* key, node value) {
    value.written_at(at);
    section.set(key, std::move(value));
  };
  node* profile = section_of(document, "profile", at);
  if (!profile) return;
  for (const char* key :
       {"type", "target_users", "duration_seconds", "hold_seconds", "rate", "rate_end", "trace"}) {
    if (profile->find(key)) put(*profile, key, node());
  }
  for (const char* key : {"steps", "stages"}) {
    if (profile->find(key)) put(*profile, key, node::list());
  }
  put(*profile, "plan", node::string(text));

  double highest = 0;
  try {
    const load_line read = read_load_line(text);
    if (read.arrivals) return;
    for (const profile_stage& stage : read.stages)
      highest = std::max(highest, stage.level);
  } catch (const setup_error&) {
    return;  // told by the check, with everything else that is wrong
  }
  if (node* run = section_of(document, "run", at))
    put(*run, "users", node::integer(static_cast<std::int64_t>(highest)));
}

}  // namespace veriload::config

#include "core/config/cross_rules.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/nearest.hpp"
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/base/url.hpp"
#include "core/config/schema.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;
using base::place;

// A sum of decimal fractions is not exact in binary.
constexpr double same_seconds = 1e-6;

class rules {
 public:
  rules(checked_document& document, problem_list& problems)
      : document_(document), problems_(problems) {}

  void apply() {
    require_target();
    check_base_url();
    complete_profile();
    not_above("run.users", "safety.max_users");
    not_above("profile.duration_seconds", "run.max_duration_seconds");
    not_above("profile.hold_seconds", "run.max_duration_seconds");
  }

 private:
  // The value of a key that passed the check and is set, or nullptr.
  const node* value(const std::string& path) const {
    if (!document_.is_sound(path)) return nullptr;
    const node* found = document_.effective.find_path(path);
    return found && !found->is_null() ? found : nullptr;
  }

  void fill(const char* section, const char* name, node filled, const place& source) {
    filled.written_at(source);
    document_.effective.find(section)->set(name, std::move(filled));
  }

  void not_above(const char* path, const char* limit_path) {
    const node* amount = value(path);
    const node* limit = value(limit_path);
    if (!amount || !limit || amount->as_number() <= limit->as_number()) return;
    problems_.add(amount->where(), std::string(path) + " is " + base::to_json(*amount) +
                                       ", which is above " + limit_path + " (" +
                                       base::to_json(*limit) + ")");
  }

  void require_target() {
    if (!value("run.base_url") && !value("run.database") && document_.is_sound("run.base_url") &&
        document_.is_sound("run.database") && !has_other_protocol()) {
      if (const node* run = document_.effective.find("run"))
        problems_.add(run->where(),
                      "run.base_url or run.database must be set, or a section of the protocol "
                      "plugin that is to be used");
    }
  }

  // A team's own protocol says in its own section where it connects to. "http" asks for a base_url.
  bool has_other_protocol() const {
    for (std::size_t i = 0; i < document_.effective.size(); ++i) {
      const std::string_view name = document_.effective.key_at(i);
      if (!schema().find(name) && name != "http") return true;
    }
    return false;
  }

  void check_base_url() {
    const node* base_url = value("run.base_url");
    if (!base_url) return;
    base::url parsed;
    try {
      parsed = base::parse_url(base_url->as_string());
    } catch (const setup_error& error) {
      problems_.add(base_url->where(), std::string("run.base_url ") + error.what() + ", found " +
                                           found_text(*base_url));
      return;
    }
    if (parsed.scheme != "http" && parsed.scheme != "https") {
      problems_.add(base_url->where(), "run.base_url must begin with http:// or https://, found " +
                                           parsed.scheme + "://");
    }
    check_host(parsed.host, base_url->where());
  }

  void check_host(const std::string& host, const place& at) {
    const node* allowed = value("safety.allowed_hosts");
    if (!allowed) return;
    std::vector<std::string> entries;
    for (std::size_t i = 0; i < allowed->size(); ++i)
      entries.emplace_back(allowed->at(i).as_string());
    if (base::host_rules(entries).name_allowed(host)) return;
    const std::vector<std::string_view> candidates(entries.begin(), entries.end());
    const std::string_view near = base::nearest(host, candidates);
    problems_.add(at, "run.base_url has the host " + host +
                          ", which is not in safety.allowed_hosts" +
                          (near.empty() ? "" : " (did you mean " + std::string(near) + "?)"));
  }

  void complete_profile() {
    const node* type = value("profile.type");
    if (!type) return;
    const bool step = type->as_string() == "step";
    if (step) {
      complete_steps();
    } else {
      refuse_steps(std::string(type->as_string()));
      complete_target(value("run.users"), "run.users");
      require_duration(*type);
    }
  }

  void complete_target(const node* source, const char* source_name) {
    if (!source || !document_.is_sound("profile.target_users")) return;
    const node* target = value("profile.target_users");
    if (!target) return fill("profile", "target_users", *source, source->where());
    if (*target == *source) return;
    problems_.add(target->where(), "profile.target_users is " + base::to_json(*target) +
                                       ", which is not " + source_name + " (" +
                                       base::to_json(*source) + ")");
  }

  void require_duration(const node& type) {
    if (value("profile.duration_seconds") || !document_.is_sound("profile.duration_seconds"))
      return;
    const node* profile = document_.effective.find("profile");
    problems_.add(profile->where(),
                  "profile.duration_seconds is missing, expected a number above 0 for type " +
                      std::string(type.as_string()));
  }

  void refuse_steps(const std::string& type) {
    const node* steps = value("profile.steps");
    if (!steps || steps->size() == 0) return;
    problems_.add(steps->where(), "profile.steps belongs to type step, profile.type is " + type);
  }

  void complete_steps() {
    const node* steps = value("profile.steps");
    if (!steps) return;
    std::int64_t highest = 0;
    double total = 0;
    for (std::size_t i = 0; i < steps->size(); ++i) {
      highest = std::max(highest, steps->at(i).find("users")->as_integer());
      total += steps->at(i).find("seconds")->as_number();
    }
    if (highest == 0) {
      const place& at = steps->size() > 0 ? steps->where() : value("profile.type")->where();
      problems_.add(at, "profile.steps needs at least one step with users above 0 for type step");
      return;
    }
    node peak = node::integer(highest);
    peak.written_at(steps->where());
    complete_target(&peak, "the highest of profile.steps");
    complete_step_duration(total, steps->where());
    const node* users = value("run.users");
    if (users && highest > users->as_integer()) {
      problems_.add(steps->where(), "profile.steps reach " + std::to_string(highest) +
                                        " users, which is above run.users (" +
                                        base::to_json(*users) + ")");
    }
  }

  void complete_step_duration(double total, const place& source) {
    if (!document_.is_sound("profile.duration_seconds")) return;
    const node* duration = value("profile.duration_seconds");
    if (!duration) {
      fill("profile", "duration_seconds", node::number(total), source);
    } else if (std::fabs(duration->as_number() - total) > same_seconds) {
      problems_.add(duration->where(), "profile.duration_seconds is " + base::to_json(*duration) +
                                           ", but profile.steps last " + base::number_text(total) +
                                           " s");
    }
  }

  checked_document& document_;
  problem_list& problems_;
};

}  // namespace

void check_rules_between_keys(checked_document& document, problem_list& problems) {
  rules(document, problems).apply();
}

}  // namespace veriload::config

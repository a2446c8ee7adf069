#include "core/config/cross_rules.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/nearest.hpp"
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/base/url.hpp"
#include "core/config/profile_rules.hpp"
#include "core/config/schema.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;
using base::place;

class rules {
 public:
  rules(checked_document& document, problem_list& problems)
      : document_(document), problems_(problems) {}

  void apply() {
    require_user_class();
    require_target();
    check_base_url();
    check_profile(document_, problems_);
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

  void not_above(const char* path, const char* limit_path) {
    const node* amount = value(path);
    const node* limit = value(limit_path);
    if (!amount || !limit || amount->as_number() <= limit->as_number()) return;
    problems_.add(amount->where(), std::string(path) + " is " + base::to_json(*amount) +
                                       ", which is above " + limit_path + " (" +
                                       base::to_json(*limit) + ")");
  }

  void require_user_class() {
    const node* scenario = value("scenario");
    const node* one = value("scenario.user_class");
    const node* several = value("scenario.users");
    if (!scenario || !several || !document_.is_sound("scenario.user_class")) return;
    if (one && several->size() > 0) {
      problems_.add(several->where(),
                    "scenario.users stands beside scenario.user_class, expected one of the two");
    } else if (!one && several->size() == 0) {
      problems_.add(scenario->where(),
                    "scenario.user_class is missing, expected a string, or scenario.users with "
                    "several classes and their weights");
    }
    for (std::size_t i = 0; i < several->size(); ++i) {
      const node& name = *several->at(i).find("class");
      for (std::size_t before = 0; before < i; ++before) {
        if (*several->at(before).find("class") != name) continue;
        problems_.add(name.where(), "scenario.users names the class " + base::to_json(name) +
                                        " twice, expected each once");
      }
    }
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

  checked_document& document_;
  problem_list& problems_;
};

}  // namespace

void check_rules_between_keys(checked_document& document, problem_list& problems) {
  rules(document, problems).apply();
}

}  // namespace veriload::config

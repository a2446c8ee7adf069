#include "core/config/profile_rules.hpp"

#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/config/load_line.hpp"
#include "core/config/pause_rules.hpp"
#include "core/config/schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace veriload::config {
namespace {

using base::node;
using base::place;

// A sum of decimal fractions is not exact in binary.
constexpr double same_seconds = 1e-6;

// Which types a key belongs to.
struct belonging {
  const char* key;
  std::string_view first;
  std::string_view second;
};
constexpr std::array<belonging, 9> belongings{{{"steps", "step", ""},
                                               {"stages", "stages", ""},
                                               {"plan", "stages", "arrival"},
                                               {"rate", "arrival", ""},
                                               {"rate_end", "arrival", ""},
                                               {"distribution", "arrival", ""},
                                               {"trace", "arrival", ""},
                                               {"each", "arrival", ""},
                                               {"max_lateness_seconds", "arrival", ""}}};

class rules {
 public:
  rules(checked_document& document, problem_list& problems)
      : document_(document), problems_(problems) {}

  void apply() {
    if (!document_.is_sound("profile.type") || !document_.is_sound("profile.plan")) return;
    if (const node* line = value("plan")) read_line(*line);
    const node* type = value("type");
    if (!type) {
      if (document_.effective.find("profile") && !value("plan")) {
        problems_.add(profile().where(), "profile.type is missing, expected " +
                                             schema().find("profile")->find("type")->expected() +
                                             ", or profile.plan");
      }
      return;
    }
    const std::string name(type->as_string());
    refuse_foreign(name);
    if (name == "step") {
      complete_levels("steps");
    } else if (name == "stages") {
      complete_stages();
    } else {
      complete_target(document_value("run.users"), "run.users");
      if (name == "arrival") {
        complete_arrival(*type);
      } else {
        require_duration(*type);
      }
    }
    check_pauses(document_, problems_);
    check_each(name);
    check_warmup();
  }

 private:
  const node& profile() const { return *document_.effective.find("profile"); }

  // The value of a key that passed the check and is set, or nullptr.
  const node* document_value(const std::string& path) const {
    if (!document_.is_sound(path)) return nullptr;
    const node* found = document_.effective.find_path(path);
    return found && !found->is_null() ? found : nullptr;
  }
  const node* value(const std::string& key) const { return document_value("profile." + key); }

  // Set by somebody, and not empty.
  bool is_given(const std::string& key) const {
    const node* found = value(key);
    if (!found) return false;
    return !found->is(base::node_kind::list) || found->size() > 0;
  }

  void fill(const char* name, node filled, const place& source) {
    filled.written_at(source);
    document_.effective.find("profile")->set(name, std::move(filled));
  }

  void read_line(const node& line) {
    try {
      line_ = read_load_line(line.as_string());
    } catch (const setup_error& error) {
      problems_.add(line.where(), std::string("profile.plan ") + error.what());
      return;
    }
    const node* type = value("type");
    const char* says = line_->arrivals ? "arrival" : "stages";
    if (!type) {
      fill("type", node::string(says), line.where());
    } else if (type->as_string() != says) {
      problems_.add(line.where(), std::string("profile.plan tells ") +
                                      (line_->arrivals ? "arrivals" : "users") +
                                      ", so profile.type must be " + says + " or not set, it is " +
                                      std::string(type->as_string()));
      line_.reset();
    }
  }

  void refuse_foreign(const std::string& type) {
    for (const belonging& one : belongings) {
      if (type == one.first || type == one.second || !is_given(one.key)) continue;
      std::string text =
          "profile." + std::string(one.key) + " belongs to type " + std::string(one.first);
      if (!one.second.empty()) text += " or " + std::string(one.second);
      problems_.add(value(one.key)->where(), text + ", profile.type is " + type);
    }
  }

  void complete_target(const node* source, const std::string& source_name) {
    if (!source || !document_.is_sound("profile.target_users")) return;
    const node* target = value("target_users");
    if (!target) return fill("target_users", *source, source->where());
    if (*target == *source) return;
    problems_.add(target->where(), "profile.target_users is " + base::to_json(*target) +
                                       ", which is not " + source_name + " (" +
                                       base::to_json(*source) + ")");
  }

  void require_duration(const node& type) {
    if (value("duration_seconds") || !document_.is_sound("profile.duration_seconds")) return;
    problems_.add(profile().where(),
                  "profile.duration_seconds is missing, expected a number above 0 for type " +
                      std::string(type.as_string()));
  }

  // Levels with their times, in a list of the document.
  void complete_levels(const std::string& list) {
    const node* levels = value(list);
    if (!levels) return;
    std::int64_t highest = 0;
    double total = 0;
    for (std::size_t i = 0; i < levels->size(); ++i) {
      highest = std::max(highest, levels->at(i).find("users")->as_integer());
      total += levels->at(i).find("seconds")->as_number();
    }
    const std::string one = list.substr(0, list.size() - 1);
    const place& at = levels->size() > 0 ? levels->where() : value("type")->where();
    if (highest == 0) {
      problems_.add(at, "profile." + list + " needs at least one " + one +
                            " with users above 0 for type " +
                            std::string(value("type")->as_string()));
      return;
    }
    if (total <= 0) {
      problems_.add(at, "profile." + list + " needs at least one " + one + " with seconds above 0");
      return;
    }
    reach(list, highest, total, levels->where());
  }

  void complete_stages() {
    if (!value("plan")) return complete_levels("stages");
    if (is_given("stages")) {
      problems_.add(value("stages")->where(),
                    "profile.stages stands beside profile.plan, expected one of the two");
      return;
    }
    if (!line_) return;
    double highest = 0;
    double total = 0;
    for (const profile_stage& stage : line_->stages) {
      highest = std::max(highest, stage.level);
      total += stage.seconds;
    }
    reach("plan", static_cast<std::int64_t>(highest), total, value("plan")->where());
  }

  void reach(const std::string& list, std::int64_t highest, double total, const place& at) {
    node peak = node::integer(highest);
    peak.written_at(at);
    complete_target(&peak, "the highest of profile." + list);
    complete_duration(list, total, at);
    const node* users = document_value("run.users");
    if (users && highest > users->as_integer()) {
      problems_.add(at, "profile." + list + (list == "plan" ? " reaches " : " reach ") +
                            std::to_string(highest) + " users, which is above run.users (" +
                            base::to_json(*users) + ")");
    }
  }

  void complete_duration(const std::string& list, double total, const place& source) {
    if (!document_.is_sound("profile.duration_seconds")) return;
    const node* duration = value("duration_seconds");
    if (!duration) {
      fill("duration_seconds", node::number(total), source);
    } else if (std::fabs(duration->as_number() - total) > same_seconds) {
      problems_.add(duration->where(), "profile.duration_seconds is " + base::to_json(*duration) +
                                           ", but profile." + list +
                                           (list == "plan" ? " lasts " : " last ") +
                                           base::number_text(total) + " s");
    }
  }

  void complete_arrival(const node& type) {
    const std::array ways{"rate", "plan", "trace"};
    const char* way = nullptr;
    for (const char* one : ways) {
      if (!document_.is_sound(std::string("profile.") + one)) return;
      if (!value(one)) continue;
      if (way) {
        problems_.add(value(one)->where(), std::string("profile.") + one +
                                               " stands beside profile." + way +
                                               ", expected one of rate, plan and trace");
        return;
      }
      way = one;
    }
    if (!way) {
      problems_.add(profile().where(),
                    "profile.rate is missing, expected arrivals per second (or profile.plan or "
                    "profile.trace) for type arrival");
      return;
    }
    if (value("rate_end") && way != ways[0]) {
      problems_.add(value("rate_end")->where(),
                    std::string("profile.rate_end belongs to profile.rate, not to profile.") + way);
    }
    if (way == ways[0]) {
      require_rate(type);
    } else if (way == ways[1] && line_) {
      double total = 0;
      for (const profile_stage& stage : line_->stages)
        total += stage.seconds;
      complete_duration("plan", total, value("plan")->where());
    } else if (way == ways[2] && is_given("distribution")) {
      problems_.add(value("distribution")->where(),
                    "profile.distribution says how arrivals follow a rate, profile.trace tells "
                    "each of them; expected one of the two");
    }
    const node* tick = value("tick_seconds");
    if (tick && tick->as_number() == 0) {
      problems_.add(tick->where(),
                    "profile.tick_seconds 0 lets each user do one pass at once, expected above 0 "
                    "for type arrival (profile.iterations: 1 gives arrivals of one pass)");
    }
  }

  void require_rate(const node& type) {
    require_duration(type);
    const node* end = value("rate_end");
    if (value("rate")->as_number() > 0 || (end && end->as_number() > 0)) return;
    problems_.add(value("rate")->where(),
                  "profile.rate is 0 and so is its end: nobody would arrive; expected a rate above "
                  "0, or profile.rate_end");
  }

  void check_each(const std::string& type) {
    if (type != "arrival" || !value("each") || value("each")->as_string() != "iteration") return;
    for (const char* key : {"think_time", "pacing"}) {
      if (!value(key)) continue;
      problems_.add(value(key)->where(), std::string("profile.") + key +
                                             " says when an iteration follows another, which "
                                             "profile.each: iteration leaves to the arrivals; "
                                             "expected one of the two");
    }
  }

  void check_warmup() {
    const node* warmup = value("warmup_seconds");
    const node* duration = value("duration_seconds");
    if (!warmup || !duration || warmup->as_number() == 0) return;
    if (warmup->as_number() < duration->as_number()) return;
    problems_.add(warmup->where(), "profile.warmup_seconds is " + base::to_json(*warmup) +
                                       ", expected less than the profile lasts (" +
                                       base::to_json(*duration) + " s)");
  }

  checked_document& document_;
  problem_list& problems_;
  std::optional<load_line> line_;
};

}  // namespace

void check_profile(checked_document& document, problem_list& problems) {
  rules(document, problems).apply();
}

}  // namespace veriload::config

// Personas in front of the rules, for tests.
#pragma once

#include "core/personas/engine_source.hpp"
#include "core/personas/rules/rule_book.hpp"
#include "tests/unit/personas/pools.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace veriload::personas::test {

inline std::string& at(std::vector<std::string>& values, field which) {
  return values[static_cast<std::size_t>(which)];
}

inline const char* path_of(field which) {
  return field_paths()[static_cast<std::size_t>(which)].data();
}

/// A source with the rules for it.
class judge {
 public:
  explicit judge(const config::data_plan& plan)
      : source(plan), book_(image::instance(), settings_of(plan), codes(plan)) {
    all_.resize(source.fields().size());
    std::iota(all_.begin(), all_.end(), 0U);
    for (const config::persona_override& one : plan.overrides)
      given_.set(source.required_field(one.path));
  }

  std::vector<std::string> values(std::uint64_t index) const {
    std::vector<std::string> made(all_.size());
    source.values(index, all_, made);
    return made;
  }

  std::vector<rules::violation> violations(const std::vector<std::string>& of) const {
    std::vector<rules::violation> found;
    book_.check(of, given_, found);
    return found;
  }

  engine_source source;

 private:
  static rules::settings settings_of(const config::data_plan& plan) {
    return {parse_day(plan.reference_date).value(), plan.email_domain, plan.phones};
  }
  static std::vector<std::string> codes(const config::data_plan& plan) {
    std::vector<std::string> made;
    for (const config::locale_share& share : plan.locales)
      made.push_back(share.locale);
    return made;
  }

  rules::rule_book book_;
  std::vector<field_id> all_;
  rules::field_set given_;
};

inline std::string text_of(const rules::violation& one) {
  return std::string(one.rule) + " " + path_of(one.which) + " is " + one.found + ", expected " +
         one.expected;
}

inline std::string text_of(const std::vector<rules::violation>& all) {
  std::string text;
  for (const rules::violation& one : all)
    text += text_of(one) + "\n";
  return text;
}

inline bool breaks(const std::vector<rules::violation>& found, std::string_view rule) {
  return std::ranges::any_of(found, [&](const auto& one) { return one.rule == rule; });
}

inline std::vector<std::string> all_locales() {
  std::vector<std::string> codes;
  for (std::uint32_t i = 0; i < image::instance().locales(); ++i)
    codes.emplace_back(image::instance().locale(i).code());
  return codes;
}

}  // namespace veriload::personas::test

// One persona in front of the rules. Flow: values -> [subject] -> rules -> violations.
#pragma once

#include "core/config/plan.hpp"
#include "core/personas/fields/calendar.hpp"
#include "core/personas/image/image.hpp"
#include "core/personas/rules/locale_index.hpp"
#include "core/personas/rules/violation.hpp"

#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace veriload::personas::rules {

/// Which fields a configuration or a row gave.
using field_set = std::bitset<static_cast<std::size_t>(field::count)>;

/// What the personas of a run have in common, beside the tables.
struct settings {
  day reference;             ///< data.reference_date
  std::string email_domain;  ///< data.email_domain
  config::phone_policy phones = config::phone_policy::reserved;
};

/// A number as fields write it: digits, without zeros in front, a minus for those below 0.
std::optional<std::int64_t> whole_number(std::string_view text);

using parts = std::initializer_list<std::string_view>;

/// Whether `text` is the parts one after the other, and that text itself.
bool is_made_of(std::string_view text, parts of);
std::string joined(parts of);

/// The values, the tables that they must agree with, and where violations go. Thread: one.
class subject {
 public:
  subject(std::span<const std::string> values, const field_set& given, const image::tables& tables,
          const locale_index& locale, const settings& set,
          const std::unordered_map<std::string_view, std::uint32_t>& devices,
          std::vector<violation>& out)
      : values_(values),
        given_(given),
        tables_(tables),
        locale_(locale),
        settings_(set),
        devices_(devices),
        out_(out) {}

  std::string_view operator[](field which) const {
    return values_[static_cast<std::size_t>(which)];
  }
  std::optional<std::int64_t> number(field which) const { return whole_number((*this)[which]); }
  bool given(field which) const { return given_.test(static_cast<std::size_t>(which)); }

  const image::tables& tables() const { return tables_; }
  const locale_index& locale() const { return locale_; }
  const settings& set() const { return settings_; }
  int year() const { return year_of(settings_.reference); }

  /// Numbers of the shared tables by what fields call them.
  std::optional<std::uint32_t> industry(field which) const;
  std::optional<std::uint32_t> level() const;
  std::optional<std::uint32_t> education() const;
  std::optional<std::uint32_t> band() const;
  std::optional<std::uint32_t> device() const;

  std::optional<day> birth() const { return parse_day((*this)[field::birthdate]); }
  std::optional<image::gender> gender() const;

  /// The rows that can be meant by the given name: those that suit the gender where there are any.
  std::vector<image::given_row> given_rows() const;
  std::vector<image::family_row> family_rows() const;
  /// How the two names can be romanised, and in the letters of a login. Never empty.
  std::vector<std::string> latin_given() const;
  std::vector<std::string> latin_family() const;
  std::vector<std::string> slugs_of(const std::vector<std::string>& latin) const;

  /// What job.title can mean in the company's industry, for the gender.
  std::vector<image::title_row> title_rows() const;

  /// How the company's name can be read; computed once.
  const std::vector<company_reading>& company_readings() const;

  /// The rule `id` is broken by `which`, as it, `against` and the locale decide. `expected` has no
  /// values of the persona; `exactly` is the value that would be right, shown where nothing was
  /// given.
  void wrong(std::string_view id, field which, std::string expected,
             std::initializer_list<field> against = {}, std::string exactly = {}) {
    add(id, which, std::move(expected), against, std::move(exactly), true);
  }

  /// The same where `against` is not all that has a part in it, or need not agree where somebody
  /// gave it: accounts that exist seldom have names by our patterns.
  void unlike(std::string_view id, field which, std::string expected,
              std::initializer_list<field> against, std::string exactly = {}) {
    add(id, which, std::move(expected), against, std::move(exactly), false);
  }

 private:
  void add(std::string_view id, field which, std::string expected,
           std::initializer_list<field> against, std::string exactly, bool decided);

  std::span<const std::string> values_;
  const field_set& given_;
  const image::tables& tables_;
  const locale_index& locale_;
  const settings& settings_;
  const std::unordered_map<std::string_view, std::uint32_t>& devices_;
  std::vector<violation>& out_;
  mutable std::optional<std::vector<company_reading>> readings_;
};

}  // namespace veriload::personas::rules

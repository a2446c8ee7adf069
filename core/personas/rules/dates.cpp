#include "core/personas/rules/dates.hpp"

#include "core/personas/rules/rule_functions.hpp"
#include "core/personas/rules/subject.hpp"

#include <algorithm>
#include <chrono>

namespace veriload::personas::rules {
namespace {

constexpr int youngest = 18;
constexpr int oldest = 80;

// Whether anybody of an age that personas have was born when the name was usual. If not, the name
// is of another time than the reference date and may have been given at any.
bool is_of_this_time(const subject& who, const image::given_row& name, int least_age) {
  const int first = year_of(earliest_birth(oldest, who.set().reference));
  const int last = year_of(latest_birth(least_age, who.set().reference));
  for (int year = first; year <= last; ++year) {
    if (name.usual_in(year)) return true;
  }
  return false;
}

}  // namespace

int youngest_in(const locale_index& locale, const image::tables& shared, std::uint32_t industry) {
  const image::locale_view& tables = locale.tables();
  const image::range titles = tables.titles_of(industry);
  std::uint32_t least = oldest;
  for (std::uint32_t i = titles.first; i < titles.first + titles.count; ++i) {
    const image::title_row title = tables.title(i);
    const image::level_row level = shared.level(title.level);
    const std::uint32_t trained =
        shared.education(title.education).graduation_min + level.min_experience;
    least = std::min(least, std::max(level.min_age, trained));
  }
  return std::max(youngest, static_cast<int>(least));
}

void r9_birth_and_age(subject& who) {
  const std::optional<day> birth = who.birth();
  if (!birth) return who.wrong("R9", field::birthdate, "a day, such as 1988-03-21");
  if (*birth > who.set().reference) {
    return who.wrong("R9", field::birthdate, "a day before data.reference_date");
  }
  const int age = age_at(*birth, who.set().reference);
  if (who.number(field::age) != age) {
    who.wrong("R9", field::age, "whole years since person.birthdate at data.reference_date",
              {field::birthdate}, std::to_string(age));
  }
  if (age < youngest || age > oldest) {
    who.wrong("R9", field::birthdate, "18 to 80 years before data.reference_date");
  }
}

void r10_decade_of_the_name(subject& who) {
  const std::optional<day> birth = who.birth();
  const std::vector<image::given_row> names = who.given_rows();
  if (!birth || names.empty()) return;
  const std::optional<std::uint32_t> industry = who.industry(field::company_industry);
  const int least_age = industry ? youngest_in(who.locale(), who.tables(), *industry) : youngest;
  const bool usual = std::ranges::any_of(names, [&](const image::given_row& name) {
    return name.usual_in(year_of(*birth)) || !is_of_this_time(who, name, least_age);
  });
  if (!usual) {
    // Unusual is not impossible.
    who.unlike("R10", field::birthdate, "a day in a decade in which the given name was usual",
               {field::given_name});
  }
}

void r11_graduation(subject& who) {
  const std::optional<std::uint32_t> level = who.education();
  if (!level) return who.wrong("R11", field::education_level, "a level of education");
  const std::optional<std::int64_t> graduation = who.number(field::graduation_year);
  if (!graduation) return who.wrong("R11", field::graduation_year, "a year");
  const std::optional<day> birth = who.birth();
  if (!birth) return;
  const image::education_row row = who.tables().education(*level);
  // A year that the level cannot be reached by is the level's fault, whatever year is told.
  if (year_of(*birth) + static_cast<int>(row.graduation_min) > who.year()) {
    who.wrong("R11", field::education_level, "a level that can be reached at the age",
              {field::birthdate});
  }
  const std::int64_t age = *graduation - year_of(*birth);
  if (age < row.graduation_min || age > row.graduation_max) {
    who.wrong("R11", field::graduation_year,
              "a year in which people born in that of person.birthdate reach the level, at " +
                  std::to_string(row.graduation_min) + " to " + std::to_string(row.graduation_max),
              {field::education_level, field::birthdate});
  }
  if (*graduation > who.year()) {
    who.wrong("R11", field::graduation_year, "not after data.reference_date");
  }
}

}  // namespace veriload::personas::rules

#include "core/personas/engine/person.hpp"

#include <algorithm>
#include <charconv>

namespace veriload::personas {
namespace {

constexpr int youngest_persona = 18;
constexpr int oldest_persona = 80;
// Personas work, which few do beyond this age.
constexpr int usual_end_of_work = 67;
constexpr std::uint64_t weight_of_working_age = 8;

day first_of(int year) { return day(std::chrono::year(year) / std::chrono::January / 1); }

}  // namespace

// The age that a given level, title or education asks for.
int person::youngest() {
  const auto level = given(field::job_level), title = given(field::job_title),
             education = given(field::education_level);
  if (!level && !title && !education) return 0;
  const image::tables& tables = world_.tables();
  std::uint32_t least = oldest_persona, trained = 0;
  for (std::uint32_t i = 0; education && i < tables.educations(); ++i) {
    if (tables.education(i).id == *education) trained = tables.education(i).graduation_min;
  }
  // Of the persona's own industry: another one may promote earlier.
  const image::range titles = locale_.tables.titles_of(company().place.industry);
  for (std::uint32_t i = titles.first; i < titles.first + titles.count; ++i) {
    const image::title_row row = locale_.tables.title(i);
    const image::level_row needs = tables.level(row.level);
    if (level && needs.id != *level) continue;
    if (title && row.name != *title && row.feminine != *title) continue;
    const std::uint32_t graduation =
        std::max(trained, tables.education(row.education).graduation_min);
    least = std::min(least, std::max(needs.min_age, graduation + needs.min_experience));
  }
  // A title that no table has asks for nothing.
  return static_cast<int>(least == oldest_persona ? trained : least);
}

// A day in a decade in which the name was given, at which somebody can have the job of the
// industry. Every day of a range is as likely as the others, so 29 February is as rare as it is.
day person::birth() {
  if (birth_) return *birth_;
  const day today = world_.reference();
  if (const auto date = given(field::birthdate)) {
    if (const auto parsed = parse_day(*date)) return birth_.emplace(*parsed);
  }
  if (const auto years = given(field::age)) {
    int age = 0;
    std::from_chars(years->data(), years->data() + years->size(), age);
    const day from = earliest_birth(age, today);
    return birth_.emplace(
        from +
        std::chrono::days(between(0, (latest_birth(age, today) - from).count(), purpose::birth)));
  }

  const std::uint16_t decades = names().decades;
  const int least_age =
      std::max({youngest_persona, locale_.youngest[company().place.industry], youngest()});
  struct span {
    day from;
    std::uint64_t days;
    std::uint64_t weight;  // of a day
  };
  std::array<span, 2 * image::decades> spans{};
  std::size_t n = 0;
  std::uint64_t total = 0;
  const auto add = [&](day from, day to, std::uint64_t weight) {
    if (from > to) return;
    spans[n] = {from, static_cast<std::uint64_t>((to - from).count()) + 1, weight};
    total += spans[n].days * weight;
    ++n;
  };
  const day first = earliest_birth(oldest_persona, today);
  const day last = latest_birth(least_age, today);
  const day retired = latest_birth(usual_end_of_work, today);  // and those born before
  for (const bool any : {false, true}) {
    for (int bit = 0; bit < image::decades; ++bit) {
      if (!any && ((decades >> bit) & 1) == 0) continue;
      const int decade = image::first_decade + 10 * bit;
      const day from = std::max(first, first_of(decade));
      const day to = std::min(last, first_of(decade + 10) - std::chrono::days(1));
      add(from, std::min(to, retired), 1);
      add(std::max(from, retired + std::chrono::days(1)), to, weight_of_working_age);
    }
    // A name of another time than the reference date's: then any decade.
    if (total != 0) break;
  }
  std::uint64_t at = scaled(bits(purpose::birth), total);
  std::size_t chosen = 0;
  while (at >= spans[chosen].days * spans[chosen].weight) {
    at -= spans[chosen].days * spans[chosen].weight;
    ++chosen;
  }
  return birth_.emplace(spans[chosen].from +
                        std::chrono::days(static_cast<std::int64_t>(at / spans[chosen].weight)));
}

}  // namespace veriload::personas

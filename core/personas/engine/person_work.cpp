#include "core/personas/engine/person.hpp"
#include "core/personas/fields/digits.hpp"
#include "core/personas/fields/text_list.hpp"

#include <algorithm>

namespace veriload::personas {
namespace {

// How likely a level is at an age, beside its weight: few stay beginners, few lead early.
std::uint64_t likelihood(std::uint32_t level, std::uint32_t levels, int age) {
  if (level == 0) return age < 30 ? 8 : age < 40 ? 2 : 1;
  if (level + 2 >= levels) return age < 35 ? 2 : 6;
  return 4;
}

}  // namespace

image::title_row person::chosen_title() {
  const image::tables& tables = world_.tables();
  const image::range titles = locale_.tables.titles_of(company().place.industry);
  const auto wanted_level = given(field::job_level);
  std::optional<std::uint32_t> most_education;
  for (std::uint32_t i = 0; has(field::education_level) && i < tables.educations(); ++i) {
    if (tables.education(i).id == *given(field::education_level)) most_education = i;
  }
  if (const auto name = given(field::job_title)) {
    for (std::uint32_t i = titles.first; i < titles.first + titles.count; ++i) {
      const image::title_row row = locale_.tables.title(i);
      if (row.name == *name || row.feminine == *name) return row;
    }
  }
  const auto oldest = static_cast<std::uint32_t>(age());
  bool any_age = false;
  const auto weight_of = [&](const image::title_row& row) -> std::uint64_t {
    const image::level_row level = tables.level(row.level);
    if (most_education && row.education > *most_education) return 0;
    if (wanted_level && level.id != *wanted_level) return 0;
    const std::uint32_t trained =
        tables.education(most_education.value_or(row.education)).graduation_min;
    const std::uint32_t needs = std::max(level.min_age, trained + level.min_experience);
    if (needs > oldest && !any_age) return 0;
    if (wanted_level) return row.weight;
    return std::uint64_t{row.weight} * level.weight * likelihood(row.level, tables.levels(), age());
  };
  const auto add_up = [&] {
    std::uint64_t sum = 0;
    for (std::uint32_t i = titles.first; i < titles.first + titles.count; ++i)
      sum += weight_of(locale_.tables.title(i));
    return sum;
  };
  std::uint64_t total = add_up();
  if (total == 0 && wanted_level) {
    any_age = true;
    total = add_up();
  }
  std::uint32_t chosen = titles.first;  // a given age or level that no title suits
  if (total != 0) {
    std::uint64_t lot = scaled(bits(purpose::title), total);
    for (;; ++chosen) {
      const std::uint64_t weight = weight_of(locale_.tables.title(chosen));
      if (lot < weight) break;
      lot -= weight;
    }
  }
  return locale_.tables.title(chosen);
}

// At least what the title needs, and finished early enough for the level.
void person::choose_education(person_work& made) {
  const image::tables& tables = world_.tables();
  const std::uint32_t experience = tables.level(made.title.level).min_experience;
  const auto free_years = static_cast<std::uint32_t>(std::max(0, age()));
  const std::uint32_t latest = free_years > experience ? free_years - experience : 0;
  const auto weight_of = [&](std::uint32_t level) -> std::uint64_t {
    const image::education_row row = tables.education(level);
    return row.graduation_min <= latest ? row.weight : 0;
  };
  made.education = made.title.education;
  std::uint64_t total = 0;
  for (std::uint32_t i = made.title.education; i < tables.educations(); ++i)
    total += weight_of(i);
  if (const auto wanted = given(field::education_level)) {
    for (std::uint32_t i = 0; i < tables.educations(); ++i) {
      if (tables.education(i).id == *wanted) made.education = i;
    }
  } else if (total != 0) {
    std::uint64_t lot = scaled(bits(purpose::education), total);
    while (lot >= weight_of(made.education))
      lot -= weight_of(made.education++);
  }
  const image::education_row row = tables.education(made.education);
  const std::uint32_t most = std::max(row.graduation_min, std::min(row.graduation_max, latest));
  const std::int64_t at = between(row.graduation_min, most, purpose::graduation);
  made.graduation = year_of(birth()) + static_cast<int>(at);
  if (const auto year = given_number(field::graduation_year))
    made.graduation = static_cast<int>(*year);
}

const person_work& person::work() {
  if (work_) return *work_;
  person_work made;
  made.title = chosen_title();
  choose_education(made);
  const int today = year_of(world_.reference());
  const int earliest =
      std::max({year_of(birth()) + 16, size().founded, std::min(made.graduation, today)});
  made.start = static_cast<int>(between(std::min(earliest, today), today, purpose::start_year));
  return work_.emplace(made);
}

void person::append_salary(std::string& out) {
  const image::tables& tables = world_.tables();
  const image::salary_row band = locale_.tables.salary(work().title.level);
  const std::uint64_t percent = tables.industry(company().place.industry).salary_percent;
  const std::uint64_t least = (std::uint64_t{band.least} * percent + 99) / 100;
  const std::uint64_t most = std::uint64_t{band.most} * percent / 100;
  // Round figures, as contracts have them.
  const std::uint64_t step = least >= 1'000'000 ? 10'000 : least >= 10'000 ? 100 : 10;
  const std::uint64_t first = (least + step - 1) / step;
  const std::uint64_t last = std::max(first, most / step);
  std::uint64_t amount = (first + scaled(bits(purpose::salary), last - first + 1)) * step;
  for (std::uint32_t i = 0; i < locale_.country.exponent; ++i)
    amount *= 10;
  append_number(amount, out);
}

void person::append_work(field which, std::string& out) {
  const image::tables& tables = world_.tables();
  switch (which) {
    case field::job_title: {
      const image::title_row& row = work().title;
      const bool feminine = names().gender == image::gender::female && !row.feminine.empty();
      out += feminine ? row.feminine : row.name;
      return;
    }
    case field::job_department:
      if (const auto json = given(field::company_departments)) {
        const std::vector<std::string> list = text_list(*json).value_or(std::vector<std::string>());
        if (!list.empty()) out += list[scaled(bits(purpose::department), list.size())];
        return;
      }
      return append_department(
          static_cast<std::uint32_t>(scaled(bits(purpose::department), size().departments)), out);
    case field::job_level:
      out += tables.level(work().title.level).id;
      return;
    case field::salary_amount:
      return append_salary(out);
    case field::salary_currency:
      out += locale_.country.currency;
      return;
    case field::job_start_year:
      return append_number(static_cast<std::uint64_t>(work().start), out);
    case field::education_level:
      out += tables.education(work().education).id;
      return;
    case field::education_field:
      out += locale_.tables.study(
          locale_.tables.study_choice(company().place.industry).pick(bits(purpose::study)));
      return;
    default:
      return append_number(static_cast<std::uint64_t>(work().graduation), out);
  }
}

}  // namespace veriload::personas

#include "core/personas/fields/text_list.hpp"
#include "core/personas/rules/dates.hpp"
#include "core/personas/rules/rule_functions.hpp"
#include "core/personas/rules/subject.hpp"

#include <algorithm>
#include <set>

namespace veriload::personas::rules {
namespace {

constexpr int working_age = 16;

bool holds(const image::range& rows, std::string_view text, const auto& name) {
  for (std::uint32_t i = rows.first; i < rows.first + rows.count; ++i) {
    if (name(i) == text) return true;
  }
  return false;
}

void check_start(subject& who) {
  const std::optional<std::int64_t> start = who.number(field::job_start_year);
  if (!start) return who.wrong("R12", field::job_start_year, "a year");
  if (*start > who.year()) {
    who.wrong("R12", field::job_start_year, "not after data.reference_date");
  }
  const std::optional<day> birth = who.birth();
  if (birth && *start < year_of(*birth) + working_age) {
    who.wrong("R12", field::job_start_year, "at least 16 years after the year of person.birthdate",
              {field::birthdate});
  }
  if (const auto founded = who.number(field::company_founded_year); founded && *start < *founded) {
    who.wrong("R12", field::job_start_year, "not before company.founded_year",
              {field::company_founded_year});
  }
  if (const auto trained = who.number(field::graduation_year); trained && *start < *trained) {
    who.wrong("R12", field::job_start_year, "not before education.graduation_year",
              {field::graduation_year});
  }
}

// Departments of the industry, as many as companies of the size have, and the persona's is one.
void check_departments(subject& who, std::uint32_t industry) {
  const auto departments = text_list(who[field::company_departments]);
  if (!departments) return who.wrong("R13", field::company_departments, "a JSON list of texts");
  const image::locale_view& tables = who.locale().tables();
  const image::range known = tables.departments_of(industry);
  const bool ours = std::ranges::all_of(*departments, [&](const std::string& name) {
    return holds(known, name, [&](std::uint32_t i) { return tables.department(i); });
  });
  const std::set<std::string> different(departments->begin(), departments->end());
  if (!ours || different.size() != departments->size()) {
    who.unlike("R13", field::company_departments, "departments of company.industry, each once",
               {field::company_industry});
  }
  if (const auto band = who.band()) {
    const std::uint32_t most = std::min(known.count, 2 + *band);
    if (departments->size() != most) {
      who.unlike("R13", field::company_departments,
                 std::to_string(most) + " departments, as companies of company.size_band have",
                 {field::company_size_band});
    }
  }
  if (std::ranges::find(*departments, who[field::job_department]) == departments->end()) {
    who.wrong("R13", field::job_department, "one of company.departments",
              {field::company_departments});
  }
}

// Why no row of the industry has the title.
void check_title(subject& who, std::uint32_t industry) {
  const std::vector<image::title_row> known = who.locale().titles(who[field::job_title]);
  if (known.empty()) {
    return who.unlike("R13", field::job_title, "a title of company.industry",
                      {field::company_industry});
  }
  if (std::ranges::none_of(known, [&](const auto& row) { return row.industry == industry; })) {
    return who.wrong("R13", field::job_title, "a title of company.industry",
                     {field::company_industry});
  }
  who.wrong("R13", field::job_title, "the form of the title for person.gender", {field::gender});
}

}  // namespace

void r12_level_and_start(subject& who) {
  check_start(who);
  const std::optional<std::uint32_t> level = who.level();
  if (!level) return who.wrong("R12", field::job_level, "a level of jobs");
  const image::level_row needs = who.tables().level(*level);
  const std::optional<day> birth = who.birth();
  const int age = birth && *birth <= who.set().reference ? age_at(*birth, who.set().reference) : -1;
  if (age >= 0 && static_cast<std::uint32_t>(age) < needs.min_age) {
    who.wrong("R12", field::job_level,
              "a level for the age; this one asks for " + std::to_string(needs.min_age),
              {field::birthdate});
  }
  const auto trained = who.number(field::graduation_year);
  if (age >= 0 && trained && *trained - year_of(*birth) + needs.min_experience > age) {
    who.wrong("R12", field::job_level,
              "a level for the years since education.graduation_year; this one asks for " +
                  std::to_string(needs.min_experience),
              {field::graduation_year, field::birthdate});
  }
  const std::optional<std::uint32_t> industry = who.industry(field::job_industry);
  if (age >= 0 && industry && age < youngest_in(who.locale(), who.tables(), *industry)) {
    who.wrong("R12", field::job_industry, "an industry that has jobs for the age",
              {field::birthdate});
  }
  const std::vector<image::title_row> titles = who.title_rows();
  if (titles.empty()) return;  // R13 tells
  if (std::ranges::none_of(titles, [&](const auto& title) { return title.level == *level; })) {
    who.wrong("R12", field::job_level, "the level of job.title", {field::job_title},
              std::string(who.tables().level(titles.front().level).id));
  }
  const std::optional<std::uint32_t> education = who.education();
  if (education &&
      std::ranges::none_of(titles, [&](const auto& t) { return t.education <= *education; })) {
    who.wrong("R12", field::education_level, "at least what job.title asks for", {field::job_title},
              std::string(who.tables().education(titles.front().education).id));
  }
}

void r13_industry(subject& who) {
  if (who[field::job_company_id] != who[field::company_id]) {
    who.wrong("R13", field::job_company_id, "company.id", {field::company_id},
              std::string(who[field::company_id]));
  }
  if (who[field::job_industry] != who[field::company_industry]) {
    who.wrong("R13", field::job_industry, "company.industry", {field::company_industry},
              std::string(who[field::company_industry]));
  }
  const std::optional<std::uint32_t> industry = who.industry(field::company_industry);
  if (!industry) return who.wrong("R13", field::company_industry, "an industry of the tables");
  const image::locale_view& tables = who.locale().tables();
  const auto& readings = who.company_readings();
  if (!readings.empty() && std::ranges::none_of(readings, [&](const company_reading& reading) {
        return tables.trade(reading.trade).industry == *industry;
      })) {
    who.wrong("R13", field::company_industry, "the industry of the trade in company.name",
              {field::company_name});
  }
  if (who.title_rows().empty()) check_title(who, *industry);
  const auto study = [&](std::uint32_t i) { return tables.study(i); };
  const std::string_view studied = who[field::education_field];
  if (!holds(tables.studies_of(*industry), studied, study)) {
    constexpr const char* words = "a field of study that leads to company.industry";
    if (holds({0, tables.studies()}, studied, study)) {
      who.wrong("R13", field::education_field, words, {field::company_industry});
    } else {
      who.unlike("R13", field::education_field, words, {field::company_industry});
    }
  }
  check_departments(who, *industry);
}

void r14_salary(subject& who) {
  const image::country_row& country = who.locale().country();
  if (who[field::salary_currency] != country.currency) {
    who.unlike("R14", field::salary_currency, "the currency of the country", {field::country_code},
               std::string(country.currency));
  }
  const std::optional<std::int64_t> amount = who.number(field::salary_amount);
  if (!amount) return who.wrong("R14", field::salary_amount, "minor units of the currency");
  const std::optional<std::uint32_t> level = who.level();
  const std::optional<std::uint32_t> industry = who.industry(field::company_industry);
  if (!level || !industry) return;
  const image::salary_row band = who.locale().tables().salary(*level);
  std::int64_t minor = 1;
  for (std::uint32_t i = 0; i < country.exponent; ++i)
    minor *= 10;
  // In hundredths, so that the percentage needs no rounding.
  const std::int64_t percent = who.tables().industry(*industry).salary_percent;
  const std::int64_t least = band.least * percent * minor, most = band.most * percent * minor;
  if (*amount < 0 || *amount > most / 100 || *amount * 100 < least) {
    who.unlike("R14", field::salary_amount,
               "pay of job.level in company.industry and the country, " +
                   std::to_string(least / 100) + " to " + std::to_string(most / 100),
               {field::job_level, field::company_industry});
  }
}

}  // namespace veriload::personas::rules

#include "core/personas/engine/person.hpp"
#include "core/personas/fields/digits.hpp"

#include <algorithm>
#include <array>

namespace veriload::personas {
namespace {

constexpr std::uint64_t revenue_per_head = 150'000;  // dollars a year
constexpr std::uint64_t least_revenue = 50'000;
constexpr std::uint64_t revenue_step = 10'000;

struct mail_pattern {
  std::string_view name;
  std::uint32_t weight;
};

// Weights are of a hundred.
constexpr std::array<mail_pattern, 5> mail_patterns{
    {{"first.last", 50}, {"first_last", 10}, {"last.first", 10}, {"flast", 22}, {"first", 8}}};

// A legal form without the hole for the name and the blanks around it.
std::string form_alone(std::string_view pattern) {
  std::string form(pattern);
  std::erase_if(form, [](char c) { return c == '{' || c == '}'; });
  form.erase(0, std::min(form.find_first_not_of(' '), form.size()));
  form.erase(form.find_last_not_of(' ') + 1);
  return form;
}

}  // namespace

// Companies of different locales never share a draw.
std::uint64_t person::company_key() const {
  return company_->place.number * slug_sharing::most_locales + basis_.locale;
}

const person_company& person::company() {
  if (company_) return *company_;
  company_.emplace();
  person_company& made = *company_;
  const image::tables& tables = world_.tables();
  made.place = locale_.companies.at(basis_.rank);

  for (const field which : {field::company_industry, field::job_industry}) {
    const auto wanted = given(which);
    if (!wanted || tables.industry(made.place.industry).id == *wanted) continue;
    for (std::uint32_t i = 0; i < tables.industries(); ++i) {
      if (tables.industry(i).id != *wanted) continue;
      made.place.industry = i;
      made.place.trade = locale_.tables.trade_choice(i).pick(
          world_.draws().bits(company_key(), purpose::company_order));
      made.own = true;
    }
  }
  made.own = made.own || has(field::company_name) || has(field::company_domain) ||
             has(field::company_website_host);
  return made;
}

const company_size& person::size() {
  if (size_) return *size_;
  company_size made;
  const image::tables& tables = world_.tables();
  const company_place& place = company().place;
  const auto draw = [&](purpose why, std::uint32_t turn = 0) {
    return world_.draws().bits(company_key(), why, turn);
  };
  const auto members = static_cast<std::uint32_t>(place.members);
  made.band = tables.band_choice().pick(draw(purpose::company_band));
  const std::optional<std::uint32_t> employees = given_number(field::company_employee_count);
  if (const auto wanted = given(field::company_size_band)) {
    for (std::uint32_t i = 0; i < tables.bands(); ++i) {
      if (tables.band(i).id == *wanted) made.band = i;
    }
  } else if (employees) {
    // The first that is not too small; the largest for more than any band has.
    made.band = 0;
    while (made.band + 1 < tables.bands() && tables.band(made.band).employees_max < *employees)
      ++made.band;
  } else {
    // Bands rise in size: the next one that holds the company's personas.
    while (made.band + 1 < tables.bands() && tables.band(made.band).employees_max < members)
      ++made.band;
  }
  const image::band_row band = tables.band(made.band);
  const std::uint32_t least = std::clamp(members, band.employees_min, band.employees_max);
  made.employees = least + static_cast<std::uint32_t>(scaled(draw(purpose::company_band, 1),
                                                             band.employees_max - least + 1));
  made.employees = employees.value_or(made.employees);
  const std::uint64_t age =
      band.age_min + scaled(draw(purpose::company_age), band.age_max - band.age_min + 1);
  made.founded = year_of(world_.reference()) - static_cast<int>(age);
  if (const auto year = given_number(field::company_founded_year))
    made.founded = static_cast<int>(*year);

  const std::uint32_t all = locale_.tables.departments_of(place.industry).count;
  made.departments = std::min(all, 2 + made.band);
  made.first_department =
      static_cast<std::uint32_t>(scaled(draw(purpose::company_departments), all));
  return size_.emplace(made);
}

std::uint32_t person::email_pattern() {
  std::uint32_t chosen = 0;
  if (const auto wanted = given(field::company_email_pattern)) {
    while (chosen + 1 < mail_patterns.size() && mail_patterns[chosen].name != *wanted)
      ++chosen;
    return chosen;
  }
  company();
  std::uint64_t lot = scaled(world_.draws().bits(company_key(), purpose::company_email), 100);
  while (lot >= mail_patterns[chosen].weight)
    lot -= mail_patterns[chosen++].weight;
  return chosen;
}

void person::append_department(std::uint32_t nth, std::string& out) {
  const image::range all = locale_.tables.departments_of(company().place.industry);
  out += locale_.tables.department(all.first + (size().first_department + nth) % all.count);
}

void person::append_company_name(std::string& out) {
  const company_place& place = company().place;
  std::string_view form = locale_.tables.legal_form(locale_.tables.legal_form_choice().pick(
      world_.draws().bits(company_key(), purpose::company_legal)));
  if (const auto wanted = given(field::company_legal_form)) {
    for (std::uint32_t i = 0; i < locale_.tables.legal_forms(); ++i) {
      if (form_alone(locale_.tables.legal_form(i)) == *wanted) form = locale_.tables.legal_form(i);
    }
  }
  const auto fill = [&](std::string_view pattern, std::string_view hole, const auto& put) {
    const std::size_t open = pattern.find(hole);
    out += pattern.substr(0, open);
    if (open == std::string_view::npos) return;
    put();
    out += pattern.substr(open + hole.size());
  };
  fill(form, "{}", [&] {
    std::string_view rest = locale_.values.company_pattern;
    while (!rest.empty()) {
      if (rest.starts_with("{stem}")) {
        out += locale_.tables.stem(place.stem).name;
        rest.remove_prefix(6);
      } else if (rest.starts_with("{trade}")) {
        out += locale_.tables.trade(place.trade).name;
        rest.remove_prefix(7);
      } else {
        out += rest.front();
        rest.remove_prefix(1);
      }
    }
  });
}

void person::append_company_domain(std::string& out) {
  const company_place& place = company().place;
  if (const auto name = given(field::company_name)) {
    const std::string slug = text::slug(*name, locale_.values.transliteration).value_or("");
    out += slug.empty() ? "company" : slug;
  } else {
    out += locale_.tables.stem(place.stem).slug;
    out += '-';
    out += locale_.tables.trade(place.trade).slug;
    const std::uint64_t number = number_of_copy(place.copy, locale_.stem_sets[place.stem],
                                                locale_.trade_sets[place.trade], basis_.locale);
    if (number != 0) append_number(number, out);
  }
  out += '.';
  out += world_.email_domain();
}

void person::append_company(field which, std::string& out) {
  company();  // its number is what the draws are keyed by
  const image::tables& tables = world_.tables();
  const auto draw = [&](purpose why) { return world_.draws().bits(company_key(), why); };
  const auto hq_city = [&] {
    return city_of(field::hq_city, {field::hq_region_code, field::hq_region},
                   draw(purpose::company_city));
  };
  switch (which) {
    case field::company_id:
    case field::job_company_id:
      return world_.company_ids().append(company_key(), draw(purpose::company_uuid), out);
    case field::company_name:
      return append_company_name(out);
    case field::company_industry:
    case field::job_industry:
      out += tables.industry(company().place.industry).id;
      return;
    case field::company_domain:
      return append_company_domain(out);
    case field::company_website_url:
      out += "https://";
      return derive(field::company_website_host, out);
    case field::company_website_host:
      return derive(field::company_domain, out);
    case field::company_legal_form:
      out += form_alone(locale_.tables.legal_form(
          locale_.tables.legal_form_choice().pick(draw(purpose::company_legal))));
      return;
    case field::company_size_band:
      out += tables.band(size().band).id;
      return;
    case field::company_employee_count:
      return append_number(size().employees, out);
    case field::company_founded_year:
      return append_number(static_cast<std::uint64_t>(size().founded), out);
    case field::company_funding_stage: {
      const image::range stages = tables.band(size().band).funding;
      const auto age =
          static_cast<std::uint32_t>(std::max(0, year_of(world_.reference()) - size().founded));
      std::uint64_t total = 0;
      std::uint32_t youngest = stages.first;
      for (std::uint32_t i = stages.first; i < stages.first + stages.count; ++i) {
        const image::funding_row row = tables.funding(i);
        if (row.min_age <= age) total += row.weight;
        if (row.min_age < tables.funding(youngest).min_age) youngest = i;
      }
      std::uint64_t lot = total == 0 ? 0 : scaled(draw(purpose::company_funding), total);
      for (std::uint32_t i = stages.first; total != 0 && i < stages.first + stages.count; ++i) {
        const image::funding_row row = tables.funding(i);
        if (row.min_age > age) continue;
        youngest = i;
        if (lot < row.weight) break;
        lot -= row.weight;
      }
      out += tables.funding(youngest).stage;
      return;
    }
    case field::company_revenue_min:
    case field::company_revenue_max: {
      const image::band_row band = tables.band(size().band);
      const bool least = which == field::company_revenue_min;
      const std::uint64_t percent = least ? band.revenue_min_percent : band.revenue_max_percent;
      const std::uint64_t raw = size().employees * revenue_per_head * percent / 100;
      const std::uint64_t rounded = raw / revenue_step * revenue_step;
      append_number(std::max(rounded, least ? least_revenue : 2 * least_revenue), out);
      return;
    }
    case field::company_departments:
      out += '[';
      for (std::uint32_t i = 0; i < size().departments; ++i) {
        out += i == 0 ? "\"" : ",\"";
        append_department(i, out);
        out += '"';
      }
      out += ']';
      return;
    case field::company_email_pattern:
      out += mail_patterns[email_pattern()].name;
      return;
    case field::hq_line1:
      return append_street(company_key(), purpose::company_street, out);
    case field::hq_postal_code:
      return append_postal(hq_city(), company_key(), purpose::company_postal, out);
    default:
      return append_place(hq_city(), which, out);
  }
}

}  // namespace veriload::personas

#include "core/personas/engine/person.hpp"

#include "core/personas/fields/digits.hpp"

#include <charconv>

namespace veriload::personas {

std::optional<std::uint32_t> person::given_number(field which) const {
  const auto text = given(which);
  std::uint32_t number = 0;
  if (!text) return std::nullopt;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || stop != text->data() + text->size()) return std::nullopt;
  return number;
}

std::uint32_t person::industry() {
  for (const field which : {field::job_industry, field::company_industry}) {
    const auto shown = shown_ == nullptr ? std::nullopt : shown_->find(which);
    for (std::uint32_t i = 0; shown && i < world_.tables().industries(); ++i) {
      if (world_.tables().industry(i).id == *shown) return i;
    }
  }
  return company().place.industry;
}

void person::derive(field which, std::string& out) {
  if (const auto value = given(which)) {
    out += *value;
    return;
  }
  switch (which) {
    case field::persona_id:
      out += "p-";
      return append_number(basis_.index + 1, 4, out);
    case field::index:
      return append_number(basis_.index, out);
    case field::external_id:
      return world_.persona_ids().append(basis_.index, bits(purpose::uuid, 1), out);
    case field::locale:
      out += locale_.values.code;
      return;
    case field::given_name:
    case field::family_name:
    case field::name:
    case field::name_latin:
    case field::gender:
    case field::title:
      return append_name(which, out);
    case field::username:
      return append_username(out);
    case field::birthdate:
      return append_day(birth(), out);
    case field::age:
      return append_number(static_cast<std::uint64_t>(age()), out);
    case field::phone_e164:
    case field::phone_national:
    case field::phone_country_code:
    case field::phone_calling_code:
      return append_phone(which, out);
    case field::line1:
    case field::line2:
    case field::city:
    case field::region:
    case field::region_code:
    case field::postal_code:
    case field::country:
    case field::country_code:
    case field::latitude:
    case field::longitude:
    case field::timezone:
      return append_address(which, out);
    // Two names of one fact: a given value of either is that of both.
    case field::company_industry:
      if (const auto value = given(field::job_industry)) {
        out += *value;
        return;
      }
      return append_company(which, out);
    case field::job_industry:
    case field::company_website_host:
    case field::job_company_id: {
      const field same = which == field::job_industry           ? field::company_industry
                         : which == field::company_website_host ? field::company_domain
                                                                : field::company_id;
      return derive(same, out);
    }
    case field::company_id:
    case field::company_name:
    case field::company_domain:
    case field::company_website_url:
    case field::company_legal_form:
    case field::company_size_band:
    case field::company_employee_count:
    case field::company_founded_year:
    case field::company_funding_stage:
    case field::company_revenue_min:
    case field::company_revenue_max:
    case field::company_departments:
    case field::company_email_pattern:
    case field::hq_line1:
    case field::hq_city:
    case field::hq_region:
    case field::hq_region_code:
    case field::hq_postal_code:
    case field::hq_country:
    case field::hq_country_code:
    case field::hq_timezone:
      return append_company(which, out);
    case field::job_title:
    case field::job_department:
    case field::job_level:
    case field::salary_amount:
    case field::salary_currency:
    case field::job_start_year:
    case field::education_level:
    case field::education_field:
    case field::graduation_year:
      return append_work(which, out);
    case field::ipv4:
    case field::ipv6:
    case field::user_agent:
    case field::device:
    case field::os:
    case field::browser:
    case field::accept_language:
      return append_network(which, out);
    default:
      return append_contact(which, out);
  }
}

}  // namespace veriload::personas

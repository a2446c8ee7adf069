// The fields of a persona as members: `persona().contact.email`. Flow: [persona_fields] ->
// persona_view.
#pragma once

#include "veriload/json.hpp"
#include "veriload/scenario_context.hpp"

#include <cstddef>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The value at a path. Throws `error` of kind "persona" with the nearest known path.
inline std::string_view persona_value(const user_link& link, std::string_view path) {
  vl_str value{};
  const vl_id field = link.context->field(path);
  const vl_status status = link.context->users.persona(link.handle, field, &value);
  if (status != VL_OK) throw_status("persona", path, status);
  return to_view(value);
}

/// A text that is a template argument.
template <std::size_t N>
struct persona_path {
  char text[N];
  consteval persona_path(const char (&path)[N]) {
    for (std::size_t i = 0; i < N; ++i)
      text[i] = path[i];
  }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

/// One field of the persona of a user: read when it is used, as text. The view lives as long as the
/// user.
template <persona_path Path>
struct persona_field {
  const user_link* link;

  std::string_view value() const { return persona_value(*link, Path.view()); }
  operator std::string_view() const { return value(); }
  operator json() const { return json(value()); }
  friend bool operator==(const persona_field& field, std::string_view text) {
    return field.value() == text;
  }
};

// Every member of these is one pointer to the user's link, the same for all: hence unions. What a
// field is made of and by which rule: `veriload dataset explain PATH`.

union person_fields {
  const user_link* link;
  persona_field<"person.given_name"> given_name;
  persona_field<"person.family_name"> family_name;
  persona_field<"person.name"> name;
  persona_field<"person.name_latin"> name_latin;
  persona_field<"person.username"> username;
  persona_field<"person.birthdate"> birthdate;
  persona_field<"person.age"> age;
  persona_field<"person.gender"> gender;
  persona_field<"person.title"> title;
};

union contact_phone_fields {
  const user_link* link;
  persona_field<"contact.phone.e164"> e164;
  persona_field<"contact.phone.national"> national;
  persona_field<"contact.phone.country_code"> country_code;
  persona_field<"contact.phone.country_calling_code"> country_calling_code;
};

union contact_fields {
  const user_link* link;
  persona_field<"contact.email"> email;
  contact_phone_fields phone;
};

union address_geo_fields {
  const user_link* link;
  persona_field<"address.geo.latitude"> latitude;
  persona_field<"address.geo.longitude"> longitude;
};

union address_fields {
  const user_link* link;
  persona_field<"address.line1"> line1;
  persona_field<"address.line2"> line2;
  persona_field<"address.city"> city;
  persona_field<"address.region"> region;
  persona_field<"address.region_code"> region_code;
  persona_field<"address.postal_code"> postal_code;
  persona_field<"address.country"> country;
  persona_field<"address.country_code"> country_code;
  address_geo_fields geo;
  persona_field<"address.timezone"> timezone;
};

union company_website_fields {
  const user_link* link;
  persona_field<"company.website.url"> url;
  persona_field<"company.website.host"> host;
};

union company_revenue_range_fields {
  const user_link* link;
  persona_field<"company.revenue_range.annual_min_usd"> annual_min_usd;
  persona_field<"company.revenue_range.annual_max_usd"> annual_max_usd;
};

union company_address_fields {
  const user_link* link;
  persona_field<"company.address.line1"> line1;
  persona_field<"company.address.city"> city;
  persona_field<"company.address.region"> region;
  persona_field<"company.address.region_code"> region_code;
  persona_field<"company.address.postal_code"> postal_code;
  persona_field<"company.address.country"> country;
  persona_field<"company.address.country_code"> country_code;
  persona_field<"company.address.timezone"> timezone;
};

union company_fields {
  const user_link* link;
  persona_field<"company.id"> id;
  persona_field<"company.name"> name;
  persona_field<"company.industry"> industry;
  persona_field<"company.domain"> domain;
  company_website_fields website;
  persona_field<"company.legal_form"> legal_form;
  persona_field<"company.size_band"> size_band;
  persona_field<"company.employee_count"> employee_count;
  persona_field<"company.founded_year"> founded_year;
  persona_field<"company.funding_stage"> funding_stage;
  company_revenue_range_fields revenue_range;
  persona_field<"company.departments"> departments;
  persona_field<"company.email_pattern"> email_pattern;
  company_address_fields address;
};

union job_salary_fields {
  const user_link* link;
  persona_field<"job.salary.amount"> amount;
  persona_field<"job.salary.currency"> currency;
};

union job_fields {
  const user_link* link;
  persona_field<"job.title"> title;
  persona_field<"job.department"> department;
  persona_field<"job.level"> level;
  persona_field<"job.industry"> industry;
  persona_field<"job.company_id"> company_id;
  job_salary_fields salary;
  persona_field<"job.start_year"> start_year;
};

union education_fields {
  const user_link* link;
  persona_field<"education.level"> level;
  persona_field<"education.field"> field;
  persona_field<"education.graduation_year"> graduation_year;
};

union socials_x_fields {
  const user_link* link;
  persona_field<"socials.x.platform"> platform;
  persona_field<"socials.x.handle"> handle;
  persona_field<"socials.x.url"> url;
};

union socials_instagram_fields {
  const user_link* link;
  persona_field<"socials.instagram.platform"> platform;
  persona_field<"socials.instagram.handle"> handle;
  persona_field<"socials.instagram.url"> url;
};

union socials_linkedin_fields {
  const user_link* link;
  persona_field<"socials.linkedin.platform"> platform;
  persona_field<"socials.linkedin.handle"> handle;
  persona_field<"socials.linkedin.url"> url;
};

union socials_github_fields {
  const user_link* link;
  persona_field<"socials.github.platform"> platform;
  persona_field<"socials.github.handle"> handle;
  persona_field<"socials.github.url"> url;
};

union socials_fields {
  const user_link* link;
  socials_x_fields x;
  socials_instagram_fields instagram;
  socials_linkedin_fields linkedin;
  socials_github_fields github;
};

union website_fields {
  const user_link* link;
  persona_field<"website.url"> url;
  persona_field<"website.host"> host;
};

union network_fields {
  const user_link* link;
  persona_field<"network.ipv4"> ipv4;
  persona_field<"network.ipv6"> ipv6;
  persona_field<"network.user_agent"> user_agent;
  persona_field<"network.device"> device;
  persona_field<"network.os"> os;
  persona_field<"network.browser"> browser;
  persona_field<"network.accept_language"> accept_language;
};

}  // namespace v1
}  // namespace veriload

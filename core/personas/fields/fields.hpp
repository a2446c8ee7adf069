// Every field of a persona: its path, what it is made of and by which rule. Flow: [fields] ->
// person, explain, README.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veriload::personas {

/// In the order of field_table(). Append only, so that ids and draws stay.
enum class field : std::uint32_t {
  persona_id,
  index,
  external_id,
  locale,
  given_name,
  family_name,
  name,
  name_latin,
  username,
  birthdate,
  age,
  gender,
  title,
  email,
  phone_e164,
  phone_national,
  phone_country_code,
  phone_calling_code,
  line1,
  line2,
  city,
  region,
  region_code,
  postal_code,
  country,
  country_code,
  latitude,
  longitude,
  timezone,
  company_id,
  company_name,
  company_industry,
  company_domain,
  company_website_url,
  company_website_host,
  company_legal_form,
  company_size_band,
  company_employee_count,
  company_founded_year,
  company_funding_stage,
  company_revenue_min,
  company_revenue_max,
  company_departments,
  company_email_pattern,
  hq_line1,
  hq_city,
  hq_region,
  hq_region_code,
  hq_postal_code,
  hq_country,
  hq_country_code,
  hq_timezone,
  job_title,
  job_department,
  job_level,
  job_industry,
  job_company_id,
  salary_amount,
  salary_currency,
  job_start_year,
  education_level,
  education_field,
  graduation_year,
  x_platform,
  x_handle,
  x_url,
  instagram_platform,
  instagram_handle,
  instagram_url,
  linkedin_platform,
  linkedin_handle,
  linkedin_url,
  github_platform,
  github_handle,
  github_url,
  website_url,
  website_host,
  avatar,
  bio,
  ipv4,
  ipv6,
  user_agent,
  device,
  os,
  browser,
  accept_language,
  count
};

/// How a value is written where texts and numbers differ.
enum class field_kind : std::uint8_t {
  text,
  number,
  list,  ///< the value is a JSON array
};

struct field_info {
  std::string_view path;
  field_kind kind;
  std::string_view sources;  ///< paths and settings it is derived from, separated by blanks
  std::string_view rule;     ///< in words
  std::string_view checks;   ///< rules of coherence that hold for it: "R3"
};

/// Indexed by `field`.
std::span<const field_info> field_table();

/// The paths alone, indexed by `field`.
std::span<const std::string_view> field_paths();

/// The field at a path, or at another name that configurations use for it
/// (`contact.phone_e164`, `person.locale`); nothing when there is none.
std::optional<field> field_at(std::string_view path);

}  // namespace veriload::personas

#include "core/personas/rules/rule_book.hpp"

#include "core/base/assert.hpp"
#include "core/personas/rules/rule_functions.hpp"

#include <algorithm>
#include <array>

namespace veriload::personas::rules {
namespace {

constexpr std::array<rule_title, 21> titles{{
    {"R1", "names are of the locale and the gender"},
    {"R2", "names stand in the locale's order"},
    {"R3", "user name and handles are made of the names"},
    {"R4", "mail by the company's pattern, at its domain"},
    {"R5", "web addresses of user name and company"},
    {"R6", "country, region, city and postal code agree"},
    {"R7", "phone of the country and region"},
    {"R8", "time zone, currency and language of the place"},
    {"R9", "age of the birthday, 18 to 80"},
    {"R10", "given name usual in the decade of birth"},
    {"R11", "graduation at a usual age"},
    {"R12", "age and education for the job's level"},
    {"R13", "title, department and study of the industry"},
    {"R14", "salary inside the band"},
    {"R15", "size, age, funding and revenue of the company"},
    {"R16", "legal form and seat of the company"},
    {"R17", "no company has more members than employees"},
    {"R18", "device of the user agent, reserved networks"},
    {"R19", "bio has name, title and company"},
    {"R20", "nobody can be reached"},
    {"R21", "sources memory and verisim agree"},
}};

using rule_function = void (*)(subject&);

constexpr std::array<rule_function, 19> functions{r1_names_and_title,
                                                  r2_order_of_names,
                                                  r3_username_and_handles,
                                                  r4_email,
                                                  r5_web_addresses,
                                                  r6_address,
                                                  r7_phone,
                                                  r8_zone_currency_language,
                                                  r9_birth_and_age,
                                                  r10_decade_of_the_name,
                                                  r11_graduation,
                                                  r12_level_and_start,
                                                  r13_industry,
                                                  r14_salary,
                                                  r15_size_and_age_of_company,
                                                  r16_form_and_seat_of_company,
                                                  r18_device_and_networks,
                                                  r19_bio,
                                                  r20_reserved_contacts};

}  // namespace

std::span<const rule_title> rule_titles() { return titles; }

rule_book::rule_book(const image::tables& tables, settings of_run,
                     std::span<const std::string> locales)
    : tables_(tables), settings_(std::move(of_run)) {
  for (const std::string& code : locales) {
    if (const auto found = tables.find_locale(code)) locales_.emplace_back(*found);
  }
  for (std::uint32_t i = 0; i < tables.devices(); ++i)
    devices_.emplace(tables.device(i).user_agent, i);
}

std::size_t rule_book::check(std::span<const std::string> values, const field_set& given,
                             std::vector<violation>& out) const {
  VL_ASSERT(values.size() == static_cast<std::size_t>(field::count), "all fields are judged");
  const std::size_t before = out.size();
  const std::string& code = values[static_cast<std::size_t>(field::locale)];
  const auto of = std::ranges::find_if(
      locales_, [&](const locale_index& one) { return one.values().code == code; });
  if (of == locales_.end()) {
    out.push_back({"R1", field::locale, {}, false, redacted(code), "a locale of data.locales"});
    return 1;
  }
  subject who(values, given, tables_, *of, settings_, devices_, out);
  for (const rule_function rule : functions)
    rule(who);
  return out.size() - before;
}

}  // namespace veriload::personas::rules

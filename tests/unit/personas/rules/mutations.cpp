#include "tests/unit/personas/rules/mutations.hpp"

#include "tests/unit/personas/rules/judge.hpp"

#include <set>

namespace veriload::personas::test {

namespace {

using values = persona_values;

auto put(field which, const char* text) {
  return [which, text](values& who) { at(who, which) = text; };
}

auto append(field which, const char* text) {
  return [which, text](values& who) { at(who, which) += text; };
}

auto copy(field from, field to) {
  return [from, to](values& who) { at(who, to) = at(who, from); };
}

void add_years(values& who, field which, int years) {
  at(who, which) = std::to_string(std::stoi(at(who, which)) + years);
}

auto later(field which, int years) {
  return [which, years](values& who) { add_years(who, which, years); };
}

auto times(field which, int factor) {
  return [which, factor](values& who) {
    at(who, which) = std::to_string(std::stoll(at(who, which)) * factor);
  };
}

void swap_names(values& who) {
  const std::string &given = at(who, field::given_name), family = at(who, field::family_name);
  at(who, field::name) = at(who, field::locale) == "ja_JP" ? given + family : family + " " + given;
}

void other_gender(values& who) {
  at(who, field::gender) = at(who, field::gender) == "female" ? "male" : "female";
}

// A birthday on which the persona has another age, with everything else as it was.
void born(values& who, int year) { at(who, field::birthdate) = std::to_string(year) + "-06-15"; }

void age_follows(values& who) {
  const day birth = parse_day(at(who, field::birthdate)).value();
  at(who, field::age) = std::to_string(age_at(birth, parse_day("2026-01-01").value()));
}

std::string other_level(const std::string& level) {
  return level == "director" ? "junior" : "director";
}

}  // namespace

const std::vector<mutation>& mutations() {
  using enum field;
  static const std::vector<mutation> all{
      {"R1", "a given name of nobody", given_name, put(given_name, "Zaphod")},
      {"R1", "a family name of nobody", family_name, put(family_name, "Beeblebrox")},
      {"R1", "a blank behind the given name", given_name, append(given_name, " ")},
      {"R1", "a gender that is none", gender, put(gender, "f")},
      {"R1", "the title of a knight", title, put(title, "Sir")},
      {"R1", "a name of the other gender", given_name,
       [](values& who) {
         const auto rows = image::instance().find_locale(at(who, locale)).value();
         for (std::uint32_t i = 0; i < rows.given_names(); ++i) {
           if (rows.given(i).name == at(who, given_name) &&
               rows.given(i).gender == image::gender::either)
             return;
         }
         if (at(who, gender) != "x") other_gender(who);
       }},
      {"R1", "the family name of a man", family_name,
       [](values& who) {
         const auto rows = image::instance().find_locale(at(who, locale)).value();
         for (std::uint32_t i = 0; i < rows.family_names(); ++i) {
           const image::family_row row = rows.family(i);
           if (at(who, gender) == "female" && !row.feminine.empty() &&
               row.feminine == at(who, family_name) && row.feminine != row.name)
             at(who, family_name) = row.name;
         }
       }},
      {"R2", "the other order", name, swap_names},
      {"R2", "two blanks", name, append(name, " ")},
      {"R2", "no name", name, put(name, "")},
      {"R2", "another romanisation", name_latin, append(name_latin, "a")},
      {"R2", "only the family name", name_latin, copy(family_name, name_latin)},
      {"R3", "somebody else's user name", username, put(username, "zaphod.beeblebrox")},
      {"R3", "a number of one", username,
       [](values& who) {
         at(who, username).erase(at(who, username).find_last_not_of("0123456789") + 1);
         at(who, username) += "1";
         if (at(who, index) == "0") at(who, username) += ".";
       }},
      {"R3", "a number with a zero in front", username,
       [](values& who) {
         at(who, username).erase(at(who, username).find_last_not_of("0123456789") + 1);
         at(who, username) += "02";
       }},
      {"R3", "a user name without its dot", username,
       [](values& who) { std::erase(at(who, username), '.'); }},
      {"R3", "a capital letter", username,
       [](values& who) {
         at(who, username)[0] = static_cast<char>(at(who, username)[0] - 'a' + 'A');
       }},
      {"R3", "a handle of its own", x_handle, append(x_handle, "x")},
      {"R3", "another platform's spelling", linkedin_handle, copy(x_handle, linkedin_handle)},
      {"R3", "another platform's name", github_platform, put(github_platform, "gitlab")},
      {"R4", "another domain", email,
       [](values& who) {
         std::string& mail = at(who, email);
         mail.insert(mail.find('@') + 1, "x");
       }},
      {"R4", "another name", email,
       [](values& who) { at(who, email) = "zaphod@" + at(who, company_domain); }},
      {"R4", "a letter more", email,
       [](values& who) {
         std::string& mail = at(who, email);
         mail.insert(mail.find('@'), "x");
       }},
      {"R4", "no address", email, put(email, "nobody")},
      {"R4", "another company's pattern", email,
       [](values& who) {
         // Those that a first name alone can be are left out.
         std::string& pattern = at(who, company_email_pattern);
         pattern = pattern == "last.first" ? "flast" : "last.first";
         if (at(who, given_name) == at(who, family_name)) pattern = "none";
       }},
      {"R4", "a pattern of nobody", company_email_pattern,
       put(company_email_pattern, "last.first.last")},
      {"R5", "somebody else's site", website_host, put(website_host, "zaphod.example.invalid")},
      {"R5", "a site below another domain", website_host, append(website_host, "x")},
      {"R5", "a URL without TLS", website_url,
       [](values& who) { at(who, website_url).erase(4, 1); }},
      {"R5", "a path", website_url, append(website_url, "/home")},
      {"R5", "somebody else's picture", avatar, append(avatar, "x")},
      {"R5", "a company's host of its own", company_website_host,
       append(company_website_host, "x")},
      {"R5", "a company's URL of its own", company_website_url, append(company_website_url, "x")},
      {"R5", "a domain of other words", company_domain,
       [](values& who) { at(who, company_domain).insert(0, "x"); }},
      {"R5", "a domain numbered one", company_domain,
       [](values& who) {
         std::string& domain = at(who, company_domain);
         const std::size_t dot = domain.find('.');
         domain.insert(domain.find_last_not_of("0123456789", dot - 1) + 1, "0");
       }},
      {"R6", "a country abroad", country, put(country, "Atlantis")},
      {"R6", "a country's code abroad", country_code, put(country_code, "AQ")},
      {"R6", "a city of nowhere", city, put(city, "Atlantis")},
      {"R6", "a region of nowhere", region_code, put(region_code, "XX-1")},
      {"R6", "a region by its name", region_code,
       [](values& who) {
         if (at(who, region) != at(who, region_code)) at(who, region_code) = at(who, region);
       }},
      {"R6", "another region's name", region, append(region, "x")},
      {"R6", "the city of another region", city,
       [](values& who) {
         const auto rows = image::instance().find_locale(at(who, locale)).value();
         const std::uint32_t here = rows.find_region(at(who, region_code)).value();
         for (std::uint32_t i = 0; i < rows.cities(); ++i) {
           if (rows.city(i).region != here &&
               !rows.find_city(rows.city(i).name, here).has_value()) {
             at(who, city) = rows.city(i).name;
             return;
           }
         }
       }},
      {"R6", "a postal code of letters", postal_code, put(postal_code, "ABC")},
      {"R6", "a postal code that is too long", postal_code, append(postal_code, "0")},
      {"R6", "a postal code that is too short", postal_code,
       [](values& who) { at(who, postal_code).pop_back(); }},
      {"R6", "house number 0", line1,
       [](values& who) {
         std::string& line = at(who, line1);
         const std::size_t first = line.find_first_of("0123456789");
         line.replace(first, 1, "0");
       }},
      {"R6", "no house number", line1,
       [](values& who) {
         std::erase_if(at(who, line1), [](char c) { return c >= '0' && c <= '9'; });
       }},
      {"R6", "a street of nowhere", line1, append(line1, "x")},
      {"R6", "a floor", line2, put(line2, "third floor")},
      {"R6", "the latitude of the pole", latitude, put(latitude, "90.0000")},
      {"R6", "no longitude", longitude, put(longitude, "")},
      {"R7", "a phone of another country", phone_country_code, put(phone_country_code, "AQ")},
      {"R7", "another calling code", phone_calling_code, append(phone_calling_code, "9")},
      {"R7", "a digit more", phone_e164, append(phone_e164, "0")},
      {"R7", "somebody's number", phone_e164,
       [](values& who) { at(who, phone_e164) = at(who, phone_calling_code) + "600000001"; }},
      {"R7", "no number", phone_e164, put(phone_e164, "")},
      {"R7", "another national number", phone_national, append(phone_national, "0")},
      {"R8", "a zone of the sea", timezone, put(timezone, "Etc/UTC")},
      {"R8", "another currency", salary_currency, put(salary_currency, "XAU")},
      {"R8", "another language", accept_language, put(accept_language, "tlh")},
      {"R9", "an age of its own", age, later(age, 1)},
      {"R9", "a day that does not exist", birthdate, put(birthdate, "1990-02-29")},
      {"R9", "another form of the day", birthdate, put(birthdate, "21.03.1988")},
      {"R9", "a child", birthdate,
       [](values& who) {
         born(who, 2010);
         age_follows(who);
       }},
      {"R9", "somebody of 90", birthdate,
       [](values& who) {
         born(who, 1935);
         age_follows(who);
       }},
      {"R9", "not yet born", birthdate, put(birthdate, "2026-06-15")},
      {"R10", "a name of another time", birthdate,
       [](values& who) {
         const auto rows = image::instance().find_locale(at(who, locale)).value();
         std::set<int> usual;
         for (std::uint32_t i = 0; i < rows.given_names(); ++i) {
           for (int year = 1946; year <= 1996; year += 10) {
             if (rows.given(i).name == at(who, given_name) && rows.given(i).usual_in(year))
               usual.insert(year);
           }
         }
         for (int year = 1946; year <= 1996 && !usual.empty(); year += 10) {
           if (usual.contains(year)) continue;
           born(who, year);
           return age_follows(who);
         }
       }},
      {"R11", "a child at the university", graduation_year, later(graduation_year, -12)},
      {"R11", "a graduate of 60", graduation_year, later(graduation_year, 40)},
      {"R11", "no year", graduation_year, put(graduation_year, "soon")},
      {"R11", "a level of nobody", education_level, put(education_level, "kindergarten")},
      {"R12", "another level than the title's", job_level,
       [](values& who) { at(who, job_level) = other_level(at(who, job_level)); }},
      {"R12", "a level of nobody", job_level, put(job_level, "emperor")},
      {"R12", "at work before birth", job_start_year, put(job_start_year, "1900")},
      {"R12", "at work at 14", job_start_year,
       [](values& who) {
         at(who, job_start_year) = std::to_string(std::stoi(at(who, birthdate).substr(0, 4)) + 14);
       }},
      {"R12", "at work next year", job_start_year, put(job_start_year, "2027")},
      {"R12", "at work before the company", job_start_year,
       [](values& who) {
         at(who, job_start_year) = std::to_string(std::stoi(at(who, company_founded_year)) - 1);
       }},
      {"R12", "at work before graduation", job_start_year,
       [](values& who) {
         at(who, job_start_year) = std::to_string(std::stoi(at(who, graduation_year)) - 1);
       }},
      {"R12", "a title that asks for more", education_level,
       [](values& who) {
         const auto rows = image::instance().find_locale(at(who, locale)).value();
         const std::uint32_t of = at(who, company_industry) == "Education" ? 5 : 0;
         const image::range titles = rows.titles_of(of);
         for (std::uint32_t i = titles.first; i < titles.first + titles.count; ++i) {
           if (of == 0 || rows.title(i).education == 0 || at(who, gender) == "x") continue;
           const image::title_row row = rows.title(i);
           at(who, job_title) =
               at(who, gender) == "female" && !row.feminine.empty() ? row.feminine : row.name;
           at(who, education_level) = "secondary";
           return;
         }
       }},
      {"R13", "another industry's job", job_industry,
       [](values& who) {
         at(who, job_industry) = at(who, company_industry) == "Retail" ? "Finance" : "Retail";
       }},
      {"R13", "another company's job", job_company_id, append(job_company_id, "0")},
      {"R13", "another industry's company", company_industry,
       [](values& who) {
         const bool retail = at(who, company_industry) == "Retail";
         at(who, company_industry) = at(who, job_industry) = retail ? "Finance" : "Retail";
       }},
      {"R13", "an industry of nobody", company_industry, put(company_industry, "Magic")},
      {"R13", "a title of nobody", job_title, put(job_title, "Emperor")},
      {"R13", "a department of nobody", job_department, put(job_department, "Magic")},
      {"R13", "a department that the company does not have", company_departments,
       put(company_departments, R"(["Magic","Potions"])")},
      {"R13", "the same department twice", company_departments,
       [](values& who) {
         const std::string one = "\"" + at(who, job_department) + "\"";
         at(who, company_departments) = "[" + one + "," + one + "]";
       }},
      {"R13", "departments that are no list", company_departments,
       copy(job_department, company_departments)},
      {"R13", "fewer departments than companies of the size have", company_departments,
       [](values& who) { at(who, company_departments) = "[\"" + at(who, job_department) + "\"]"; }},
      {"R13", "another field of study", education_field, put(education_field, "Magic")},
      {"R14", "ten times the pay", salary_amount, times(salary_amount, 10)},
      {"R14", "no pay", salary_amount, put(salary_amount, "0")},
      {"R14", "pay below zero", salary_amount, times(salary_amount, -1)},
      {"R14", "pay in major units", salary_amount,
       [](values& who) {
         const std::string& amount = at(who, salary_amount);
         if (amount.ends_with("00")) at(who, salary_amount).resize(amount.size() - 2);
       }},
      {"R14", "pay as a word", salary_amount, put(salary_amount, "plenty")},
      {"R14", "pay in another currency", salary_currency, put(salary_currency, "XAU")},
      {"R15", "more employees than the band has", company_employee_count,
       put(company_employee_count, "10000")},
      {"R15", "no employees", company_employee_count, put(company_employee_count, "0")},
      {"R15", "a band of nobody", company_size_band, put(company_size_band, "gigantic")},
      {"R15", "founded next year", company_founded_year, put(company_founded_year, "2027")},
      {"R15", "founded in the middle ages", company_founded_year,
       put(company_founded_year, "1300")},
      {"R15", "a stage of nobody", company_funding_stage, put(company_funding_stage, "Lottery")},
      {"R15", "a stage of other sizes", company_funding_stage,
       [](values& who) {
         at(who, company_funding_stage) =
             at(who, company_size_band) == "enterprise" ? "Seed" : "Public";
         if (at(who, company_size_band) == "large") at(who, company_funding_stage) = "Seed";
       }},
      {"R15", "a stage that takes longer", company_funding_stage,
       [](values& who) {
         if (at(who, company_size_band) != "small") return;
         at(who, company_funding_stage) = "Series A";
         at(who, company_founded_year) = "2025";
       }},
      {"R15", "twice the revenue", company_revenue_max, times(company_revenue_max, 2)},
      {"R15", "no revenue", company_revenue_min, put(company_revenue_min, "0")},
      {"R16", "a form of another country", company_legal_form, put(company_legal_form, "Oy")},
      {"R16", "a name without its form", company_name,
       [](values& who) {
         const std::string& form = at(who, company_legal_form);
         std::string& name = at(who, company_name);
         name.erase(name.find(form), form.size());
       }},
      {"R16", "a real firm", company_name, put(company_name, "International Business Machines")},
      {"R16", "another form than the name's", company_name,
       [](values& who) {
         const auto rows = image::instance().find_locale(at(who, locale)).value();
         // The first form that the persona's company does not have, without the hole.
         for (std::uint32_t i = 0; i < rows.legal_forms(); ++i) {
           std::string form(rows.legal_form(i));
           form.erase(form.find("{}"), 2);
           form.erase(0, std::min(form.find_first_not_of(' '), form.size()));
           form.erase(form.find_last_not_of(' ') + 1);
           if (form == at(who, company_legal_form)) continue;
           at(who, company_legal_form) = form;
           return;
         }
       }},
      {"R16", "a seat abroad", hq_country_code, put(hq_country_code, "AQ")},
      {"R16", "a seat in a country of another name", hq_country, put(hq_country, "Atlantis")},
      {"R16", "a seat in a city of nowhere", hq_city, put(hq_city, "Atlantis")},
      {"R16", "a seat in a region of nowhere", hq_region_code, put(hq_region_code, "XX-1")},
      {"R16", "a seat in a region of another name", hq_region, append(hq_region, "x")},
      {"R16", "a seat with another postal code", hq_postal_code, put(hq_postal_code, "ABC")},
      {"R16", "a seat in another zone", hq_timezone, put(hq_timezone, "Etc/UTC")},
      {"R16", "a seat without a street", hq_line1, put(hq_line1, "")},
      {"R18", "another device", device, put(device, "fridge")},
      {"R18", "another system", os, put(os, "CP/M")},
      {"R18", "another browser", browser, put(browser, "Lynx")},
      {"R18", "a robot", user_agent, put(user_agent, "curl/8.0")},
      {"R18", "another browser of the tables", browser,
       [](values& who) { at(who, browser) = at(who, browser) == "Chrome" ? "Firefox" : "Chrome"; }},
      {"R18", "an address of somebody", ipv4, put(ipv4, "8.8.8.8")},
      {"R18", "an address of a benchmark", ipv4, put(ipv4, "198.18.0.1")},
      {"R18", "a network of somebody", ipv6, put(ipv6, "2606:4700::1111")},
      {"R19", "no bio", bio, put(bio, "")},
      {"R19", "a word more", bio, append(bio, "x")},
      {"R19", "somebody else's bio", bio,
       [](values& who) {
         std::string& text = at(who, bio);
         text.replace(text.find(at(who, name)), at(who, name).size(), "Zaphod");
       }},
      {"R19", "another job's bio", bio, append(job_title, "x")},
      {"R19", "another language", bio,
       [](values& who) {
         at(who, bio) = at(who, name) + ", " + at(who, job_title) + ", " + at(who, company_name);
       }},
      {"R20", "mail to somebody", email, put(email, "lena.weber@gmail.com")},
      {"R20", "a real site", website_host, put(website_host, "lena.weber.com")},
      {"R20", "a real company", company_domain, put(company_domain, "ibm.com")},
      {"R20", "the real platform", github_url, put(github_url, "https://github.com/lenaweber")},
      {"R20", "a login before the host", website_url,
       put(website_url, "https://example.invalid@evil.com/")},
      {"R20", "a host that only ends alike", website_host,
       put(website_host, "evilexample.invalid2")},
      {"R20", "a number of somebody", phone_e164, put(phone_e164, "+4915112345678")},
      {"R20", "an address of somebody", ipv4, put(ipv4, "1.1.1.1")},
      {"R20", "a network of somebody", ipv6, put(ipv6, "2001:4860::8888")},
      {"R20", "a label that is too long", website_host,
       [](values& who) { at(who, website_host).insert(0, std::string(64, 'a')); }},
  };
  return all;
}

}  // namespace veriload::personas::test

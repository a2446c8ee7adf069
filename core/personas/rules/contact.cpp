#include "core/personas/contact_safety.hpp"
#include "core/personas/rules/handle.hpp"
#include "core/personas/rules/rule_functions.hpp"
#include "core/personas/rules/subject.hpp"
#include "core/personas/text/slug.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace veriload::personas::rules {
namespace {

constexpr std::array<std::string_view, 5> patterns{"first.last", "first_last", "last.first",
                                                   "flast", "first"};

// The part of a mail address before the @, by the company's pattern. Patterns that keep both names
// have the number of the user name, the others that of the colleague.
bool fits_pattern(std::string_view local, std::string_view pattern, std::string_view first,
                  std::string_view last, std::string_view number) {
  if (pattern == "first.last") return is_made_of(local, {first, ".", last, number});
  if (pattern == "first_last") return is_made_of(local, {first, "_", last, number});
  if (pattern == "last.first") return is_made_of(local, {last, ".", first, number});
  const std::string letters =
      pattern == "flast" ? joined({first.substr(0, 1), last}) : std::string(first);
  if (!local.starts_with(letters)) return false;
  const std::string_view colleague = local.substr(letters.size());
  return counts_namesakes(colleague) &&
         std::ranges::all_of(colleague, [](char c) { return c >= '0' && c <= '9'; });
}

// Where somebody gave the names or the company, only the user name is known to be unique.
bool may_be_username(const subject& who) {
  // A level, a title and an education ask for an age, and an age for a name.
  constexpr std::array<field, 14> givers{field::username,
                                         field::given_name,
                                         field::family_name,
                                         field::gender,
                                         field::birthdate,
                                         field::age,
                                         field::company_name,
                                         field::company_industry,
                                         field::company_domain,
                                         field::job_industry,
                                         field::company_website_host,
                                         field::job_level,
                                         field::job_title,
                                         field::education_level};
  return std::ranges::any_of(givers, [&](field which) { return who.given(which); });
}

bool is_local_part(const subject& who, std::string_view local) {
  const std::string_view username = who[field::username];
  if (local == username && may_be_username(who)) return true;
  const auto read = read_handle(username, '.');
  if (!read) return false;
  for (const std::string& first : who.slugs_of(who.latin_given())) {
    for (const std::string& last : who.slugs_of(who.latin_family())) {
      if (fits_pattern(local, who[field::company_email_pattern], first, last, read->digits))
        return true;
    }
  }
  return false;
}

// The first label of the company's domain: the words of its name.
bool is_company_label(const subject& who, std::string_view label) {
  if (who.given(field::company_name)) {
    const auto letters =
        text::slug(who[field::company_name], who.locale().values().transliteration);
    return label == (letters.value_or("").empty() ? "company" : *letters);
  }
  for (const company_reading& reading : who.company_readings()) {
    const std::string words = joined({who.locale().tables().stem(reading.stem).slug, "-",
                                      who.locale().tables().trade(reading.trade).slug});
    if (!label.starts_with(words)) continue;
    const std::string_view number = label.substr(words.size());
    const bool digits = std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && counts_namesakes(number)) return true;
  }
  return false;
}

// Whether `value` is the parts, and if not which fields it disagrees with.
void expect(subject& who, std::string_view rule, field which, parts of, std::string words,
            std::initializer_list<field> against) {
  if (!is_made_of(who[which], of)) who.wrong(rule, which, std::move(words), against, joined(of));
}

bool fits_template(std::string_view pattern, const subject& who, std::string_view bio) {
  std::string text;
  while (!pattern.empty()) {
    // A name that ends with a full stop ends the sentence too.
    if (pattern.front() == '.' && text.ends_with('.')) pattern.remove_prefix(1);
    bool filled = false;
    for (const auto& [hole, which] :
         {std::pair{std::string_view("{name}"), field::name},
          std::pair{std::string_view("{title}"), field::job_title},
          std::pair{std::string_view("{company}"), field::company_name}}) {
      if (!pattern.starts_with(hole)) continue;
      text += who[which];
      pattern.remove_prefix(hole.size());
      filled = true;
      break;
    }
    if (filled || pattern.empty()) continue;
    text += pattern.front();
    pattern.remove_prefix(1);
  }
  return text == bio;
}

bool is_host(std::string_view host) {
  std::size_t label = 0;
  for (const char c : host) {
    label = c == '.' ? 0 : label + 1;
    if (label > 63) return false;
  }
  return !host.empty() && host.size() <= 253;
}

// A reserved host, or one below the domain that the configuration names.
bool is_permitted_host(const subject& who, std::string_view host) {
  const std::string& own = who.set().email_domain;
  const bool below = host.ends_with(own) &&
                     (host.size() == own.size() || host[host.size() - own.size() - 1] == '.');
  return is_host(host) && (is_reserved_host(host) || below);
}

bool is_permitted_url(const subject& who, std::string_view url) {
  constexpr std::string_view scheme = "https://";
  if (!url.starts_with(scheme)) return false;
  const std::string_view rest = url.substr(scheme.size());
  return is_permitted_host(who, rest.substr(0, rest.find_first_of("/?#")));
}

bool is_nobodys(const subject& who, std::string_view e164) {
  const locale_index& locale = who.locale();
  const std::string front = joined({"+", locale.country().calling_code});
  if (e164.empty()) return true;
  if (!e164.starts_with(front)) return false;
  const std::string_view number = e164.substr(front.size());
  for (std::uint32_t i = 0; i < locale.tables().phones(); ++i) {
    const image::phone_row block = locale.tables().phone(i);
    if (!number.starts_with(block.prefix)) continue;
    const std::string_view digits = number.substr(block.prefix.size());
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.size() != block.digits) continue;
    if (digits.empty()) return true;
    const bool whole = error == std::errc() && stop == digits.data() + digits.size();
    if (whole && value >= block.first && value - block.first < block.count) return true;
  }
  return false;
}

}  // namespace

void r4_email(subject& who) {
  const std::string_view pattern = who[field::company_email_pattern];
  if (std::ranges::find(patterns, pattern) == patterns.end()) {
    who.wrong("R4", field::company_email_pattern,
              "first.last, first_last, last.first, flast or first");
  }
  const std::string_view email = who[field::email];
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos) return who.wrong("R4", field::email, "a mail address");
  if (email.substr(at + 1) != who[field::company_domain]) {
    who.wrong("R4", field::email, "an address at company.domain", {field::company_domain},
              joined({email.substr(0, at), "@", who[field::company_domain]}));
  }
  if (!is_local_part(who, email.substr(0, at))) {
    who.unlike(
        "R4", field::email, "a name made by company.email_pattern before the @",
        {field::company_email_pattern, field::username, field::given_name, field::family_name});
  }
}

void r5_web_addresses(subject& who) {
  const std::string& domain = who.set().email_domain;
  const std::string_view username = who[field::username];
  expect(who, "R5", field::website_url, {"https://", who[field::website_host]},
         "https:// and website.host", {field::website_host});
  const std::string_view host = who[field::website_host];
  if (!host.starts_with(username) || host.substr(username.size(), 1) != ".") {
    who.wrong("R5", field::website_host, "person.username below data.email_domain",
              {field::username}, joined({username, ".", domain}));
  } else if (host.substr(username.size() + 1) != domain) {
    who.unlike("R5", field::website_host, "person.username below data.email_domain",
               {field::username}, joined({username, ".", domain}));
  }
  if (!is_made_of(who[field::avatar], {"https://avatars.", domain, "/", username, ".png"})) {
    who.unlike("R5", field::avatar, "a picture of person.username below data.email_domain",
               {field::username}, joined({"https://avatars.", domain, "/", username, ".png"}));
  }
  expect(who, "R5", field::company_website_host, {who[field::company_domain]}, "company.domain",
         {field::company_domain});
  expect(who, "R5", field::company_website_url, {"https://", who[field::company_website_host]},
         "https:// and company.website.host", {field::company_website_host});
  const std::string_view company = who[field::company_domain];
  const std::size_t dot = company.find('.');
  if (dot == std::string_view::npos || company.substr(dot + 1) != domain ||
      !is_company_label(who, company.substr(0, dot))) {
    who.unlike("R5", field::company_domain,
               "the words of company.name, a number from 2 on or none, and data.email_domain",
               {field::company_name});
  }
}

void r18_device_and_networks(subject& who) {
  if (const auto number = who.device()) {
    const image::device_row row = who.tables().device(*number);
    expect(who, "R18", field::device, {row.device}, "the device of network.user_agent",
           {field::user_agent});
    expect(who, "R18", field::os, {row.os}, "the system of network.user_agent",
           {field::user_agent});
    expect(who, "R18", field::browser, {row.browser}, "the browser of network.user_agent",
           {field::user_agent});
  } else {
    who.wrong("R18", field::user_agent, "the user agent of a known browser");
  }
  const std::string_view ipv4 = who[field::ipv4];
  if (!is_reserved_address(ipv4) || ipv4.find(':') != std::string_view::npos ||
      ipv4.starts_with("198.18.") || ipv4.starts_with("198.19.")) {
    who.wrong("R18", field::ipv4, "an address of 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24");
  }
  const std::string_view ipv6 = who[field::ipv6];
  if (!is_reserved_address(ipv6) || !ipv6.starts_with("2001:db8:")) {
    who.wrong("R18", field::ipv6, "an address of 2001:db8::/32");
  }
}

void r19_bio(subject& who) {
  const image::locale_view& tables = who.locale().tables();
  for (std::uint32_t i = 0; i < tables.bios(); ++i) {
    if (fits_template(tables.bio(i), who, who[field::bio])) return;
  }
  who.unlike("R19", field::bio,
             "a sentence of the locale with person.name, job.title and company.name, each once",
             {field::name, field::job_title, field::company_name});
}

void r20_reserved_contacts(subject& who) {
  const auto demand = [&](bool good, field which, const char* words) {
    if (!good) who.wrong("R20", which, words);
  };
  constexpr const char* host_words = "a reserved host, or one below data.email_domain";
  const std::string_view email = who[field::email];
  const std::size_t at = email.rfind('@');
  demand(at != std::string_view::npos && at > 0 && is_permitted_host(who, email.substr(at + 1)),
         field::email, "an address at a reserved host, or below data.email_domain");
  for (const field which :
       {field::company_domain, field::company_website_host, field::website_host}) {
    demand(is_permitted_host(who, who[which]), which, host_words);
  }
  for (const field which :
       {field::company_website_url, field::website_url, field::avatar, field::x_url,
        field::instagram_url, field::linkedin_url, field::github_url}) {
    demand(is_permitted_url(who, who[which]), which, "an https URL at a reserved host");
  }
  // A social URL leads to the handle, never to the real site.
  for (const field url :
       {field::x_url, field::instagram_url, field::linkedin_url, field::github_url}) {
    const auto handle = static_cast<field>(static_cast<std::size_t>(url) - 1);
    const auto name = static_cast<field>(static_cast<std::size_t>(url) - 2);
    expect(who, "R20", url,
           {"https://", who[name], ".social.", who.set().email_domain, "/", who[handle]},
           "the handle below the platform's reserved host", {handle});
  }
  demand(is_nobodys(who, who[field::phone_e164]), field::phone_e164,
         "a number of a block that nobody has, of the country");
  demand(is_reserved_address(who[field::ipv4]), field::ipv4,
         "an address set aside for documentation");
  demand(is_reserved_address(who[field::ipv6]), field::ipv6,
         "an address set aside for documentation");
}

}  // namespace veriload::personas::rules

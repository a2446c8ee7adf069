#include "core/personas/conflicts/conflict_check.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/personas/rules/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace veriload::personas {

using config::conflict_mode;
using test::pool_of;

namespace {

using given_list = std::vector<std::pair<const char*, const char*>>;

config::data_plan plan_with(conflict_mode mode, const given_list& overrides,
                            std::initializer_list<const char*> locales = {"en_US"}) {
  config::data_plan plan = pool_of(2000, 42, locales);
  plan.on_conflict = mode;
  std::uint32_t line = 9;
  for (const auto& [path, value] : overrides)
    plan.overrides.push_back({path, value, {"veriload.yaml", line++, 5}});
  return plan;
}

// What start-up says; empty when it has nothing to say.
std::string refusal(const config::data_plan& plan) {
  try {
    const engine_source source(plan);
    conflict_check(source, plan).require_agreement();
  } catch (const setup_error& error) {
    return error.what();
  }
  return "";
}

std::uint64_t violations(const config::data_plan& plan, std::uint64_t personas) {
  const engine_source source(plan);
  const conflict_check check(source, plan);
  std::uint64_t all = 0;
  for (std::uint64_t i = 0; i < personas; ++i)
    all += check.violations(i, source.constants()).size();
  return all;
}

bool says(const std::string& text, const std::string& part) {
  return part.empty() ? text.empty() : text.find(part) != std::string::npos;
}

constexpr const char* firefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

// Empty: accepted. Else a part of the message.
struct expected {
  const char* what;
  given_list given;
  const char* strict;
  const char* repair;
  bool coherent;  // repaired, nothing is left broken
};

const std::vector<expected>& table() {
  static const std::vector<expected> rows{
      {"nothing", {}, "", "", true},
      {"a flat", {{"address.line2", "Apt 3"}}, "", "", true},
      {"an age", {{"person.age", "30"}}, "rule R9", "", true},
      {"an age and a birthday that agree",
       {{"person.age", "36"}, {"person.birthdate", "1990-01-01"}},
       "rule R",
       "",
       true},
      {"an age and a birthday that do not",
       {{"person.age", "30"}, {"person.birthdate", "1990-01-01"}},
       "rule R9",
       "person.age (2 characters, the first is \"3\") contradicts person.birthdate (10 characters, "
       "the first is \"1\"), rule R9: person.age is 2 characters",
       false},
      {"a city", {{"address.city", "Boston"}}, "rule R6", "", true},
      {"a city and its region",
       {{"address.city", "Boston"}, {"address.region_code", "US-MA"}},
       "rule R6",
       "",
       true},
      {"a city and another region",
       {{"address.region_code", "US-TX"}, {"address.city", "Boston"}},
       "rule R6",
       "address.city (6 characters, the first is \"B\") contradicts address.region_code (5 "
       "characters, the first is \"U\"), rule R6",
       false},
      {"a city and another region by its name",
       {{"address.region", "Texas"}, {"address.city", "Boston"}},
       "rule R6",
       "contradicts address.region (",
       false},
      {"a region's name and another's code",
       {{"address.region", "Texas"}, {"address.region_code", "US-CA"}},
       "rule R6",
       "rule R6",
       false},
      {"a city and another's time zone",
       {{"address.city", "Boston"}, {"address.timezone", "America/Los_Angeles"}},
       "rule R6",
       "contradicts address.city",
       false},
      {"a city and another's postal code",
       {{"address.city", "Boston"}, {"address.postal_code", "78701"}},
       "rule R6",
       "contradicts address.city",
       false},
      {"a city of nowhere", {{"address.city", "Atlantis"}}, "rule R6", "", false},
      {"a domain and mail at it",
       {{"company.domain", "acme.example.invalid"}, {"contact.email", "bob@acme.example.invalid"}},
       "rule R",
       "",
       false},
      {"a domain and mail at another",
       {{"company.domain", "acme.example.invalid"}, {"contact.email", "bob@other.example.invalid"}},
       "rule R4",
       "contact.email (25 characters, the first is \"b\") contradicts company.domain (20 "
       "characters, the first is \"a\"), rule R4",
       false},
      {"mail alone", {{"contact.email", "sink@load.example.invalid"}}, "rule R4", "", false},
      {"a domain alone", {{"company.domain", "acme.example.invalid"}}, "rule R4", "", false},
      {"a name that nobody bears", {{"person.given_name", "Zaphod"}}, "rule R1", "", false},
      {"a name of the other gender",
       {{"person.given_name", "Ashley"}, {"person.gender", "male"}},
       "rule R1",
       "person.given_name (6 characters, the first is \"A\") contradicts person.gender (4 "
       "characters, the first is \"m\"), rule R1",
       false},
      {"an account with a name of its own",
       {{"person.given_name", "Ashley"},
        {"person.username", "user0001"},
        {"contact.email", "user0001@load.example.invalid"}},
       "rule R",
       "",
       false},
      {"a name and an age at which it is unusual",
       {{"person.given_name", "Ashley"}, {"person.age", "75"}},
       "rule R",
       "",
       false},
      {"another gender's title",
       {{"person.gender", "male"}, {"person.title", "Ms."}},
       "rule R1",
       "contradicts person.gender",
       false},
      {"a title of learning",
       {{"person.gender", "male"}, {"person.title", "Dr."}},
       "rule R1",
       "",
       false},
      {"a level", {{"job.level", "director"}}, "rule R", "", true},
      {"a level that is too high for the age",
       {{"job.level", "director"}, {"person.age", "20"}},
       "rule R",
       "job.level (8 characters, the first is \"d\") contradicts person.age (2 characters, the "
       "first is \"2\"), rule R12",
       false},
      {"a title that is too high for the age",
       {{"job.title", "Chief Technology Officer"},
        {"job.industry", "Computing"},
        {"person.age", "20"}},
       "rule R",
       "contradicts person.age",
       false},
      {"a title of another industry",
       {{"job.title", "Cashier"}, {"job.industry", "Computing"}},
       "rule R13",
       "contradicts job.industry",
       false},
      {"an education that takes longer",
       {{"education.level", "doctorate"}, {"person.age", "20"}},
       "rule R",
       "education.level (9 characters, the first is \"d\") contradicts person.age",
       false},
      {"an education that is too low for the title",
       {{"education.level", "secondary"},
        {"job.title", "Software Engineer"},
        {"job.industry", "Computing"}},
       "rule R",
       "contradicts job.title",
       false},
      {"an industry, twice",
       {{"job.industry", "Finance"}, {"company.industry", "Finance"}},
       "rule R",
       "",
       true},
      {"two industries",
       {{"job.industry", "Finance"}, {"company.industry", "Retail"}},
       "rule R13",
       "job.industry (7 characters, the first is \"F\") contradicts company.industry (6 "
       "characters, the first is \"R\"), rule R13",
       false},
      {"at work as a child",
       {{"job.start_year", "1990"}, {"person.birthdate", "1985-05-05"}},
       "rule R",
       "job.start_year (4 characters, the first is \"1\") contradicts person.birthdate",
       false},
      {"a headcount", {{"company.employee_count", "5000"}}, "rule R15", "", true},
      {"a headcount and its size",
       {{"company.employee_count", "500"}, {"company.size_band", "large"}},
       "rule R",
       "",
       true},
      {"a headcount and another size",
       {{"company.employee_count", "5"}, {"company.size_band", "large"}},
       "rule R",
       "contradicts company.size_band",
       false},
      {"a browser", {{"network.user_agent", firefox}}, "rule R18", "", true},
      {"a device", {{"network.device", "tablet"}}, "rule R18", "", true},
      {"a browser and another's name",
       {{"network.user_agent", firefox}, {"network.browser", "Chrome"}},
       "rule R18",
       "network.browser (6 characters, the first is \"C\") contradicts network.user_agent",
       false},
      {"a site and another domain",
       {{"company.website.host", "www.example.invalid"},
        {"company.domain", "acme.example.invalid"}},
       "rule R",
       "contradicts company.domain",
       false},
      {"a phone and another spelling",
       {{"contact.phone.e164", "+12015550100"}, {"contact.phone.national", "(512) 555-0100"}},
       "rule R7",
       "rule R7",
       false},
      {"pay that the level does not have", {{"job.salary.amount", "1"}}, "rule R14", "", false},
      {"a bio", {{"bio", "Nothing to say."}}, "rule R19", "", false},
  };
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conflicts)

BOOST_AUTO_TEST_CASE(each_mode_takes_or_refuses_what_the_table_says) {
  for (const expected& row : table()) {
    const std::string strict = refusal(plan_with(conflict_mode::strict, row.given));
    const std::string repair = refusal(plan_with(conflict_mode::repair, row.given));
    const std::string explain = refusal(plan_with(conflict_mode::explain, row.given));
    BOOST_TEST(says(strict, row.strict), row.what << ", strict: " << strict);
    BOOST_TEST(says(repair, row.repair), row.what << ", repair: " << repair);
    BOOST_TEST(explain == "", row.what);
    for (const std::string& text : {strict, repair}) {
      if (text.empty()) continue;
      BOOST_TEST(text.find("veriload.yaml:") == 0u, text);
      for (const auto& [path, value] : row.given) {
        if (std::string_view(value).size() < 3) continue;  // they are in many numbers
        BOOST_TEST(text.find(value) == std::string::npos, row.what << " shows " << value);
      }
    }
    if (row.coherent) {
      const auto left = violations(plan_with(conflict_mode::repair, row.given), 300);
      BOOST_TEST(left == 0u, row.what << ": " << left << " left");
    }
    // What strict refuses is what explain tells of.
    const auto told = violations(plan_with(conflict_mode::explain, row.given), 200);
    BOOST_TEST((told == 0) == strict.empty(), row.what << ": " << told << " told");
  }
}

BOOST_AUTO_TEST_CASE(the_message_has_the_place_of_the_later_of_two_that_contradict) {
  const std::string text = refusal(plan_with(
      conflict_mode::repair,
      {{"address.line2", "Apt 3"}, {"address.region_code", "US-TX"}, {"address.city", "Boston"}}));
  BOOST_TEST(text ==
             "veriload.yaml:11:5: data.overrides: address.city (6 characters, the first is \"B\") "
             "contradicts address.region_code (5 characters, the first is \"U\"), rule R6: "
             "address.city is 6 characters, the first is \"B\", expected a city of "
             "address.region_code (persona p-0001, en_US); leave one of them out, or set "
             "data.conflict_mode: explain");
}

BOOST_AUTO_TEST_CASE(only_one_locale_has_the_conflict) {
  const given_list given{{"address.city", "Boston"}, {"address.region_code", "US-TX"}};
  BOOST_TEST(refusal(plan_with(conflict_mode::repair, given, {"de_DE"})) == "");
  const std::string both = refusal(plan_with(conflict_mode::repair, given, {"de_DE", "en_US"}));
  BOOST_TEST(says(both, ", en_US)"), both);
}

// In strict and explain, what is given is all that changes.
BOOST_AUTO_TEST_CASE(values_that_are_taken_as_given_change_nothing_else) {
  const given_list given{{"person.username", "lena"},
                         {"company.domain", "acme.test"},
                         {"person.age", "33"},
                         {"job.industry", "Finance"},
                         {"address.country_code", "DE"},
                         {"person.name", "Lena Weber"},
                         {"socials.x.handle", "somebody"},
                         {"contact.phone.e164", "+4930"}};
  const engine_source plain(pool_of(2000));
  const engine_source explained(plan_with(conflict_mode::explain, given));
  std::set<std::string> paths;
  for (const auto& [path, value] : given)
    paths.insert(path);
  std::string was, is;
  for (std::uint64_t i = 0; i < 50; ++i) {
    for (field_id id = 0; id < plain.fields().size(); ++id) {
      plain.value(i, id, was);
      explained.value(i, id, is);
      const bool same = was == is;
      if (paths.contains(std::string(plain.fields()[id]))) continue;
      BOOST_TEST(same, plain.fields()[id]);
    }
  }
  for (const auto& [path, value] : given) {
    explained.value(3, explained.required_field(path), is);
    BOOST_TEST(is == value);
  }
  BOOST_TEST(says(std::string(explained.segment_name(explained.segment(3))), ":Finance"));
}

// Nothing that follows from a given value stays as it was: no rule is broken by a field that is
// derived from it.
BOOST_AUTO_TEST_CASE(what_follows_from_a_given_value_agrees_with_it) {
  const auto infos = field_table();
  // What is derived from a field, directly or not, by the table of fields.
  const auto descendants = [&](std::size_t from) {
    std::set<std::size_t> found{from};
    for (bool grew = true; grew;) {
      grew = false;
      for (std::size_t i = 0; i < infos.size(); ++i) {
        if (found.contains(i)) continue;
        for (const std::size_t one : found) {
          const std::string sources = " " + std::string(infos[i].sources) + " ";
          if (sources.find(" " + std::string(infos[one].path) + " ") == std::string::npos) continue;
          found.insert(i);
          grew = true;
          break;
        }
      }
    }
    found.erase(from);
    return found;
  };
  for (const char* locale : {"en_US", "pl_PL", "ja_JP"}) {
    const engine_source donor(pool_of(5000, 77, {locale}));
    for (std::size_t f = 0; f < infos.size(); ++f) {
      const auto which = static_cast<field>(f);
      if (which == field::locale || which == field::index) continue;
      const std::set<std::size_t> derived = descendants(f);
      for (std::uint64_t from = 0; from < 12; ++from) {
        std::string value;
        donor.value(from, static_cast<field_id>(f), value);
        config::data_plan plan = plan_with(conflict_mode::repair, {}, {locale});
        plan.overrides = {{std::string(infos[f].path), value}};
        const engine_source source(plan);
        const conflict_check check(source, plan);
        for (std::uint64_t i = 0; i < 20; ++i) {
          for (const rules::violation& one : check.violations(i, source.constants())) {
            const bool follows = derived.contains(static_cast<std::size_t>(one.which));
            BOOST_TEST(!follows,
                       locale << ", " << infos[f].path << " given: " << test::text_of(one));
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_row_is_checked_when_it_is_drawn) {
  const config::data_plan plan = plan_with(conflict_mode::repair, {{"person.age", "30"}});
  const engine_source source(plan);
  const conflict_check check(source, plan);
  given_values row = *source.constants();
  BOOST_TEST(!check.check_given(3, row).has_value());
  row.set(field::birthdate, "1950-01-01");
  const std::string why = check.check_given(3, row).value_or("");
  BOOST_TEST(
      says(why, "person.age (2 characters, the first is \"3\") contradicts person.birthdate"), why);
  BOOST_TEST(why.find("1950") == std::string::npos);

  given_values wrong;
  wrong.set(field::age, "thirty");
  BOOST_TEST(check.check_given(3, wrong).value_or("") ==
             "person.age is 6 characters, the first is \"t\", expected whole years, 0 to 120");

  const config::data_plan strict = plan_with(conflict_mode::strict, {});
  const engine_source plain(strict);
  given_values age;
  age.set(field::age, "30");
  BOOST_TEST(says(conflict_check(plain, strict).check_given(3, age).value_or(""), "rule R9"));

  const config::data_plan explain = plan_with(conflict_mode::explain, {});
  const engine_source explained(explain);
  const conflict_check told(explained, explain);
  BOOST_TEST(!told.check_given(3, row).has_value());
  BOOST_TEST(told.check_given(3, wrong).has_value());
  BOOST_TEST(!told.violations(3, &row).empty());
}

BOOST_AUTO_TEST_CASE(a_line_of_the_log_is_json_without_values) {
  const config::data_plan plan =
      plan_with(conflict_mode::explain, {{"person.username", "topsecret"}});
  const engine_source source(plan);
  const conflict_check check(source, plan);
  const auto broken = check.violations(7, source.constants());
  BOOST_TEST_REQUIRE(!broken.empty());
  const std::string line = check.line(7, broken);
  BOOST_TEST(line.find("{\"persona_id\":\"p-0008\",\"index\":7,\"locale\":\"en_US\",\"conflicts\":"
                       "[{\"rule\":\"R3\",\"path\":\"person.username\",\"found\":\"9 characters, "
                       "the first is \\\"t\\\"\",\"expected\":\"") == 0u,
             line);
  BOOST_TEST(line.find("topsecret") == std::string::npos);
  BOOST_TEST(line.ends_with("]}\n"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

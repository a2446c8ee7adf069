#include "core/personas/conflicts/value_form.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/engine_source.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

namespace veriload::personas {
namespace {

std::string fault(const char* path, std::string_view value) {
  return form_fault(image::instance(), parse_day("2026-01-01").value(), field_at(path).value(),
                    value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(value_form)

BOOST_AUTO_TEST_CASE(values_of_every_field_have_their_form) {
  const engine_source source(test::pool_of(300, 5, {"en_US", "ja_JP", "pl_PL", "hi_IN", "pt_PT"}));
  std::string value;
  for (std::uint64_t i = 0; i < 300; ++i) {
    for (field_id id = 0; id < source.fields().size(); ++id) {
      if (source.fields()[id] == "locale" || source.fields()[id] == "index") continue;
      source.value(i, id, value);
      const std::string found = fault(std::string(source.fields()[id]).c_str(), value);
      BOOST_TEST_REQUIRE(found == "", source.fields()[id] << " " << value);
    }
  }
}

BOOST_AUTO_TEST_CASE(words_that_no_table_has_are_refused_with_those_that_it_has) {
  BOOST_TEST(fault("person.gender", "f") == "1 character, expected one of female, male, x");
  BOOST_TEST(fault("job.industry", "Finanse") ==
             "7 characters, the first is \"F\", expected one of Computing, Retail, Healthcare "
             "Technology, Finance, Logistics, Education, Manufacturing, Hospitality (did you mean "
             "Finance?)");
  BOOST_TEST(fault("company.industry", "") != "");
  BOOST_TEST(fault("job.level", "junoir").find("did you mean junior?") != std::string::npos);
  BOOST_TEST(fault("education.level", "PhD").find("expected one of secondary, vocational") !=
             std::string::npos);
  BOOST_TEST(fault("company.size_band", "Micro").find("did you mean micro?") != std::string::npos);
  BOOST_TEST(fault("company.email_pattern", "last") != "");
}

BOOST_AUTO_TEST_CASE(numbers_days_and_lists_are_held_to_their_form) {
  const std::vector<std::pair<const char*, std::vector<const char*>>> wrong{
      {"person.age", {"", "121", "-1", "30 ", "030", "3.5", "thirty"}},
      {"person.birthdate",
       {"", "1990-02-30", "1990", "01.02.1990", "2026-01-02", "1900-01-01", "1990-1-1"}},
      {"address.geo.latitude", {"", "90.1", "-91", "1,5", "1.", ".5", "1e1", "+1", "nan", "01"}},
      {"address.geo.longitude", {"180.01", "--1", "x"}},
      {"company.employee_count", {"", "-5", "12,000", "many"}},
      {"company.founded_year", {"99", "12345", "1990-01-01"}},
      {"job.salary.amount", {"1.5", "$5", "-1"}},
      {"education.graduation_year", {"soon"}},
      {"company.departments", {"Sales", "[Sales]", "[\"Sales\",]"}}};
  for (const auto& [path, values] : wrong) {
    for (const char* value : values)
      BOOST_TEST(fault(path, value) != "", path << " " << value);
  }
  for (const auto& [path, value] : std::vector<std::pair<const char*, const char*>>{
           {"person.age", "0"},
           {"person.age", "120"},
           {"person.birthdate", "2024-02-29"},
           {"address.geo.latitude", "-90"},
           {"address.geo.longitude", "180.0000"},
           {"company.departments", "[]"},
           {"company.departments", R"(["Sales","R & D"])"},
           {"person.name", ""},
           {"bio", "Größe: 5 \"Fuß\""}})
    BOOST_TEST(fault(path, value) == "", path << " " << value);
}

BOOST_AUTO_TEST_CASE(control_characters_and_what_is_no_utf_8_are_refused_everywhere) {
  for (const std::string_view value :
       {std::string_view("a\nb"), std::string_view("\x1b[2J"), std::string_view("a\0b", 3),
        std::string_view("\xff"), std::string_view("\xc2\x85"), std::string_view("\x7f")}) {
    for (const char* path : {"person.name", "contact.email", "persona_id"})
      BOOST_TEST(fault(path, value).ends_with("expected UTF-8 without control characters"));
  }
}

BOOST_AUTO_TEST_CASE(locale_and_index_cannot_be_given) {
  BOOST_TEST(fault("locale", "en_US").find("data.locales") != std::string::npos);
  BOOST_TEST(fault("index", "5") != "");
}

BOOST_AUTO_TEST_CASE(the_source_refuses_them_with_the_place_and_without_the_value) {
  auto plan = test::pool_of(10);
  plan.overrides = {{"person.gender", "secretword", {"veriload.yaml", 12, 7}}};
  try {
    const engine_source source(plan);
    BOOST_TEST(false, "it was taken");
  } catch (const setup_error& error) {
    BOOST_TEST(std::string(error.what()) ==
               "veriload.yaml:12:7: data.overrides: person.gender is 10 characters, the first is "
               "\"s\", expected one of female, male, x");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas

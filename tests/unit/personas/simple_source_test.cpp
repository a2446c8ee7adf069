#include "core/personas/simple_source.hpp"

#include "core/personas/word_lists.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>

using namespace veriload::personas;

namespace {

const std::vector<veriload::config::locale_share> two_locales{{"en_US", 0.7}, {"de_DE", 0.3}};

std::string get(const simple_source& source, std::uint64_t index, const char* field) {
  std::string out = "left over";
  source.value(index, source.required_field(field), out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_same_seed_and_index_give_the_same_persona_in_any_pool) {
  const simple_source small(10, 42, two_locales);
  const simple_source large(1'000'000'000, 42, two_locales);
  for (std::uint64_t i = 10; i-- > 0;) {
    for (const std::string_view field : small.fields()) {
      const std::string name(field);
      BOOST_TEST(get(small, i, name.c_str()) == get(large, i, name.c_str()));
    }
  }
}

BOOST_AUTO_TEST_CASE(another_seed_gives_other_people) {
  const simple_source a(1000, 1, two_locales);
  const simple_source b(1000, 2, two_locales);
  int same = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    same += get(a, i, "person.name") == get(b, i, "person.name");
    BOOST_TEST(get(a, i, "external_id") != get(b, i, "external_id"));
  }
  BOOST_TEST(same < 10);
}

BOOST_AUTO_TEST_CASE(ids_have_at_least_four_digits_and_count_from_one) {
  const simple_source source(100'000, 42, two_locales);
  BOOST_TEST(get(source, 0, "persona_id") == "p-0001");
  BOOST_TEST(get(source, 9998, "persona_id") == "p-9999");
  BOOST_TEST(get(source, 99'999, "persona_id") == "p-100000");
}

BOOST_AUTO_TEST_CASE(identities_are_unique) {
  const std::uint64_t count = 20'000;
  const simple_source source(count, 42, two_locales);
  for (const char* field : {"persona_id", "external_id", "person.username", "contact.email"}) {
    std::set<std::string> seen;
    for (std::uint64_t i = 0; i < count; ++i)
      seen.insert(get(source, i, field));
    BOOST_TEST(seen.size() == count, field);
  }
}

BOOST_AUTO_TEST_CASE(the_fields_of_one_persona_fit_together) {
  const simple_source source(2000, 42, two_locales);
  std::map<std::string, std::string> company_names;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const std::string industry = get(source, i, "job.industry");
    BOOST_TEST(get(source, i, "company.industry") == industry);
    const std::string username = get(source, i, "person.username");
    BOOST_TEST(get(source, i, "contact.email") == username + "@example.invalid");

    std::string from_name = get(source, i, "person.name");
    std::ranges::transform(from_name, from_name.begin(), [](char c) {
      return c == ' ' ? '.' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    BOOST_TEST(username == from_name + std::to_string(i + 1));

    const auto work = std::ranges::find(words::industries, industry, &words::industry::name);
    BOOST_REQUIRE(work != words::industries.end());
    BOOST_TEST(
        (std::ranges::find(work->titles, get(source, i, "job.title")) != work->titles.end()));

    const std::string name = get(source, i, "company.name");
    const auto [known, added] = company_names.emplace(get(source, i, "company.id"), name);
    BOOST_TEST(known->second == name);
  }
}

BOOST_AUTO_TEST_CASE(phones_are_of_the_range_reserved_for_fiction) {
  const simple_source source(500, 42, two_locales);
  for (std::uint64_t i = 0; i < 500; ++i) {
    const std::string phone = get(source, i, "contact.phone_e164");
    BOOST_TEST(phone.size() == 12u);
    BOOST_TEST(phone.substr(0, 2) == "+1");
    BOOST_TEST(phone.substr(5, 5) == "55501");
  }
}

BOOST_AUTO_TEST_CASE(external_ids_have_the_form_of_a_uuid_of_version_8) {
  const simple_source source(100, 42, two_locales);
  for (std::uint64_t i = 0; i < 100; ++i) {
    const std::string id = get(source, i, "external_id");
    BOOST_TEST(id.size() == 36u);
    for (const std::size_t dash : {8, 13, 18, 23})
      BOOST_TEST(id[dash] == '-');
    BOOST_TEST(id[14] == '8');
    BOOST_TEST((std::string("89ab").find(id[19]) != std::string::npos), id);
  }
}

BOOST_AUTO_TEST_CASE(segments_are_locale_and_industry) {
  const simple_source source(300, 42, two_locales);
  BOOST_TEST(source.segment_count() == 12u);
  std::set<std::uint32_t> seen;
  for (std::uint64_t i = 0; i < 300; ++i) {
    seen.insert(source.segment(i));
    BOOST_TEST(source.segment_name(source.segment(i)) ==
               get(source, i, "locale") + ":" + get(source, i, "job.industry"));
    BOOST_TEST(source.locale(i) == get(source, i, "locale"));
  }
  BOOST_TEST(seen.size() == 12u);
}

BOOST_AUTO_TEST_CASE(the_first_ten_personas_already_have_the_locale_shares) {
  const simple_source source(1000, 42, two_locales);
  int german = 0;
  for (std::uint64_t i = 0; i < 10; ++i)
    german += source.locale(i) == "de_DE";
  BOOST_TEST(german == 3);
}

#include "core/personas/persona_source.hpp"

#include "core/base/setup_error.hpp"
#include "core/config/plan.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;

namespace {

veriload::config::data_plan pool_of(std::int64_t size) {
  veriload::config::data_plan data;
  data.pool_size = size;
  data.seed = -7;
  data.locales = {{"en_US", 1}};
  data.source = "memory";
  return data;
}

std::string refusal(const persona_source& source, const char* path) {
  try {
    source.required_field(path);
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plan_gives_a_source_of_its_size) {
  const auto source = make_source(pool_of(25));
  BOOST_TEST(source->count() == 25u);
  std::string id;
  source->value(24, source->required_field("persona_id"), id);
  BOOST_TEST(id == "p-0025");
}

BOOST_AUTO_TEST_CASE(every_promised_field_is_there) {
  const auto source = make_source(pool_of(1));
  for (const char* path : {"persona_id", "external_id", "locale", "person.name", "person.username",
                           "contact.email", "contact.phone_e164", "job.title", "job.industry",
                           "company.id", "company.name", "company.industry"}) {
    std::string value;
    source->value(0, source->required_field(path), value);
    BOOST_TEST(!value.empty(), path);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_field_is_refused_with_the_nearest_known_one) {
  const auto source = make_source(pool_of(1));
  BOOST_TEST(!source->field("contact.mail").has_value());
  BOOST_TEST(refusal(*source, "contact.mail") ==
             "personas have no field \"contact.mail\" (did you mean contact.email?)");
  BOOST_TEST(refusal(*source, "shoe_size").find("known are persona_id, external_id") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(too_many_locales_are_refused) {
  auto data = pool_of(1);
  data.locales.assign(1001, {"en_US", 1});
  BOOST_CHECK_THROW(make_source(data), veriload::setup_error);
}

#include "core/personas/persona_source.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/engine_source.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;
using veriload::personas::test::pool_of;

namespace {

std::string refusal(const persona_source& source, const char* path) {
  try {
    source.required_field(path);
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_unknown_field_is_refused_with_the_nearest_known_one) {
  const engine_source source(pool_of(1));
  BOOST_TEST(!source.field("contact.mail").has_value());
  BOOST_TEST(refusal(source, "contact.mail") ==
             "personas have no field \"contact.mail\" (did you mean contact.email?)");
  BOOST_TEST(refusal(source, "shoe_size").find("known are persona_id, index") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fields_have_the_names_of_the_reference_too) {
  const engine_source source(pool_of(1));
  BOOST_TEST(source.required_field("contact.phone_e164") ==
             source.required_field("contact.phone.e164"));
  BOOST_TEST(source.required_field("person.locale") == source.required_field("locale"));
}

BOOST_AUTO_TEST_CASE(several_fields_at_once_are_the_same_as_one_by_one) {
  const engine_source source(pool_of(50));
  std::vector<field_id> all(source.fields().size());
  for (field_id i = 0; i < all.size(); ++i)
    all[i] = i;
  std::vector<std::string> texts(all.size());
  for (std::uint64_t index = 0; index < 50; ++index) {
    source.values(index, all, texts);
    for (const field_id id : all) {
      std::string alone;
      source.value(index, id, alone);
      BOOST_TEST_REQUIRE(alone == texts[id]);
    }
  }
}

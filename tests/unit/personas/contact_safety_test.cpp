#include "core/personas/contact_safety.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/simple_source.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

using namespace veriload::personas;

namespace {

// The third of four personas has a real address.
class leaky_source : public persona_source {
 public:
  std::uint64_t count() const override { return 4; }
  std::span<const std::string_view> fields() const override {
    static constexpr std::array<std::string_view, 2> names{"persona_id", "contact.email"};
    return names;
  }
  void value(std::uint64_t index, field_id field, std::string& out) const override {
    out = field == 0   ? "p-000" + std::to_string(index + 1)
          : index == 2 ? "me@example.com"
                       : "me@a.example.invalid";
  }
  std::string_view locale(std::uint64_t) const override { return "en_US"; }
  std::uint32_t segment_count() const override { return 1; }
  std::uint32_t segment(std::uint64_t) const override { return 0; }
  std::string_view segment_name(std::uint32_t) const override { return "en_US:x"; }
};

}  // namespace

BOOST_AUTO_TEST_CASE(only_domains_below_example_invalid_are_safe) {
  BOOST_TEST(is_non_routable("a@example.invalid"));
  BOOST_TEST(is_non_routable("a@b.example.invalid"));
  BOOST_TEST(is_non_routable("a@real.com@example.invalid"));
  BOOST_TEST(!is_non_routable("a@example.invalid@real.com"));
  BOOST_TEST(!is_non_routable("a@notexample.invalid"));
  BOOST_TEST(!is_non_routable("a@Example.invalid"));
  BOOST_TEST(!is_non_routable("a@example.com"));
  BOOST_TEST(!is_non_routable("example.invalid"));
  BOOST_TEST(!is_non_routable(""));
}

BOOST_AUTO_TEST_CASE(the_built_in_personas_pass) {
  BOOST_CHECK_NO_THROW(require_non_routable_contacts(simple_source(5000, 1, {{"en_US", 1}})));
}

BOOST_AUTO_TEST_CASE(the_first_reachable_persona_is_named) {
  BOOST_CHECK_EXCEPTION(require_non_routable_contacts(leaky_source()), veriload::setup_error,
                        [](const veriload::setup_error& e) {
                          const std::string text = e.what();
                          return text.find("p-0003") != std::string::npos &&
                                 text.find("me@example.com") != std::string::npos;
                        });
}

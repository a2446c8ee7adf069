#include <veriload/guard.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace veriload;

namespace {

template <class Body>
std::pair<vl_status, std::string> guarded(Body body) {
  vl_error error = new_error();
  const vl_status status = guard(&error, body);
  return {status, std::string(message_of(error))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guards)

BOOST_AUTO_TEST_CASE(nothing_thrown_is_ok_and_a_status_passes) {
  BOOST_TEST(guarded([] {}).first == VL_OK);
  BOOST_TEST(guarded([]() -> vl_status { return VL_PENDING; }).first == VL_PENDING);
}

BOOST_AUTO_TEST_CASE(an_error_of_the_sdk_keeps_its_status_and_words) {
  const auto got =
      guarded([] { throw error("config", "rate must be above 0, is -5", VL_E_CONFIG); });
  BOOST_TEST(got.first == VL_E_CONFIG);
  BOOST_TEST(got.second == "rate must be above 0, is -5");
}

BOOST_AUTO_TEST_CASE(a_foreign_exception_is_named_by_its_type) {
  const auto got = guarded([] { throw std::out_of_range("index 4"); });
  BOOST_TEST(got.first == VL_E_EXCEPTION);
  BOOST_TEST(got.second == "std::out_of_range: index 4");
}

BOOST_AUTO_TEST_CASE(out_of_memory_has_a_status_of_its_own) {
  BOOST_TEST(guarded([] { throw std::bad_alloc(); }).first == VL_E_NOMEM);
}

BOOST_AUTO_TEST_CASE(an_object_that_is_no_exception_is_caught_too) {
  const auto got = guarded([] { throw 5; });
  BOOST_TEST(got.first == VL_E_EXCEPTION);
  BOOST_TEST(got.second == "exception: thrown object is not a std::exception");
}

BOOST_AUTO_TEST_CASE(an_error_can_never_carry_success) {
  BOOST_TEST(guarded([] { throw error("x", "y", VL_OK); }).first == VL_E_EXCEPTION);
}

BOOST_AUTO_TEST_CASE(failure_of_hands_the_exception_back) {
  BOOST_TEST((failure_of([] {}) == nullptr));
  BOOST_TEST((failure_of([] { throw 5; }) != nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/cli/dataset_records.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::cli;

BOOST_AUTO_TEST_SUITE(dataset_record_options)

BOOST_AUTO_TEST_CASE(a_kind_is_known_or_refused_with_the_nearest) {
  dataset_records records;
  BOOST_TEST(!records.asked());
  records.kind = "ticket";
  BOOST_TEST(records.asked());
  BOOST_TEST((records.wanted() == personas::record_kind::ticket));
  records.kind = "reviews";
  BOOST_CHECK_EXCEPTION(records.wanted(), setup_error, [](const setup_error& e) {
    return e.what() == std::string(
                           "--record reviews: personas have no record \"reviews\", did you mean "
                           "\"review\"?");
  });
}

BOOST_AUTO_TEST_CASE(an_option_of_personas_is_refused_beside_records) {
  dataset_records records;
  records.kind = "order";
  BOOST_CHECK_NO_THROW(records.refuse(false, "--field"));
  BOOST_CHECK_THROW(records.refuse(true, "--field"), setup_error);
}

BOOST_AUTO_TEST_CASE(json_is_indented_and_texts_stay) {
  BOOST_TEST(
      indented_json(R"({"a":[1,2],"b":{"c":"x,{\"y\":1}\\"}})") ==
      "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\n    \"c\": \"x,{\\\"y\\\":1}\\\\\"\n  "
      "}\n}");
}

BOOST_AUTO_TEST_SUITE_END()

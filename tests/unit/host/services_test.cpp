#include "core/host/services.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <string>

using namespace veriload::host;

BOOST_AUTO_TEST_SUITE(services_suite)

BOOST_AUTO_TEST_CASE(every_table_is_found_by_its_id_and_has_its_size) {
  service_directory directory;
  add_host_services(directory);
  for (const char* id : {VL_SVC_LOOP, VL_SVC_STREAM, VL_SVC_LOG, VL_SVC_CONFIG, VL_SVC_SAFETY,
                         VL_SVC_SCHEDULE, VL_SVC_EXTRACT}) {
    BOOST_TEST(directory.find(id) != nullptr, id);
  }
  BOOST_TEST(directory.find("veriload.loop/2") == nullptr);
  BOOST_TEST(loop_service.struct_size == sizeof(vl_loop_v1));
  BOOST_TEST(stream_service.struct_size == sizeof(vl_stream_v1));
  BOOST_TEST(config_service.struct_size == sizeof(vl_config_v1));
}

BOOST_AUTO_TEST_CASE(an_error_is_cut_at_a_character_and_terminated) {
  vl_error error{};
  error.struct_size = sizeof error;
  std::string text(238, 'a');
  text += "\xe2\x82\xac and more";
  write_error(&error, VL_E_CONFIG, text);
  BOOST_TEST(error.code == VL_E_CONFIG);
  BOOST_TEST(std::strlen(error.message) == 238U);
  write_error(&error, VL_E_CONFIG, std::string(239, 'b'));
  BOOST_TEST(std::strlen(error.message) == 239U);
}

BOOST_AUTO_TEST_CASE(a_missing_or_short_error_is_left_alone) {
  write_error(nullptr, VL_E_CONFIG, "nobody asks");
  vl_error error{};
  error.struct_size = 12;
  write_error(&error, VL_E_CONFIG, "no room");
  BOOST_TEST(error.code == 0);
  BOOST_TEST(error.message[0] == '\0');
}

BOOST_AUTO_TEST_SUITE_END()

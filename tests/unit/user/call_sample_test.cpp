#include "core/user/call_sample.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/host/services.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <cstddef>
#include <string>

using namespace veriload;
using namespace veriload::users;
using aggregation::error_class;
using host::view_of;

namespace {

std::string name_of_call(std::string_view name, std::string_view verb, std::string_view target) {
  aggregation::name_table names;
  vl_call call{};
  call.name = view_of(name);
  call.verb = view_of(verb);
  call.target = view_of(target);
  return std::string(names.name(endpoint_of(call, names)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call_sample_suite)

BOOST_AUTO_TEST_CASE(a_call_is_reported_under_its_name_else_under_verb_and_target) {
  BOOST_TEST(name_of_call("checkout", "POST", "/orders") == "checkout");
  BOOST_TEST(name_of_call("", "GET", "/cart") == "GET /cart");
  const std::string longest(300, 'x');
  BOOST_TEST(name_of_call("", "GET", longest) == "GET " + longest.substr(0, 236));
  BOOST_TEST(name_of_call("", longest, "/cart") == longest.substr(0, 240));
  BOOST_TEST(name_of_call(longest, "", "") == longest.substr(0, 240));
}

BOOST_AUTO_TEST_CASE(an_id_of_this_run_goes_before_the_name_and_any_other_is_none) {
  aggregation::name_table names(2);
  vl_call call{};
  call.struct_size = sizeof call;
  call.name = view_of("by name");
  call.endpoint = names.intern("by id") + 1;
  BOOST_TEST(names.name(endpoint_of(call, names)) == "by id");
  call.endpoint = names.other() + 1;
  BOOST_TEST(endpoint_of(call, names) == names.other());
  for (const std::uint32_t wrong : {0u, 2u, 4u, UINT32_MAX}) {
    call.endpoint = wrong;
    BOOST_TEST(names.name(endpoint_of(call, names)) == "by name");
  }
  call.endpoint = names.intern("by id") + 1;
  call.struct_size = offsetof(vl_call, endpoint);  // of a header that had no ids
  BOOST_TEST(names.name(endpoint_of(call, names)) == "by name");
}

BOOST_AUTO_TEST_CASE(every_status_has_its_class) {
  const auto is = [](vl_status status, int native, error_class expected) {
    BOOST_TEST(aggregation::name_of(class_of(status, native)) == aggregation::name_of(expected));
  };
  is(VL_OK, 0, error_class::none);
  is(VL_EOF, 0, error_class::none);
  is(VL_E_DNS, -2, error_class::dns);
  is(VL_E_CONNECT, ECONNREFUSED, error_class::refused);
  is(VL_E_CONNECT, EHOSTUNREACH, error_class::connect);
  is(VL_E_CLOSED, ECONNRESET, error_class::reset);
  is(VL_E_CLOSED, 0, error_class::closed);
  is(VL_E_TLS, 1, error_class::tls);
  is(VL_E_TIMEOUT, 0, error_class::timeout);
  is(VL_E_PROTOCOL, 0, error_class::protocol);
  is(VL_E_CANCELED, 0, error_class::canceled);
  is(VL_E_SHUTDOWN, 0, error_class::canceled);
  is(VL_E_STATUS, 503, error_class::status);
  is(VL_E_BLOCKED, 0, error_class::blocked);
  is(VL_E_NOMEM, 0, error_class::other);
  is(VL_E_NOMEM, EMFILE, error_class::machine);
  is(VL_E_CONNECT, EADDRNOTAVAIL, error_class::machine);
  is(-999, 0, error_class::other);
}

BOOST_AUTO_TEST_CASE(what_the_protocol_timed_is_taken_over) {
  vl_reply reply{};
  reply.code = 200;
  reply.flags = VL_REPLY_REUSED;
  reply.sent = 110;
  reply.first_byte = 150;
  reply.done = 170;
  reply.dns = 1;
  reply.connect = 2;
  reply.tls = 3;
  reply.bytes_out = 40;
  reply.bytes_in = 50;
  const auto s = sample_of_call(reply, {VL_OK, 0, 0}, 100, 900, 7, 8);
  BOOST_TEST(s.planned == 100);
  BOOST_TEST(s.sent == 110);
  BOOST_TEST(s.first_byte == 150);
  BOOST_TEST(s.done == 170);
  BOOST_TEST(s.endpoint == 7U);
  BOOST_TEST(s.segment == 8U);
  BOOST_TEST(s.status_code == 200);
  BOOST_TEST(s.reused);
  BOOST_TEST((s.failure == error_class::none));
  BOOST_TEST(s.bytes_out + s.bytes_in == 90U);
  BOOST_TEST(s.dns + s.connect + s.tls == 6);
}

BOOST_AUTO_TEST_CASE(an_answer_that_says_failure_is_one_and_a_failure_keeps_its_own_class) {
  vl_reply reply{};
  reply.flags = VL_REPLY_FAILED;
  reply.code = 500;
  reply.error = view_of("status 500");
  const auto answered = sample_of_call(reply, {VL_OK, 0, 0}, 1, 2, 0, 0);
  BOOST_TEST((answered.failure == error_class::status));
  BOOST_TEST(answered.error_text == "status 500");
  const auto timed_out = sample_of_call(reply, {VL_E_TIMEOUT, 0, 0}, 1, 2, 0, 0);
  BOOST_TEST((timed_out.failure == error_class::timeout));
}

BOOST_AUTO_TEST_CASE(a_call_that_never_was_sent_is_done_now) {
  const auto s = sample_of_call(vl_reply{}, {VL_E_DNS, 0, 0}, 100, 900, 0, 0);
  BOOST_TEST(s.sent == 900);
  BOOST_TEST(s.done == 900);
  vl_reply backwards{};
  backwards.sent = 800;
  backwards.done = 700;
  BOOST_TEST(sample_of_call(backwards, {VL_OK, 0, 0}, 100, 900, 0, 0).sent == 700);
}

BOOST_AUTO_TEST_SUITE_END()

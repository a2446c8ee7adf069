#include "core/user/services.hpp"

#include "core/host/services.hpp"
#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/user/scene.hpp"

#include <cerrno>

using namespace veriload;
using namespace veriload::users;
using namespace veriload::users::test;
using host::view_of;

namespace {

struct metrics_scene : scene {
  metrics_scene() {
    host.context.endpoints = &endpoints;
    host.context.counters = &counters;
    host.context.personas = &personas;
  }

  /// Lives once, with `body` as its only task.
  template <class Body>
  void with_user(Body body) {
    run = [this, body](vl_op*) {
      body();
      user_service.stop(handle());
      return vl_status{VL_OK};
    };
    live();
  }

  veriload::test::loaded_plugins host;
  const veriload::host::plugin* plugin = &host.registry.load(veriload::test::bad_plugin("good"));
};

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_service_suite)

BOOST_AUTO_TEST_CASE(ids_are_never_zero_and_the_same_for_the_same_name) {
  metrics_scene s;
  const vl_id a = metrics_service.intern(s.plugin, view_of("a"));
  BOOST_TEST(a == 1U);
  BOOST_TEST(metrics_service.intern(s.plugin, view_of("b")) == 2U);
  BOOST_TEST(metrics_service.intern(s.plugin, view_of("a")) == a);
  BOOST_TEST(metrics_service.counter(s.plugin, view_of("bytes"), view_of("B")) == 1U);
  BOOST_TEST(s.counters.unit(0) == "B");
}

BOOST_AUTO_TEST_CASE(samples_of_a_later_writer_are_read_by_its_stride) {
  metrics_scene s;
  struct longer_sample {
    vl_sample sample;
    char future[40];
  };
  std::array<longer_sample, 2> samples{};
  for (auto& one : samples) {
    one.sample.struct_size = sizeof(longer_sample);
    one.sample.name = metrics_service.intern(s.plugin, view_of("sql"));
    one.sample.sent = 100;
    one.sample.done = 200;
  }
  samples[1].sample.status = VL_E_TIMEOUT;
  s.with_user([&] {
    BOOST_TEST(metrics_service.emit(s.handle(), samples.data(), 2, sizeof(longer_sample)) == VL_OK);
    BOOST_TEST(metrics_service.emit(s.handle(), samples.data(), 2, 16) == VL_E_INVALID);
    samples[0].sample.name = 0;
    BOOST_TEST(metrics_service.emit(s.handle(), samples.data(), 1, sizeof(longer_sample)) ==
               VL_E_INVALID);
  });
  BOOST_TEST(s.recorder.total().requests == 2U);
  BOOST_TEST(s.recorder.errors().kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_errno_of_a_sample_tells_its_class_and_is_no_status) {
  metrics_scene s;
  vl_sample one{};
  one.struct_size = sizeof one;
  one.name = metrics_service.intern(s.plugin, view_of("token"));
  one.sent = 100;
  one.done = 200;
  one.status = VL_E_CONNECT;
  one.code = ECONNREFUSED;
  s.with_user([&] {
    BOOST_TEST(metrics_service.emit(s.handle(), &one, 1, sizeof one) == VL_OK);
    one.status = VL_E_STATUS;
    one.code = 401;
    BOOST_TEST(metrics_service.emit(s.handle(), &one, 1, sizeof one) == VL_OK);
  });
  const auto kept = s.recorder.errors().kept();
  BOOST_REQUIRE(kept.size() == 2U);
  BOOST_TEST((kept[0].kind == aggregation::error_class::refused));
  BOOST_TEST(kept[0].code == 0);
  BOOST_TEST((kept[1].kind == aggregation::error_class::status));
  BOOST_TEST(kept[1].code == 401);
}

BOOST_AUTO_TEST_CASE(checks_and_counters_are_added_up) {
  metrics_scene s;
  s.with_user([&] {
    metrics_service.check(s.handle(), view_of("has cart"), 5);
    metrics_service.check(s.handle(), view_of("has cart"), 0);
    const vl_id counter = metrics_service.counter(s.plugin, view_of("items"), view_of(""));
    BOOST_TEST(metrics_service.add(s.handle(), counter, 1.5) == VL_OK);
    BOOST_TEST(metrics_service.add(s.handle(), counter, 2) == VL_OK);
    BOOST_TEST(metrics_service.add(s.handle(), 0, 2) == VL_E_INVALID);
  });
  BOOST_REQUIRE(s.recorder.checks().size() == 1U);
  BOOST_TEST(s.recorder.checks()[0].passes == 1U);
  BOOST_TEST(s.recorder.checks()[0].fails == 1U);
  BOOST_TEST(s.recorder.counters().at(0) == 3.5);
}

BOOST_AUTO_TEST_CASE(a_persona_field_is_found_or_the_nearest_one_is_named) {
  metrics_scene s;
  vl_error error{};
  error.struct_size = sizeof error;
  BOOST_TEST(user_service.field(s.plugin, view_of("contact.email"), &error) != 0U);
  BOOST_TEST(user_service.field(s.plugin, view_of("contact.emial"), &error) == 0U);
  BOOST_TEST(std::string(error.message) ==
             "personas have no field \"contact.emial\", did you mean \"contact.email\"?");
  BOOST_TEST(user_service.field(s.plugin, view_of("contact.emial"), nullptr) == 0U);
  s.host.context.personas = nullptr;
  BOOST_TEST(user_service.field(s.plugin, view_of("contact.email"), &error) == 0U);
  BOOST_TEST(error.code == VL_E_MISUSE);
}

BOOST_AUTO_TEST_SUITE_END()

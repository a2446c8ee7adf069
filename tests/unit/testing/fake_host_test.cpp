#include <veriload/testing/fake_host.hpp>

#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

using namespace veriload::testing;

namespace {

vl_str text(std::string_view from) { return {from.data(), from.size()}; }

template <class Table>
const Table* service(const fake_host& host, const char* id) {
  return static_cast<const Table*>(host.handle()->service(host.handle(), id));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fake_hosts)

BOOST_AUTO_TEST_CASE(serves_every_service_of_the_header) {
  const fake_host host;
  for (const char* id :
       {VL_SVC_LOOP, VL_SVC_STREAM, VL_SVC_METRICS, VL_SVC_LOG, VL_SVC_CONFIG, VL_SVC_SAFETY,
        VL_SVC_USER, VL_SVC_CALLS, VL_SVC_EXTRACT, VL_SVC_SCHEDULE}) {
    const auto* table = service<std::uint32_t>(host, id);
    BOOST_TEST_CONTEXT(id) {
      BOOST_REQUIRE(table != nullptr);
      // Every slot is filled: a table is its size, a reserved word and functions.
      const auto* words = reinterpret_cast<void* const*>(table);
      for (std::size_t i = 1; i < *table / sizeof(void*); ++i)
        BOOST_TEST(words[i] != nullptr);
    }
  }
  BOOST_TEST(service<void>(host, "veriload.none/1") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_service_may_be_missing_or_of_an_older_minor) {
  fake_host host;
  host.without(VL_SVC_EXTRACT);
  BOOST_TEST(service<void>(host, VL_SVC_EXTRACT) == nullptr);
  host.cut(VL_SVC_STREAM, offsetof(vl_stream_v1, reason));
  const auto* streams = service<vl_stream_v1>(host, VL_SVC_STREAM);
  BOOST_TEST(VL_HAS(streams, vl_stream_v1, close));
  BOOST_TEST(!VL_HAS(streams, vl_stream_v1, reason));
  BOOST_TEST(streams->dial == fake_network::table().dial);
  BOOST_CHECK_THROW(host.cut(VL_SVC_STREAM, 4), std::invalid_argument);
  BOOST_CHECK_THROW(host.cut(VL_SVC_STREAM, 8000), std::invalid_argument);
  BOOST_CHECK_THROW(host.cut("veriload.none/1", 16), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(what_a_plugin_records_is_kept) {
  fake_host host;
  const auto& metrics = fake_record::metrics();
  const vl_id name = metrics.intern(host.handle(), text("GET /"));
  BOOST_TEST(metrics.intern(host.handle(), text("GET /")) == name);
  vl_sample samples[2] = {};
  for (vl_sample& s : samples) {
    s.struct_size = sizeof s;
    s.name = name;
    s.error = text("gone");
  }
  BOOST_TEST(metrics.emit(host.user.handle(), samples, 2, sizeof samples[0]) == VL_OK);
  BOOST_REQUIRE(host.record.samples.size() == 2u);
  BOOST_TEST(host.record.samples[1].name == "GET /");
  BOOST_TEST(host.record.samples[1].error == "gone");
  BOOST_TEST(metrics.add(host.user.handle(), 99, 1) == VL_E_INVALID);
  const vl_kv pair{text("key"), text("value")};
  fake_record::logs().write(host.handle(), VL_LOG_WARNING, text("slow"), &pair, 1);
  fake_record::logs().write(host.handle(), VL_LOG_DEBUG, text("detail"), nullptr, 0);
  BOOST_TEST(host.record.log_lines == std::vector<std::string>{"30 slow key=value"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_user_class_needs_a_task_and_a_name_of_its_own) {
  fake_host host;
  vl_user_class kind{};
  kind.struct_size = sizeof kind;
  kind.name = text("Visitor");
  const auto& schedule = fake_record::schedule();
  BOOST_TEST(schedule.add_user_class(host.handle(), &kind, nullptr) == VL_E_INVALID);
  kind.n_tasks = 1;
  BOOST_TEST(schedule.add_user_class(host.handle(), &kind, nullptr) == VL_OK);
  BOOST_TEST(schedule.add_user_class(host.handle(), &kind, nullptr) == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(blocked_hosts_are_refused_by_safety_too) {
  fake_host host;
  host.network.blocked = {"prod"};
  const auto* safety = service<vl_safety_v1>(host, VL_SVC_SAFETY);
  vl_error error{};
  error.struct_size = sizeof error;
  BOOST_TEST(safety->allow_host(host.handle(), text("sut"), &error) == VL_OK);
  BOOST_TEST(safety->allow_host(host.handle(), text("prod"), &error) == VL_E_BLOCKED);
  BOOST_TEST(std::string(error.message) == "prod is not in safety.allowed_hosts");
}

BOOST_AUTO_TEST_CASE(extraction_gives_what_the_test_scripted) {
  fake_host host;
  host.extracts["id=(\\d+)"] = {{"id=7", "7"}, {"id=8", "8"}};
  const auto* extract = service<vl_extract_v1>(host, VL_SVC_EXTRACT);
  const vl_id id =
      extract->compile(host.handle(), VL_EXTRACT_REGEX, text("id=(\\d+)"), {}, nullptr);
  BOOST_TEST(id != 0u);
  BOOST_TEST(extract->compile(host.handle(), VL_EXTRACT_CSS, text("a"), {}, nullptr) == 0u);
  std::string found;
  const vl_match_sink sink{&found, [](void* to, const vl_str* groups, std::uint32_t n) noexcept {
                             static_cast<std::string*>(to)->append(groups[n - 1].ptr,
                                                                   groups[n - 1].len);
                             return vl_status{VL_OK};
                           }};
  BOOST_TEST(extract->find(host.handle(), id, {}, &sink, nullptr) == VL_OK);
  BOOST_TEST(found == "78");
}

BOOST_AUTO_TEST_CASE(a_user_winds_down_and_is_cancelled) {
  fake_host host;
  const vl_user_v1& users = fake_user::table();
  watched_op stop, nap;
  stop.start([&](vl_op* o) { return users.on_stop(host.user.handle(), o); });
  nap.start([&](vl_op* o) { return users.sleep_until(host.user.handle(), fake_loop::never, o); });
  host.run_until_idle();
  BOOST_TEST(!stop.done());
  BOOST_TEST(host.complaints().at(0) == "2 ops are still pending");
  host.user.wind_down();
  host.run_until_idle();
  BOOST_TEST(stop.status() == VL_OK);
  BOOST_TEST(users.stopping(host.user.handle()) == 1);
  host.user.cancel();
  host.run_until_idle();
  BOOST_TEST(nap.status() == VL_E_CANCELED);
  // From now on such an op completes at once, but not inside the start.
  stop.start([&](vl_op* o) { return users.on_stop(host.user.handle(), o); });
  host.run_until_idle();
  BOOST_TEST(stop.status() == VL_OK);
  BOOST_TEST(stop.broken() == "");
  BOOST_TEST(host.complaints().empty());
}

BOOST_AUTO_TEST_CASE(two_users_draw_different_numbers_and_each_test_the_same) {
  fake_host host, again;
  fake_user second(host, 1);
  const vl_user_v1& users = fake_user::table();
  const std::uint64_t first = users.random(host.user.handle());
  BOOST_TEST(first != users.random(second.handle()));
  BOOST_TEST(first == users.random(again.user.handle()));
}

BOOST_AUTO_TEST_SUITE_END()

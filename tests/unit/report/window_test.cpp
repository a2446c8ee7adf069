#include "core/report/window.hpp"

#include "core/base/setup_error.hpp"
#include "kept_run.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace veriload;
using base::node;
using report::figures_of;
using report::run_file;

BOOST_AUTO_TEST_SUITE(window_suite)

BOOST_AUTO_TEST_CASE(the_window_of_all_seconds_has_the_figures_of_the_run) {
  const kept_run::scene scene;
  const run_file file(scene.whole(), "run.vlr");
  const auto all = figures_of(file, {});
  BOOST_TEST(all.seconds == 4U);
  const auto equal = [](const node& of, const node& with) {
    for (const char* name :
         {"total_requests", "total_failures", "error_rate", "latency_ms", "success_latency_ms",
          "failure_latency_ms", "throughput_rps", "service_ms", "lag_ms"}) {
      BOOST_REQUIRE(of.find(name));
      BOOST_TEST((*of.find(name) == *with.find(name)), name);
    }
  };
  equal(all.tree, scene.tree);
  const node& endpoints = *all.tree.find("endpoints");
  BOOST_REQUIRE(endpoints.size() == 2U);
  for (std::size_t i = 0; i < endpoints.size(); ++i)
    equal(endpoints.at(i), *scene.tree.find("endpoints")->find(endpoints.key_at(i)));
  BOOST_TEST((*all.tree.find("series") == *scene.tree.find("series")));
  BOOST_TEST((*all.tree.find("bytes") == *scene.tree.find("bytes")));
}

BOOST_AUTO_TEST_CASE(a_window_has_the_figures_of_its_seconds_alone) {
  kept_run::scene scene;
  const run_file file(scene.whole(), "run.vlr");
  const auto some = figures_of(file, {1, 3});
  BOOST_TEST(some.seconds == 2U);
  BOOST_TEST(some.tree.find("total_requests")->as_integer() == 600);
  BOOST_TEST(some.tree.find("throughput_rps")->as_number() == 300.0);
  BOOST_TEST(some.tree.find_path("run.window.from_seconds")->as_number() == 1.0);
  BOOST_TEST(some.tree.find_path("run.window.to_seconds")->as_number() == 3.0);
  BOOST_TEST(some.tree.find_path("run.plan_hash")->as_string() == "abc");
  BOOST_TEST(some.tree.find("series")->find("rows")->size() == 2U);
  BOOST_TEST(some.tree.find_path("success_latency_ms.out_of_range")->as_integer() == 1);
  // A window cannot know these.
  for (const char* name : {"errors", "segments", "checks", "slo", "connections", "workers"})
    BOOST_TEST(!some.tree.find(name), name);

  const auto later = figures_of(file, {3, 4});
  BOOST_TEST(later.totals.total.response.out_of_range() == 0U);
  BOOST_TEST(later.totals.total.requests == 300U);
}

BOOST_AUTO_TEST_CASE(a_window_ends_with_the_run_and_an_empty_one_is_refused) {
  const kept_run::scene scene;
  const run_file file(scene.whole(), "run.vlr");
  const auto rest = figures_of(file, {2, 100});
  BOOST_TEST(rest.tree.find_path("run.window.to_seconds")->as_number() == 4.0);
  BOOST_TEST(rest.tree.find("throughput_rps")->as_number() == 300.0);
  BOOST_CHECK_EXCEPTION(figures_of(file, {4, 9}), setup_error, [](const auto& refused) {
    return std::string(refused.what()) == "run.vlr: has no second in the window, it has 4 seconds";
  });
}

BOOST_AUTO_TEST_CASE(of_a_killed_run_its_seconds_are_told) {
  const kept_run::scene scene;
  const run_file file(scene.head + scene.seconds.substr(0, scene.seconds.size() - 10), "run.vlr");
  BOOST_TEST(file.is_partial());
  const auto known = figures_of(file, {});
  BOOST_TEST(known.seconds == 3U);
  BOOST_TEST(known.tree.find_path("run.partial")->as_boolean());
  BOOST_TEST(known.tree.find_path("run.window.to_seconds")->as_number() == 3.0);
  BOOST_TEST(known.tree.find("total_requests")->as_integer() == 900);
}

BOOST_AUTO_TEST_CASE(ten_minutes_of_ten_endpoints_are_small_and_quickly_added) {
  using clock = std::chrono::steady_clock;
  constexpr std::uint64_t seconds = 600;
  aggregation::name_table names;
  aggregation::interval_block block;
  block.endpoints.resize(10);
  for (std::uint32_t id = 0; id < 10; ++id) {
    names.intern("GET /" + std::to_string(id));
    auto& one = block.endpoints[id];
    // 2,000 requests in 500 lengths from 1 to 20 ms; every fifth was sent late.
    for (std::uint64_t i = 0; i < 2'000; ++i) {
      const auto length = static_cast<base::ns>(1'000'000 + i % 500 * 38'000 + id * 1'000);
      const base::ns lag = i % 5 == 0 ? 20 * base::microsecond : 0;
      one.response.record(length + lag);
      one.service.record(length);
      one.lag.record(lag);
    }
    one.requests = 2'000;
  }
  report::run_file_writer writer;
  const auto began = clock::now();
  std::string bytes = writer.head(node::map(), node::map());
  for (std::uint64_t second = 0; second < seconds; ++second)
    bytes += writer.second(second, block, names);
  const auto written = clock::now();
  const std::size_t size = bytes.size();
  const run_file file(std::move(bytes), "run.vlr");
  const auto figures = figures_of(file, {});
  const auto added = clock::now();
  const auto us = [](auto length) {
    return std::chrono::duration_cast<std::chrono::microseconds>(length).count();
  };
  BOOST_TEST_MESSAGE("a second of ten endpoints: "
                     << size / seconds << " bytes, written in " << us(written - began) / seconds
                     << " us, added to a window in " << us(added - written) / seconds << " us");
  BOOST_TEST(figures.totals.total.requests == seconds * 20'000);
  BOOST_TEST(size / seconds < 20'000U);
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/report/run_file.hpp"

#include "core/base/setup_error.hpp"
#include "core/report/byte_text.hpp"
#include "core/report/node_bytes.hpp"
#include "kept_run.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace veriload;
using aggregation::histogram;
using report::run_file;

namespace {

bool same(const histogram& one, const histogram& other) {
  bool equal = one.count() == other.count() && one.sum() == other.sum() &&
               one.min() == other.min() && one.max() == other.max() &&
               one.out_of_range() == other.out_of_range();
  for (double percent = 0; equal && percent <= 100; percent += 0.25)
    equal = one.percentile(percent) == other.percentile(percent);
  return equal;
}

bool same(const aggregation::request_stats& one, const aggregation::request_stats& other) {
  return one.requests == other.requests && one.failures == other.failures &&
         one.bytes_in == other.bytes_in && one.opened == other.opened &&
         one.connect.max == other.connect.max && same(one.response, other.response) &&
         same(one.failed_response, other.failed_response) && same(one.service, other.service) &&
         same(one.first_byte, other.first_byte) && same(one.lag, other.lag);
}

// Everything that a reader can ask for; the reason of a refusal, or nothing.
std::string read_all(std::string bytes) {
  try {
    const run_file file(std::move(bytes), "run.vlr");
    file.run();
    file.plan();
    if (!file.is_partial()) {
      file.result();
      file.totals();
    }
    report::kept_second second;
    for (std::size_t i = 0; i < file.seconds(); ++i)
      file.second(i, 0, 1'000, second);
  } catch (const setup_error& refused) {
    return refused.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run_file_suite)

BOOST_AUTO_TEST_CASE(a_run_comes_back_as_it_was) {
  const kept_run::scene scene;
  const run_file file(scene.whole(), "run.vlr");
  BOOST_TEST(!file.is_partial());
  BOOST_TEST((file.result() == scene.tree));
  BOOST_TEST(file.plan().find("seed")->as_integer() == 42);
  BOOST_TEST(file.run().find("plan_hash")->as_string() == "abc");
  BOOST_TEST(file.seconds() == 4U);
  const auto totals = file.totals();
  BOOST_TEST(same(totals.total, scene.result.total));
  BOOST_REQUIRE(totals.endpoints.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    BOOST_TEST(totals.endpoints[i].name == scene.result.endpoints[i].name);
    BOOST_TEST(same(totals.endpoints[i].stats, scene.result.endpoints[i].stats));
  }
}

BOOST_AUTO_TEST_CASE(the_seconds_add_up_to_the_run) {
  const kept_run::scene scene;
  const run_file file(scene.whole(), "run.vlr");
  aggregation::endpoint_interval items;
  report::kept_second one;
  for (std::size_t i = 0; i < file.seconds(); ++i) {
    BOOST_REQUIRE(file.second(i, 0, 4, one));
    BOOST_TEST(one.second == i);
    BOOST_TEST(one.measured.bytes_in == 30'000U);
    items.merge(one.measured.endpoints.at(scene.items));
  }
  BOOST_TEST(!file.second(3, 0, 3, one));
  BOOST_TEST(file.names().at(scene.items) == "GET /items");
  const auto& run = scene.result.endpoints[0].stats;
  BOOST_TEST(same(items.response, run.response));
  BOOST_TEST(same(items.failed_response, run.failed_response));
  BOOST_TEST(same(items.service, run.service));
  BOOST_TEST(same(items.lag, run.lag));
  BOOST_TEST(run.response.out_of_range() == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_anywhere_is_partial_or_refused_with_its_reason) {
  const kept_run::scene scene;
  const std::string whole = scene.whole();
  BOOST_TEST(read_all(whole).empty());
  std::size_t readable = 0;
  for (std::size_t size = 0; size < whole.size(); size += size < 400 ? 1 : 37) {
    const std::string refused = read_all(whole.substr(0, size));
    BOOST_REQUIRE(refused.empty() || refused.starts_with("run.vlr: "));
    if (!refused.empty()) continue;
    ++readable;
    BOOST_REQUIRE(run_file(whole.substr(0, size), "run.vlr").is_partial());
  }
  BOOST_TEST(readable > 10U);
  const run_file partial(scene.head + scene.seconds, "run.vlr");
  BOOST_TEST(partial.is_partial());
  BOOST_TEST(partial.seconds() == 4U);
  BOOST_CHECK_THROW(partial.result(), setup_error);
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_anywhere_is_refused_or_changes_nothing) {
  const kept_run::scene scene;
  const std::string whole = scene.whole();
  std::size_t refusals = 0;
  std::size_t tried = 0;
  for (std::size_t at = 0; at < whole.size(); at += at < 400 ? 1 : 11) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 1 << at % 8);
    ++tried;
    const std::string refused = read_all(std::move(damaged));
    if (refused.empty()) continue;
    BOOST_REQUIRE(refused.starts_with("run.vlr: "));
    ++refusals;
  }
  // What is not read (a tag that became unknown, the minor version) cannot be refused.
  BOOST_TEST(refusals > tried * 9 / 10);
}

BOOST_AUTO_TEST_CASE(damaged_content_under_a_right_checksum_is_refused_too) {
  const kept_run::scene scene;
  report::section_place second;
  const std::string whole = scene.whole();
  std::size_t at = report::run_file_head_size;
  while (report::find_section(whole, at, second) && second.tag != report::section_tag::second)
    at += report::section_head_size + second.stored.size();
  const std::string content = report::section_content(second, "run.vlr");
  std::size_t refusals = 0;
  const std::string before = whole.substr(0, at);
  for (std::size_t i = 0; i < content.size(); ++i) {
    std::string changed = content;
    changed[i] = static_cast<char>(changed[i] ^ 0x40);
    refusals +=
        read_all(before + report::section_bytes(report::section_tag::second, changed)) != "";
    refusals += read_all(before + report::section_bytes(report::section_tag::second,
                                                        content.substr(0, i))) != "";
  }
  BOOST_TEST(refusals > content.size());
  BOOST_TEST(refusals < 2 * content.size());  // another count is a count too
}

BOOST_AUTO_TEST_CASE(sections_that_are_not_known_are_skipped) {
  const kept_run::scene scene;
  const std::string more = report::section_bytes("XTRA", "of a later version");
  const std::string with = scene.head + more + scene.seconds + scene.end;
  BOOST_TEST(read_all(with).empty());
  BOOST_TEST((run_file(with, "run.vlr").result() == scene.tree));
}

BOOST_AUTO_TEST_CASE(another_major_version_and_other_files_are_refused) {
  const kept_run::scene scene;
  std::string next = scene.whole();
  next[8] = 2;
  BOOST_TEST(read_all(next) == "run.vlr: is a run file of version 2, this program reads version 1");
  BOOST_TEST(read_all("{}").starts_with("run.vlr: is no run file"));
  next[8] = 1;
  next[10] = 9;  // a later minor version only adds
  BOOST_TEST(read_all(next).empty());
  BOOST_CHECK_EXCEPTION(run_file::read("/nowhere/run.vlr"), setup_error, [](const auto& refused) {
    return std::string(refused.what()) ==
           "/nowhere/run.vlr: cannot be read: No such file or directory";
  });
}

BOOST_AUTO_TEST_CASE(trees_of_all_kinds_come_back_and_damaged_ones_are_refused) {
  using base::node;
  node tree = node::map();
  node list = node::list();
  for (const double value : {0.1, -0.0, 1e300, 5e-324})
    list.push(node::number(value));
  for (const std::int64_t value : {std::int64_t{0}, INT64_MIN, INT64_MAX, std::int64_t{-1}})
    list.push(node::integer(value));
  list.push(node());
  list.push(node::boolean(true));
  list.push(node::map());
  tree.add("a", std::move(list));
  tree.add("", node::string(std::string("\0\xff", 2)));
  std::string bytes;
  report::put_node(bytes, tree);
  report::byte_reader in(bytes, "tree");
  BOOST_TEST((report::take_node(in) == tree));
  BOOST_TEST(in.at_end());

  std::string deep;
  for (int i = 0; i < 100; ++i)
    deep += std::string("\5\1", 2);  // a list of one list of one ...
  report::byte_reader too_deep(deep, "tree");
  BOOST_CHECK_THROW(report::take_node(too_deep), setup_error);
  const std::string twice("\6\2\1a\0\1a\0", 8);
  report::byte_reader same_key(twice, "tree");
  BOOST_CHECK_THROW(report::take_node(same_key), setup_error);
}

BOOST_AUTO_TEST_CASE(a_hundred_million_requests_take_no_longer_than_a_thousand) {
  using clock = std::chrono::steady_clock;
  aggregation::run_result run;
  run.endpoints.resize(10);
  std::uint64_t made = 0;
  for (auto& one : run.endpoints) {
    one.name = "GET /" + std::to_string(made);
    // From 0.5 ms to 4 s, 1,000 requests in each of 10,000 lengths.
    for (std::uint64_t i = 0; i < 10'000; ++i) {
      const base::ns length = 500 * base::microsecond + static_cast<base::ns>(i) * 400'000;
      one.stats.response.add_bucket(histogram::place(length).bucket, 1'000);
      one.stats.service.add_bucket(histogram::place(length - 100'000).bucket, 1'000);
    }
    one.stats.requests = one.stats.response.count();
    made += one.stats.requests;
    run.total.merge(one.stats);
  }
  BOOST_TEST(made == 100'000'000U);
  run.run.duration = 3'600 * base::second;
  report::run_file_writer writer;
  std::string bytes = writer.head(base::node::map(), base::node::map());
  bytes += writer.end(report::result_tree(run), run);
  BOOST_TEST_MESSAGE("a run of 10^8 requests to 10 endpoints: " << bytes.size() << " bytes");

  const auto began = clock::now();
  const run_file file(std::move(bytes), "run.vlr");
  const base::node tree = file.result();
  const auto totals = file.totals();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began);
  BOOST_TEST_MESSAGE("read with all histograms in " << took.count() << " ms");
  BOOST_TEST(tree.find("total_requests")->as_integer() == 100'000'000);
  BOOST_TEST(same(totals.total, run.total));
  BOOST_TEST(took.count() < 1'000);
}

BOOST_AUTO_TEST_SUITE_END()

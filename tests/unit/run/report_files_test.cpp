#include "core/run/report_files.hpp"

#include "tests/unit/host/environment.hpp"
#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>

using namespace veriload;
using namespace veriload::run;
using namespace veriload::test;

namespace {

// A reporter that writes the result's text and then answers with the result's number.
struct scene {
  scene() {
    table.struct_size = sizeof table;
    table.name = "fake";
    table.finish = [](void*, const vl_node* result, const vl_sink* sink, vl_error* error) noexcept {
      const auto& trees = host::config_service;
      vl_str text{};
      trees.str(trees.find(result, host::view_of("text")), &text);
      if (sink->write(sink->ctx, {text.ptr, text.len}) != VL_OK) return vl_status{VL_E_CLOSED};
      int64_t status = VL_OK;
      trees.i64(trees.find(result, host::view_of("status")), &status);
      trees.str(trees.find(result, host::view_of("reason")), &text);
      if (status != VL_OK) std::memcpy(error->message, text.ptr, text.len);
      return static_cast<vl_status>(status);
    };
  }

  written_report write(const std::filesystem::path& target, vl_status status = VL_OK,
                       const char* reason = "") {
    base::node result = base::node::map();
    result.add("text", base::node::string("the report"));
    result.add("status", base::node::integer(status));
    result.add("reason", base::node::string(reason));
    const auto written = write_reports({{owner, &table, "fake", target}}, result);
    BOOST_REQUIRE(written.size() == 1U);
    BOOST_TEST(written[0].name == "fake");
    return written[0];
  }

  loaded_plugins plugins;
  const host::plugin* owner = &plugins.registry.load(bad_plugin("good"));
  vl_reporter_v1 table{};
  temporary_folder folder;
  temporary_folder elsewhere;
  changed_variable temporary{"TMPDIR", elsewhere.path().c_str()};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(report_files_suite)

BOOST_AUTO_TEST_CASE(a_report_is_written_where_it_was_wanted) {
  scene s;
  const auto w = s.write(s.folder / "new/report.json");
  BOOST_TEST(w.error.empty());
  BOOST_TEST(w.file == (s.folder / "new/report.json").string());
  BOOST_TEST(content_of(w.file) == "the report");
  BOOST_TEST(s.elsewhere.entries() == 0U);
}

BOOST_AUTO_TEST_CASE(a_report_that_cannot_be_there_is_saved_elsewhere_and_both_are_told) {
  scene s;
  std::filesystem::create_directory(s.folder / "report.json");
  const auto w = s.write(s.folder / "report.json");
  BOOST_TEST(w.error.ends_with("Is a directory"));
  BOOST_TEST(w.file.starts_with(s.elsewhere.path().string()));
  BOOST_TEST(content_of(w.file) == "the report");
}

BOOST_AUTO_TEST_CASE(a_report_that_cannot_be_anywhere_has_no_file) {
  scene s;
  const changed_variable nowhere("TMPDIR", "/dev/null");
  std::filesystem::create_directory(s.folder / "report.json");
  const auto w = s.write(s.folder / "report.json");
  BOOST_TEST(!w.error.empty());
  BOOST_TEST(w.file.empty());
}

BOOST_AUTO_TEST_CASE(a_failing_reporter_leaves_no_file_and_gives_its_reason) {
  scene s;
  BOOST_TEST(s.write(s.folder / "report.json", VL_E_UNSUPPORTED, "no such schema").error ==
             "reporter fake: no such schema");
  BOOST_TEST(s.write(s.folder / "report.json", VL_E_NOMEM).error == "reporter fake: status -3");
  BOOST_TEST(s.write(s.folder / "report.json", VL_E_NOMEM).file.empty());
  BOOST_TEST(s.folder.entries() + s.elsewhere.entries() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

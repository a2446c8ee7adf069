#include "core/host/build_record.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

std::string escaped(const std::filesystem::path& path) {
  std::string text;
  for (const char c : path.string()) {
    if (c == ' ' || c == '#') text += '\\';
    if (c == '$') text += '$';
    text += c;
  }
  return text;
}

// A source with one header, and what a compiler would leave behind.
struct scene {
  build_record record(const std::string& compiler = "g++ 12",
                      const std::string& flag = "-O2") const {
    return {cache, source, compiler, {"-std=c++20", flag}};
  }

  std::filesystem::path keep(const build_record& r, const std::string& content = "library") const {
    folder.file("cache/fresh.so", content);
    folder.file("cache/fresh.d",
                "fresh.so: " + escaped(source) + " \\\n " + escaped(header) + "\n");
    return r.keep(cache / "fresh.so", cache / "fresh.d");
  }

  temporary_folder folder;
  std::filesystem::path cache = folder / "cache";
  std::filesystem::path source = folder.file("scenario.cpp", "int a;");
  std::filesystem::path header = folder.file("a header.hpp", "int b;");
};

}  // namespace

BOOST_AUTO_TEST_SUITE(build_record_suite)

BOOST_AUTO_TEST_CASE(an_empty_cache_has_nothing) {
  BOOST_TEST(!scene{}.record().find().has_value());
}

BOOST_AUTO_TEST_CASE(what_was_kept_is_found_under_its_lasting_name) {
  const scene s;
  const auto kept = s.keep(s.record());
  BOOST_TEST(content_of(kept) == "library");
  BOOST_TEST(s.record().find().value() == kept);
  BOOST_TEST(!std::filesystem::exists(s.cache / "fresh.so"));
  BOOST_TEST(!std::filesystem::exists(s.cache / "fresh.d"));
}

BOOST_AUTO_TEST_CASE(a_changed_source_is_another_content_and_the_old_one_is_found_again) {
  const scene s;
  const auto kept = s.keep(s.record());
  s.folder.file("scenario.cpp", "int changed;");
  BOOST_TEST(!s.record().find().has_value());
  s.folder.file("scenario.cpp", "int a;");
  BOOST_TEST(s.record().find().value() == kept);
}

BOOST_AUTO_TEST_CASE(a_changed_header_is_noticed_whatever_its_name) {
  for (const char* name : {"plain.hpp", "with blank.hpp", "with#hash.hpp", "with$dollar.hpp"}) {
    scene s;
    s.header = s.folder.file(name, "int b;");
    s.folder.file("cache/fresh.so", "library");
    s.folder.file("cache/fresh.d",
                  "fresh.so: " + escaped(s.source) + " " + escaped(s.header) + "\n");
    s.record().keep(s.cache / "fresh.so", s.cache / "fresh.d");
    BOOST_TEST(s.record().find().has_value(), name);
    s.folder.file(name, "int changed;");
    BOOST_TEST(!s.record().find().has_value(), name);
  }
}

BOOST_AUTO_TEST_CASE(another_compiler_or_flag_is_another_library) {
  const scene s;
  s.keep(s.record());
  BOOST_TEST(!s.record("g++ 13").find().has_value());
  BOOST_TEST(!s.record("g++ 12", "-O3").find().has_value());
}

BOOST_AUTO_TEST_CASE(a_newer_library_replaces_the_older_ones_of_this_source_only) {
  scene s;
  const auto old = s.keep(s.record());
  scene other;
  other.cache = s.cache;
  s.folder.file("cache/fresh.so", "other library");
  s.folder.file("cache/fresh.d", "x: " + other.source.string() + "\n");
  const auto of_other = other.record().keep(s.cache / "fresh.so", s.cache / "fresh.d");
  s.folder.file("scenario.cpp", "int changed;");
  const auto fresh = s.keep(s.record(), "newer");
  BOOST_TEST(!std::filesystem::exists(old));
  BOOST_TEST(content_of(fresh) == "newer");
  BOOST_TEST(other.record().find().value() == of_other);
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_the_compiler_reads_is_not_taken_for_what_it_read) {
  const scene s;
  const auto record = s.record();
  std::filesystem::last_write_time(
      s.source, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  BOOST_TEST(content_of(s.keep(record)) == "library");  // this run has its library
  BOOST_TEST(!s.record().find().has_value());
}

BOOST_AUTO_TEST_CASE(precompiled_headers_count_and_what_lies_in_the_cache_does_not) {
  const scene s;
  s.folder.file("cache/fresh.so", "library");
  const auto inside = s.folder.file("cache/sdk.hpp", "as it was");
  s.folder.file("cache/fresh.d", "x: " + s.source.string() + " " + inside.string() + "\n");
  const auto kept = s.record().keep(s.cache / "fresh.so", s.cache / "fresh.d", {s.header});
  s.folder.file("cache/sdk.hpp", "changed");
  BOOST_TEST(s.record().find().value() == kept);
  s.folder.file("a header.hpp", "int changed;");
  BOOST_TEST(!s.record().find().has_value());
}

BOOST_AUTO_TEST_CASE(a_library_that_somebody_removed_is_not_found) {
  const scene s;
  std::filesystem::remove(s.keep(s.record()));
  BOOST_TEST(!s.record().find().has_value());
}

BOOST_AUTO_TEST_CASE(a_rule_without_files_is_kept_and_never_found) {
  const scene s;
  s.folder.file("cache/fresh.so", "library");
  s.folder.file("cache/fresh.d", "");
  s.record().keep(s.cache / "fresh.so", s.cache / "fresh.d");
  BOOST_TEST(!s.record().find().has_value());
}

BOOST_AUTO_TEST_CASE(a_cache_that_cannot_be_written_is_an_error_with_its_name) {
  const scene s;
  const auto library = s.folder.file("fresh.so", "library");
  const auto rule = s.folder.file("fresh.d", "x: " + s.source.string() + "\n");
  const build_record nowhere(s.folder / "none", s.source, "g++", {});
  BOOST_CHECK_EXCEPTION(nowhere.keep(library, rule), setup_error, [&](const setup_error& e) {
    return e.code() == exit_code::plugin &&
           std::string_view(e.what()).find((s.folder / "none").string()) != std::string_view::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()

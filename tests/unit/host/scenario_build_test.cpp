#include "core/host/scenario_build.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/host/environment.hpp"
#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <sys/stat.h>

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

// Only the C header: the SDK's own headers would take seconds.
constexpr const char* source_text = R"(
#include "part.hpp"
#include "veriload_abi.h"
namespace {
const char* const none[] = {nullptr};
vl_status init(const vl_host*, void** self, vl_error*) noexcept { *self = nullptr; return VL_OK; }
const void* component(void*, const char*) noexcept { return nullptr; }
void fini(void*) noexcept {}
const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1), VL_ABI_MAJOR, 0, VL_ABI_MINOR, 0, 0, PART_ID, "1", "MIT",
                                 "test", none, none, none, init, component, fini};
VL_PLUGIN_NOTE(0, VL_ABI_MINOR);
}
const vl_plugin_v1* veriload_plugin_v1(void) noexcept { return &descriptor; }
)";

struct scene {
  scene() { folder.file("part.hpp", "#define PART_ID \"test.first\"\n"); }
  temporary_folder folder;
  std::filesystem::path source = folder.file("my scenario.cpp", source_text);
  scenario_build_settings settings{SDK_BESIDE_HOST, folder / "new/cache"};
};

bool says(const setup_error& e, std::string_view text) {
  return e.code() == exit_code::plugin &&
         std::string_view(e.what()).find(text) != std::string_view::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_build_suite)

BOOST_AUTO_TEST_CASE(a_scenario_is_built_once_per_content_and_can_be_loaded) {
  const scene s;
  const auto first = build_scenario(s.source, s.settings);
  BOOST_TEST(!first.from_cache);
  BOOST_TEST(!first.compiler.empty());
  const auto again = build_scenario(s.source, s.settings);
  BOOST_TEST(again.from_cache);
  BOOST_TEST(again.library == first.library);
  struct stat cache {};
  BOOST_TEST(::stat(s.settings.cache.c_str(), &cache) == 0);
  BOOST_TEST((cache.st_mode & 0777U) == 0700U);

  loaded_plugins host;
  BOOST_TEST(host.registry.load(first.library).id() == "test.first");

  s.folder.file("part.hpp", "#define PART_ID \"test.second\"\n");
  const auto changed = build_scenario(s.source, s.settings);
  BOOST_TEST(!changed.from_cache);
  BOOST_TEST(host.registry.load(changed.library).id() == "test.second");
}

BOOST_AUTO_TEST_CASE(a_source_that_does_not_compile_leaves_the_output_as_it_was) {
  const scene s;
  const auto output = s.folder.file("out.so", "as before");
  const auto broken =
      s.folder.file("broken.cpp", "#error \"this is the text of a test, not a fault\"\n");
  BOOST_CHECK_EXCEPTION(build_scenario_to(broken, output, s.settings), setup_error,
                        [](const setup_error& e) { return says(e, "does not compile with"); });
  BOOST_TEST(content_of(output) == "as before");
  // Two sources, the header, the output, the folder of the cache: no remains.
  BOOST_TEST(s.folder.entries() == 5U);
}

BOOST_AUTO_TEST_CASE(a_source_that_is_not_there_is_said_before_a_compiler_is_looked_for) {
  const scene s;
  const changed_variable no_path("PATH", "/nowhere");
  BOOST_CHECK_EXCEPTION(build_scenario(s.folder / "none.cpp", s.settings), setup_error,
                        [](const setup_error& e) { return says(e, "no such file"); });
  BOOST_CHECK_EXCEPTION(build_scenario(s.folder.path(), s.settings), setup_error,
                        [](const setup_error& e) { return says(e, "not a readable file"); });
}

BOOST_AUTO_TEST_CASE(a_cache_that_others_may_write_or_that_is_a_file_is_refused) {
  scene s;
  std::filesystem::create_directories(s.settings.cache);
  ::chmod(s.settings.cache.c_str(), 0707);
  BOOST_CHECK_EXCEPTION(build_scenario(s.source, s.settings), setup_error,
                        [](const setup_error& e) { return says(e, "writable by others"); });
  s.settings.cache = s.folder.file("file", "") / "cache";
  BOOST_CHECK_EXCEPTION(
      build_scenario(s.source, s.settings), setup_error,
      [](const setup_error& e) { return says(e, "cannot create the scenario cache"); });
}

BOOST_AUTO_TEST_CASE(the_cache_follows_the_environment) {
  const temporary_folder folder;
  const changed_variable cache("XDG_CACHE_HOME", folder.path().c_str());
  BOOST_TEST(default_scenario_build_settings().cache == folder / "veriload");
  const changed_variable relative("XDG_CACHE_HOME", "relative");
  const changed_variable home("HOME", "/home/somebody");
  BOOST_TEST(default_scenario_build_settings().cache == "/home/somebody/.cache/veriload");
  BOOST_TEST(default_scenario_build_settings().sdk == SDK_BESIDE_HOST);
}

BOOST_AUTO_TEST_SUITE_END()

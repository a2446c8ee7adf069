#include "core/host/precompiled_sdk.hpp"

#include "core/host/build_inputs.hpp"
#include "core/host/scenario_build.hpp"
#include "tests/unit/host/environment.hpp"
#include "tests/unit/host/loaded_plugins.hpp"
#include "tests/unit/host/temporary_folder.hpp"

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

// A small SDK: the real one would take seconds each time. Its scenario.hpp has an inline function,
// which is the part that clang++ compiles apart.
constexpr const char* small_sdk = R"(#pragma once
#include "veriload_abi.h"
inline const char* name_of_plugin() { return "test.first"; }
)";

constexpr const char* source_text = R"(// A comment.
#include <veriload/scenario.hpp>
namespace {
const char* const none[] = {nullptr};
vl_status init(const vl_host*, void** self, vl_error*) noexcept { *self = nullptr; return VL_OK; }
const void* component(void*, const char*) noexcept { return nullptr; }
void fini(void*) noexcept {}
const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1), VL_ABI_MAJOR, 0, VL_ABI_MINOR, 0, 0, name_of_plugin(), "1",
                                 "MIT", "test", none, none, none, init, component, fini};
VL_PLUGIN_NOTE(0, VL_ABI_MINOR);
}
const vl_plugin_v1* veriload_plugin_v1(void) noexcept { return &descriptor; }
)";

struct scene {
  explicit scene(const char* compiler = nullptr) : cxx("CXX", compiler) {
    namespace fs = std::filesystem;
    const fs::path real = SDK_BESIDE_HOST;
    folder.file("sdk/include/veriload/scenario.hpp", small_sdk);
    fs::create_directories(folder / "sdk/abi");
    fs::copy_file(real / "abi/veriload_abi.h", folder / "sdk/abi/veriload_abi.h");
    fs::copy_file(real / "plugin.map", folder / "sdk/plugin.map");
    settings.sdk = folder / "sdk";
    settings.cache = folder / "cache";
    settings.say = [this](const std::string& text) { said.push_back(text); };
  }
  scene(const scene&) = delete;
  scene& operator=(const scene&) = delete;

  std::string built_name() {
    loaded_plugins host;
    return std::string(host.registry.load(build_scenario(source, settings).library).id());
  }
  void edit(const std::string& addition) { folder.file("scenario.cpp", source_text + addition); }
  std::size_t precompiled() const {
    std::size_t n = 0;
    for (const auto& entry : std::filesystem::directory_iterator(settings.cache))
      n += entry.is_directory() ? 1 : 0;
    return n;
  }

  changed_variable cxx;
  temporary_folder folder;
  std::filesystem::path source = folder.file("scenario.cpp", source_text);
  scenario_build_settings settings;
  std::vector<std::string> said;
};

#ifdef FIXED_COMPILER
constexpr const char* compilers[] = {FIXED_COMPILER};
#else
constexpr const char* compilers[] = {"g++", "clang++-16"};
#endif

}  // namespace

BOOST_AUTO_TEST_SUITE(precompiled_sdk_suite)

BOOST_AUTO_TEST_CASE(the_sdk_is_precompiled_once_and_serves_every_later_content) {
  for (const char* compiler : compilers) {
    scene s(compiler);
    BOOST_TEST(s.built_name() == "test.first", compiler);
    BOOST_TEST(s.said.size() == 1U, compiler);
    s.edit("// changed\n");
    BOOST_TEST(s.built_name() == "test.first", compiler);
    BOOST_TEST(s.said.size() == 1U, compiler);
    BOOST_TEST(s.precompiled() == 1U, compiler);
  }
}

BOOST_AUTO_TEST_CASE(a_changed_header_of_the_sdk_is_never_served_from_before) {
  for (const char* compiler : compilers) {
    scene s(compiler);
    BOOST_TEST(s.built_name() == "test.first", compiler);
    std::string changed = small_sdk;
    changed.replace(changed.find("test.first"), 10, "test.other");  // of the same length
    s.folder.file("sdk/include/veriload/scenario.hpp", changed);
    BOOST_TEST(s.built_name() == "test.other", compiler);
    BOOST_TEST(s.said.size() == 2U, compiler);
    BOOST_TEST(s.precompiled() == 1U, compiler);  // the old one is gone
  }
}

BOOST_AUTO_TEST_CASE(a_header_that_was_only_touched_keeps_the_precompiled_one) {
  for (const char* compiler : compilers) {
    scene s(compiler);
    BOOST_TEST(s.built_name() == "test.first", compiler);
    const auto header = s.settings.sdk / "include/veriload/scenario.hpp";
    std::filesystem::last_write_time(
        header, std::filesystem::file_time_type::clock::now() - std::chrono::hours(5));
    s.edit("// changed\n");
    BOOST_TEST(s.built_name() == "test.first", compiler);
    BOOST_TEST(s.said.size() == 1U, compiler);
  }
}

BOOST_AUTO_TEST_CASE(one_that_is_damaged_costs_time_and_no_more) {
  for (const char* compiler : compilers) {
    scene s(compiler);
    BOOST_TEST(s.built_name() == "test.first", compiler);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(s.settings.cache)) {
      const auto name = entry.path().filename();
      if (name == "sdk.pch" || name == "sdk.hpp.gch" || name == "sdk.o")
        std::filesystem::resize_file(entry.path(), 1000);
    }
    s.edit("// changed\n");
    BOOST_TEST(s.built_name() == "test.first", compiler);
  }
}

BOOST_AUTO_TEST_CASE(a_source_that_says_something_before_the_sdk_is_compiled_without) {
  scene s;
  s.folder.file("scenario.cpp", std::string("#define name_of_plugin other_name\n") + source_text);
  BOOST_TEST(s.built_name() == "test.first");
  BOOST_TEST(s.said.empty());
  BOOST_TEST(s.precompiled() == 0U);
}

BOOST_AUTO_TEST_CASE(a_library_beside_the_cache_is_built_without_a_cache_too) {
  scene s;
  s.settings.cache = s.folder.file("file", "") / "cache";
  const auto built = build_scenario_to(s.source, s.folder / "out.so", s.settings);
  loaded_plugins host;
  BOOST_TEST(host.registry.load(built.library).id() == "test.first");
  BOOST_TEST(s.said.empty());
}

BOOST_AUTO_TEST_CASE(another_compiler_or_flag_is_another_precompiled_sdk) {
  const scene s;
  std::filesystem::create_directory(s.settings.cache);
  precompiled_sdk_inputs inputs{s.settings.sdk,
                                s.settings.cache,
                                choose_compiler(),
                                {"-std=c++20", "-fPIC", "-I" + (s.settings.sdk / "abi").string(),
                                 "-I" + (s.settings.sdk / "include").string()}};
  const auto made = make_precompiled_sdk(inputs);
  BOOST_REQUIRE(made.has_value());
  BOOST_TEST(find_precompiled_sdk(inputs)->folder == made->folder);
  BOOST_TEST(made->headers.size() == 2U);
  inputs.flags.push_back("-O2");
  BOOST_TEST(!find_precompiled_sdk(inputs).has_value());
  inputs.flags.pop_back();
  inputs.compiler.version += " of the next day";
  BOOST_TEST(!find_precompiled_sdk(inputs).has_value());
}

BOOST_AUTO_TEST_CASE(what_an_ended_process_left_unfinished_is_removed_by_the_next) {
  const scene s;
  std::filesystem::create_directory(s.settings.cache);
  const precompiled_sdk_inputs inputs{
      s.settings.sdk, s.settings.cache, choose_compiler(), {"-fno-such-option-anywhere"}};
  content_hash name;
  name.add(inputs.compiler.command + '\n' + inputs.compiler.version + '\n' + inputs.sdk.string() +
           '\n' + inputs.flags[0]);
  // No process has this number: it is over the kernel's limit of 2^22.
  s.folder.file("cache/precompiled-" + name.text() + ".new4200000/sdk.pch", "half");
  BOOST_TEST(!make_precompiled_sdk(inputs).has_value());
  BOOST_TEST(std::filesystem::is_empty(s.settings.cache));
}

BOOST_AUTO_TEST_CASE(a_compiler_that_cannot_do_it_leaves_nothing_behind) {
  const scene s;
  std::filesystem::create_directory(s.settings.cache);
  const precompiled_sdk_inputs inputs{
      s.settings.sdk, s.settings.cache, choose_compiler(), {"-fno-such-option-anywhere"}};
  BOOST_TEST(!make_precompiled_sdk(inputs).has_value());
  BOOST_TEST(std::filesystem::is_empty(s.settings.cache));
}

BOOST_AUTO_TEST_CASE(only_what_cannot_change_the_sdk_may_stand_before_it) {
  for (const char* good :
       {"#include <veriload/scenario.hpp>", "#include \"veriload/scenario.hpp\"\nint a;",
        "// one\n/* two\n   three */\n\n#include <vector>\n#  include <veriload/scenario.hpp> // x",
        "\xef\xbb\xbf#include<veriload/scenario.hpp>\r\n"})
    BOOST_TEST(begins_with_sdk(good), good);
  for (const char* bad :
       {"", "/* no end", "int a;\n#include <veriload/scenario.hpp>", "#include <vector>\n",
        "#define X\n#include <veriload/scenario.hpp>",
        "#include \"mine.hpp\"\n#include <veriload/scenario.hpp>",
        "#pragma pack(1)\n#include <veriload/scenario.hpp>",
        "#if 1\n#include <veriload/scenario.hpp>\n#endif", "// #include <veriload/scenario.hpp>"})
    BOOST_TEST(!begins_with_sdk(bad), bad);
}

BOOST_AUTO_TEST_SUITE_END()

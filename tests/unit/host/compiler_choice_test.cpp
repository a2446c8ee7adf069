#include "core/host/compiler_choice.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/host/environment.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace veriload;
using namespace veriload::host;
using namespace veriload::test;

namespace {

// A PATH of scripts that answer as compilers do.
struct fake_path {
  void add(const char* name, const char* version, const char* number) {
    const auto file =
        folder.file(name, std::string("#!/bin/sh\ncase \"$1\" in\n--version) echo '") + version +
                              "';;\n-dumpversion) echo " + number + ";;\nesac\n");
    ::chmod(file.c_str(), 0755);
  }
  void add_gcc(const char* name, const char* number) { add(name, "g++ (Debian) 1", number); }
  void add_clang(const char* name, const char* number) {
    add(name, "Debian clang version 1", number);
  }

  temporary_folder folder;
  changed_variable path{"PATH", folder.path().c_str()};
  changed_variable cxx{"CXX", nullptr};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(compiler_choice_suite)

#ifdef FIXED_COMPILER

BOOST_AUTO_TEST_CASE(a_sanitized_host_takes_its_own_compiler_whatever_is_asked_for) {
  fake_path fake;
  fake.add_gcc("g++", "14");
  const changed_variable named("CXX", "g++");
  BOOST_TEST(choose_compiler().command == FIXED_COMPILER);
}

#else

BOOST_AUTO_TEST_CASE(a_recent_gcc_is_taken_first) {
  fake_path fake;
  fake.add_gcc("g++", "13");
  fake.add_clang("clang++-16", "16.0.6");
  const auto chosen = choose_compiler();
  BOOST_TEST(chosen.command == "g++");
  BOOST_TEST(chosen.major == 13);
  BOOST_TEST(!chosen.is_clang);
  BOOST_TEST(!chosen.miscompiles_coroutines());
  BOOST_TEST(chosen.version == "g++ (Debian) 1");
}

BOOST_AUTO_TEST_CASE(clang_16_is_better_than_gcc_12) {
  fake_path fake;
  fake.add_gcc("g++", "12");
  fake.add_clang("clang++-16", "16.0.6");
  const auto chosen = choose_compiler();
  BOOST_TEST(chosen.command == "clang++-16");
  BOOST_TEST(chosen.major == 16);
  BOOST_TEST(chosen.is_clang);
}

BOOST_AUTO_TEST_CASE(gcc_12_alone_is_taken_and_known_for_its_faults) {
  fake_path fake;
  fake.add_gcc("g++", "12");
  fake.add_clang("clang++", "13.0.1");
  const auto chosen = choose_compiler();
  BOOST_TEST(chosen.command == "g++");
  BOOST_TEST(chosen.miscompiles_coroutines());
}

BOOST_AUTO_TEST_CASE(a_newer_gcc_under_its_full_name_beats_an_old_default) {
  fake_path fake;
  fake.add_gcc("g++", "12");
  fake.add_gcc("g++-13", "13");
  BOOST_TEST(choose_compiler().command == "g++-13");
}

BOOST_AUTO_TEST_CASE(a_compiler_that_does_not_answer_is_passed_over) {
  fake_path fake;
  ::chmod(fake.folder.file("g++", "#!/bin/sh\nexit 1\n").c_str(), 0755);
  fake.folder.file("clang++-17", "not executable");
  fake.add_clang("clang++", "14.0.0");
  BOOST_TEST(choose_compiler().command == "clang++");
}

BOOST_AUTO_TEST_CASE(without_any_the_error_says_what_was_looked_for) {
  fake_path fake;
  fake.add_gcc("g++", "11");
  BOOST_CHECK_EXCEPTION(choose_compiler(), setup_error, [](const setup_error& e) {
    const std::string_view text = e.what();
    return e.code() == exit_code::plugin &&
           text.find("g++ (12 or newer)") != std::string_view::npos &&
           text.find("CXX=") != std::string_view::npos;
  });
}

BOOST_AUTO_TEST_CASE(cxx_wins_and_is_not_replaced_when_it_is_wrong) {
  fake_path fake;
  fake.add_gcc("g++", "13");
  fake.add_gcc("mine", "12");
  {
    const changed_variable named("CXX", "mine");
    BOOST_TEST(choose_compiler().command == "mine");
  }
  {
    const changed_variable named("CXX", "");
    BOOST_TEST(choose_compiler().command == "g++");
  }
  const changed_variable named("CXX", "nothing-here");
  BOOST_CHECK_EXCEPTION(choose_compiler(), setup_error, [](const setup_error& e) {
    return std::string_view(e.what()).find("\"nothing-here\"") != std::string_view::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_compiler_that_is_remembered_is_not_started) {
  const temporary_folder folder;
  const auto memory = folder / "compilers";
  const auto asked = choose_compiler(memory);
  const std::string line = content_of(memory);
  const auto at = line.find(asked.version);
  BOOST_REQUIRE(at != std::string::npos);
  folder.file("compilers",
              line.substr(0, at) + "as remembered" + line.substr(at + asked.version.size()));
  BOOST_TEST(choose_compiler(memory).version == "as remembered");
  BOOST_TEST(choose_compiler().version == asked.version);
}

#endif

BOOST_AUTO_TEST_SUITE_END()

#include "core/host/compiler_memory.hpp"

#include "tests/unit/host/environment.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace veriload::host;
using namespace veriload::test;

namespace {

// A PATH with an ELF file that is named like a compiler.
struct scene {
  scene() {
    std::filesystem::create_directory(folder / "bin");
    std::filesystem::copy_file("/bin/true", folder / "bin/g++-77");
    ::chmod((folder / "bin/g++-77").c_str(), 0755);
  }
  temporary_folder folder;
  std::filesystem::path memory = folder / "compilers";
  changed_variable path{"PATH", (folder / "bin").c_str()};
};

const cxx_compiler seventy_seven{"g++-77", "g++ (ours) 77.1", false, 77};

}  // namespace

BOOST_AUTO_TEST_SUITE(compiler_memory_suite)

BOOST_AUTO_TEST_CASE(what_was_learned_is_known_to_the_next_process) {
  const scene s;
  const auto identity = identity_of_compiler("g++-77");
  BOOST_TEST(!identity.empty());
  { compiler_memory(s.memory).learn(identity, seventy_seven); }
  const auto known = compiler_memory(s.memory).find(identity, "g++-77");
  BOOST_REQUIRE(known.has_value());
  BOOST_TEST(known->version == "g++ (ours) 77.1");
  BOOST_TEST(known->major == 77);
  BOOST_TEST(!known->is_clang);
  BOOST_TEST(known->command == "g++-77");
}

BOOST_AUTO_TEST_CASE(a_compiler_that_was_replaced_is_another_one) {
  const scene s;
  const auto before = identity_of_compiler("g++-77");
  std::filesystem::resize_file(s.folder / "bin/g++-77",
                               std::filesystem::file_size(s.folder / "bin/g++-77") - 1);
  BOOST_TEST(identity_of_compiler("g++-77") != before);
}

BOOST_AUTO_TEST_CASE(scripts_and_wrappers_have_no_identity) {
  const scene s;
  ::chmod(s.folder.file("bin/g++-12", "#!/bin/sh\nexec g++ \"$@\"\n").c_str(), 0755);
  std::filesystem::copy_file("/bin/true", s.folder / "bin/ccache");
  std::filesystem::create_symlink("ccache", s.folder / "bin/clang++");
  BOOST_TEST(identity_of_compiler("g++-12").empty());
  BOOST_TEST(identity_of_compiler("clang++").empty());
  BOOST_TEST(identity_of_compiler("not-there").empty());
  BOOST_TEST(find_program("clang++").has_value());
}

BOOST_AUTO_TEST_CASE(nonsense_in_the_file_is_not_believed) {
  const scene s;
  const auto identity = identity_of_compiler("g++-77");
  for (const std::string line : {"", "\tx", "\t0\tgcc\tversion", "\t12", "\t12\tgcc"}) {
    s.folder.file("compilers", identity + line + "\n");
    BOOST_TEST(!compiler_memory(s.memory).find(identity, "g++-77").has_value(), line);
  }
}

BOOST_AUTO_TEST_CASE(a_place_that_cannot_be_written_is_no_error) {
  const scene s;
  const auto identity = identity_of_compiler("g++-77");
  { compiler_memory("/proc/none/compilers").learn(identity, seventy_seven); }
  { compiler_memory({}).learn(identity, seventy_seven); }
  BOOST_TEST(!compiler_memory("/proc/none/compilers").find(identity, "g++-77").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

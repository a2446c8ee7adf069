#include "core/run/atomic_file.hpp"

#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace veriload::run;
using veriload::test::content_of;
using veriload::test::temporary_folder;

namespace {

// Writes past this many bytes of a file fail with EFBIG instead of a signal, as on a full disk.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~file_size_limit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;

 private:
  void (*signal_)(int);
  rlimit before_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(atomic_file_suite)

BOOST_AUTO_TEST_CASE(appears_whole_with_commit_and_not_before) {
  const temporary_folder folder;
  atomic_file file(folder / "report.json");
  BOOST_TEST(file.open().empty());
  BOOST_TEST(file.write("one ").empty());
  BOOST_TEST(file.write("").empty());
  BOOST_TEST(file.write("two").empty());
  BOOST_TEST(!std::filesystem::exists(folder / "report.json"));
  BOOST_TEST(file.commit().empty());
  BOOST_TEST(content_of(folder / "report.json") == "one two");
  BOOST_TEST(folder.entries() == 1U);
}

BOOST_AUTO_TEST_CASE(others_may_read_it_as_far_as_the_umask_allows) {
  const temporary_folder folder;
  const mode_t before = ::umask(027);
  atomic_file file(folder / "report.json");
  file.open();
  file.commit();
  const mode_t kept = ::umask(before);
  BOOST_TEST(kept == mode_t{027});
  struct stat s {};
  ::stat((folder / "report.json").c_str(), &s);
  BOOST_TEST((s.st_mode & 0777U) == 0640U);
}

BOOST_AUTO_TEST_CASE(without_commit_nothing_remains_and_an_old_file_stays) {
  const temporary_folder folder;
  folder.file("report.json", "old");
  {
    atomic_file file(folder / "report.json");
    file.open();
    file.write("new");
  }
  BOOST_TEST(content_of(folder / "report.json") == "old");
  BOOST_TEST(folder.entries() == 1U);
}

BOOST_AUTO_TEST_CASE(an_old_file_is_replaced) {
  const temporary_folder folder;
  folder.file("report.json", "old and longer");
  atomic_file file(folder / "report.json");
  file.open();
  file.write("new");
  BOOST_TEST(file.commit().empty());
  BOOST_TEST(content_of(folder / "report.json") == "new");
}

BOOST_AUTO_TEST_CASE(missing_parents_are_made) {
  const temporary_folder folder;
  atomic_file file(folder / "a/b/report.json");
  BOOST_TEST(file.open().empty());
  BOOST_TEST(file.commit().empty());
  BOOST_TEST(std::filesystem::exists(folder / "a/b/report.json"));
}

BOOST_AUTO_TEST_CASE(a_parent_that_is_a_file_is_an_error_that_sticks) {
  const temporary_folder folder;
  folder.file("file", "");
  atomic_file file(folder / "file/report.json");
  const std::string first = file.open();
  BOOST_TEST(first == "cannot create the folder of " + (folder / "file/report.json").string() +
                          ": Not a directory");
  BOOST_TEST(file.write("x") == first);
  BOOST_TEST(file.commit() == first);
}

BOOST_AUTO_TEST_CASE(a_folder_in_its_place_is_not_replaced) {
  const temporary_folder folder;
  std::filesystem::create_directory(folder / "report.json");
  BOOST_TEST(why_not_writable(folder / "report.json") ==
             "cannot replace " + (folder / "report.json").string() + ": Is a directory");
  BOOST_TEST(folder.entries() == 1U);
}

BOOST_AUTO_TEST_CASE(a_device_or_a_pipe_in_its_place_is_not_replaced) {
  const temporary_folder folder;
  BOOST_TEST(why_not_writable("/dev/null") == "cannot replace /dev/null: not a regular file");
  ::mkfifo((folder / "pipe").c_str(), 0600);
  BOOST_TEST(why_not_writable(folder / "pipe").ends_with("not a regular file"));
}

BOOST_AUTO_TEST_CASE(a_disk_without_room_is_told_and_leaves_nothing) {
  const temporary_folder folder;
  folder.file("report.json", "old");
  {
    const file_size_limit limit(100);
    atomic_file file(folder / "report.json");
    BOOST_TEST(file.open().empty());
    BOOST_TEST(file.write(std::string(60, 'x')).empty());
    const std::string failed = file.write(std::string(60, 'x'));
    BOOST_TEST(failed == "cannot write " + (folder / "report.json").string() + ": File too large");
    BOOST_TEST(file.commit() == failed);
  }
  BOOST_TEST(content_of(folder / "report.json") == "old");
  BOOST_TEST(folder.entries() == 1U);
}

BOOST_AUTO_TEST_CASE(probing_leaves_no_file) {
  const temporary_folder folder;
  BOOST_TEST(why_not_writable(folder / "report.json").empty());
  BOOST_TEST(folder.entries() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

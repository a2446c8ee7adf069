#include "core/config/load.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace config_text;
namespace fs = std::filesystem;

namespace {

// A folder of this process alone, removed at the end of the test.
struct folder {
  folder()
      : path(fs::temp_directory_path() / ("veriload_load_test_" + std::to_string(::getpid()))) {
    fs::create_directories(path);
  }
  ~folder() { fs::remove_all(path); }
  std::string write(const char* name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
  fs::path path;
};

std::string file_refusal(const std::string& path) {
  try {
    veriload::config::load(path, {});
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_file_is_loaded_and_its_folder_is_the_base_of_paths) {
  const folder home;
  const std::string path = home.write("v.yaml", valid + "reports: {json: r.json}\n");
  const auto loaded = veriload::config::load(path, {});
  BOOST_TEST(loaded.plan.reports.find("json")->path == (home.path / "r.json").string());
  BOOST_TEST(loaded.effective.find_path("run.users")->where().text() == path + ":3:3");
}

BOOST_AUTO_TEST_CASE(what_comes_through_a_pipe_starts_its_paths_at_the_working_directory) {
  using veriload::config::folder_of;
  const folder home;
  const std::string pipe = (home.path / "pipe").string();
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::string& path : {std::string("-"), std::string("/dev/stdin"),
                                  std::string("/dev/fd/63"), std::string("/proc/self/fd/0"), pipe})
    BOOST_TEST(folder_of(path) == "", path);
  BOOST_TEST(folder_of("veriload.yaml") == "");
  BOOST_TEST(folder_of("load/veriload.yaml") == "load");
  BOOST_TEST(folder_of("/veriload.yaml") == "/");
  BOOST_TEST(folder_of(home.write("v.yaml", "")) == home.path.string());
}

BOOST_AUTO_TEST_CASE(plugins_are_told_an_absolute_folder_without_a_slash_at_the_end) {
  using veriload::config::absolute_folder;
  const std::string here = fs::current_path().string();
  BOOST_TEST(absolute_folder("") == here);
  BOOST_TEST(absolute_folder("load") == here + "/load");
  BOOST_TEST(absolute_folder("load/./sub/..") == here + "/load");
  BOOST_TEST(absolute_folder("/srv/tests/") == "/srv/tests");
  BOOST_TEST(absolute_folder("/") == "/");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_one_clear_message) {
  const folder home;
  const std::string missing = (home.path / "none.yaml").string();
  BOOST_TEST(file_refusal(missing) == missing + ": cannot be read: No such file or directory");
  BOOST_TEST(file_refusal(home.path.string()) ==
             home.path.string() + ": is a directory, expected a configuration file");
}

BOOST_AUTO_TEST_CASE(an_unreadable_file_says_so) {
  if (::geteuid() == 0) return;  // root reads everything
  const folder home;
  const std::string path = home.write("v.yaml", valid);
  fs::permissions(path, fs::perms::none);
  BOOST_TEST(file_refusal(path) == path + ": cannot be read: Permission denied");
}

BOOST_AUTO_TEST_CASE(a_huge_file_is_refused_without_reading_it_whole) {
  const folder home;
  const std::string path = home.write("v.yaml", "");
  fs::resize_file(path,
                  std::uintmax_t{1} << 36);  // sparse: takes no space, and no time when cut off
  BOOST_TEST(file_refusal(path) ==
             path + ": larger than 1 MB, which is too much for a configuration");
}

BOOST_AUTO_TEST_CASE(an_empty_file_says_which_sections_are_needed) {
  for (const char* text : {"", "# nothing\n", "---\n", "{}"}) {
    const std::string message = refusal(text);
    for (const char* section : {"run", "data", "profile", "safety"}) {
      BOOST_TEST(has(message, section), message);
    }
  }
  BOOST_TEST(refusal("") ==
             "v.yaml: the file is empty; it needs the sections run, data, profile and safety");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_a_mapping_is_refused) {
  BOOST_TEST(has(refusal("- a\n"), "v.yaml:1:1: the file must be a mapping with the sections run"));
  BOOST_TEST(has(refusal("text"), "found the string \"text\""));
}

BOOST_AUTO_TEST_CASE(the_hash_depends_on_values_and_not_on_spelling_or_origin) {
  const std::string hash = loaded_from(valid).plan_hash;
  BOOST_TEST(hash.size() == 16u);
  BOOST_TEST(loaded_from(with("users: 5", "users:   '5'  # five")).plan_hash == hash);
  BOOST_TEST(loaded_from(valid, {{}, {"run.users=5", "run.threads=0"}, {}}).plan_hash == hash);
  BOOST_TEST(loaded_from(with("spawn_rate: 2", "spawn_rate: 3")).plan_hash != hash);
}

BOOST_AUTO_TEST_CASE(the_hash_is_the_same_in_every_folder) {
  const std::string text = valid + "reports: {json: r.json}\n";
  BOOST_TEST(veriload::config::load_text(text, "a/v.yaml", "a", {}).plan_hash ==
             veriload::config::load_text(text, "b/v.yaml", "b", {}).plan_hash);
}

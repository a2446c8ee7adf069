// The command `veriload NEWNAME`: counts the lines of a log that hold a word, and fails when there
// are too many. Put your tool in its place.
#include <veriload/command.hpp>

#include <charconv>
#include <cstdint>
#include <fstream>
#include <string>

namespace NEWIDENT_plugin {

constexpr const char* help =
    "usage: veriload NEWNAME [--word TEXT] [--most N] FILE\n"
    "\n"
    "Counts the lines of FILE that hold TEXT. Ends with 1 when there are more than N.\n"
    "\n"
    "  --word TEXT   what is looked for (default: error)\n"
    "  --most N      how many lines may hold it (default: any number)\n"
    "\n"
    "Examples:\n"
    "  veriload NEWNAME server.log\n"
    "  veriload NEWNAME --word timeout --most 10 server.log\n";

class plugin {
 public:
  explicit plugin(veriload::host_services) {}

  const void* component(std::string_view id) const {
    static constexpr auto table = veriload::command_table<plugin>(
        "NEWNAME", "count the lines of a log that hold a word", help);
    return id == VL_COMP_COMMAND ? &table : nullptr;
  }

  veriload::exit_code run(const std::vector<std::string_view>& words, const veriload::output& out,
                          const veriload::output&) {
    std::string word = "error", file;
    std::uint64_t most = UINT64_MAX;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string_view at = words[i];
      if (at == "--word" || at == "--most") {
        if (++i == words.size()) usage(std::string(at) + " has no value");
        if (at == "--word") {
          word = words[i];
        } else {
          most = number(words[i]);
        }
      } else if (at.starts_with("-")) {
        usage("unknown option " + std::string(at));
      } else if (!file.empty()) {
        usage("unexpected word \"" + std::string(at) + "\"");
      } else {
        file = at;
      }
    }
    if (file.empty()) usage("expected a file");

    std::ifstream in(file);
    if (!in) usage("cannot read " + file);
    std::uint64_t lines = 0, found = 0;
    for (std::string line; std::getline(in, line); ++lines)
      found += line.find(word) != std::string::npos ? 1 : 0;
    out << std::to_string(lines) << " lines, " << std::to_string(found) << " of them with \""
        << word << "\"\n";
    return found > most ? veriload::exit_code::gate_failed : veriload::exit_code::passed;
  }

 private:
  // What is thrown is printed by the host, which ends with exit code 2.
  [[noreturn]] static void usage(const std::string& why) {
    throw veriload::error("usage", why + " (see `veriload NEWNAME --help`)", VL_E_INVALID);
  }

  static std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
      usage("--most is \"" + std::string(text) + "\", expected a whole number");
    }
    return value;
  }
};

using entry = veriload::plugin_entry<plugin>;

}  // namespace NEWIDENT_plugin

VERILOAD_PLUGIN(NEWIDENT, "example.NEWNAME", "0.1.0", "NONE", veriload::ids(VL_COMP_COMMAND),
                veriload::ids(), veriload::ids(), &NEWIDENT_plugin::entry::init,
                &NEWIDENT_plugin::entry::component, &NEWIDENT_plugin::entry::fini);

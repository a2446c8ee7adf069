// Reads the words after a command. Flow: main -> [command line] -> command.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::cli {

/// Declares the options of one command, then reads them. Anything wrong throws setup_error (exit
/// code `usage`) that names the word, what was expected, and the nearest known option.
///
/// The variables must outlive `read`; what is not given keeps its value. Thread: main.
class command_line {
 public:
  /// `usage` is the first line of --help ("veriload run [options]"); `text` follows it: what the
  /// command does, then, after the options, come `examples`.
  command_line(std::string usage, std::string text, std::string examples);
  ~command_line();

  /// Names are given as "config,c" (long, and a short letter). `what` names the value in --help.
  command_line& flag(const char* name, bool& set, const char* help);
  command_line& text(const char* name, const char* what, std::string& value, const char* help);
  command_line& texts(const char* name, const char* what, std::vector<std::string>& values,
                      const char* help);
  command_line& number(const char* name, const char* what, std::uint64_t least, std::uint64_t most,
                       std::uint64_t& value, const char* help);

  /// The words without a dash, in order; fewer than `least` or more than `most` is an error.
  command_line& words(const char* what, std::size_t least, std::size_t most,
                      std::vector<std::string>& values);

  /// False when --help was asked for and printed.
  bool read(const std::vector<std::string>& arguments);

 private:
  struct declared;
  std::unique_ptr<declared> declared_;
};

}  // namespace veriload::cli

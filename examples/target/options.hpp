// The command line of the target. Flow: [options] -> main -> server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace target {

struct options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one
  unsigned threads = 1;
  std::size_t max_stored = 100'000;  ///< users, tokens and objects, each
  std::string ready_file;            ///< gets the port when the server listens; empty: none
  bool quiet = false;
  std::string help;  ///< the text to print instead of serving; empty: serve
};

/// Thrown for a command line that cannot be followed; the text says what was found and expected.
struct usage_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

options parse_options(int argc, const char* const* argv);

}  // namespace target

// The embedded target: a fast HTTP server that every example can point load at without a network.
#include "examples/target/options.hpp"
#include "examples/target/server.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

/// Written elsewhere and renamed, so that a reader never sees half a number.
void announce(const std::string& file, std::uint16_t port) {
  const std::string unfinished = file + ".part";
  std::ofstream out(unfinished);
  out << port << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write the ready file " + unfinished);
  std::filesystem::rename(unfinished, file);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto wanted = target::parse_options(argc, argv);
    if (!wanted.help.empty()) {
      std::cout << wanted.help;
      return 0;
    }
    target::world state(wanted.max_stored, wanted.threads);
    target::server server(wanted.host, wanted.port, wanted.threads, state);
    if (!wanted.ready_file.empty()) announce(wanted.ready_file, server.port());
    if (!wanted.quiet) {
      std::cout << "listening on http://" << wanted.host << ':' << server.port() << std::endl;
    }
    server.run();
    return 0;
  } catch (const target::usage_error& e) {
    std::cerr << "veriload-target: " << e.what() << " (try --help)\n";
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "veriload-target: " << e.what() << '\n';
    return 1;
  }
}

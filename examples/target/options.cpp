#include "examples/target/options.hpp"

#include <boost/program_options.hpp>

#include <sstream>

namespace target {

namespace po = boost::program_options;

namespace {

unsigned in_range(long value, long low, long high, const char* name) {
  if (value < low || value > high) {
    throw usage_error("--" + std::string(name) + " must be " + std::to_string(low) + " to " +
                      std::to_string(high) + ", is " + std::to_string(value));
  }
  return static_cast<unsigned>(value);
}

}  // namespace

options parse_options(int argc, const char* const* argv) {
  options out;
  long port = 0;
  long threads = 1;
  long max_stored = 100'000;
  po::options_description known("veriload-target, an HTTP/1.1 server to point load at");
  auto add = known.add_options();
  add("host", po::value(&out.host)->default_value(out.host), "address to listen on");
  add("port", po::value(&port)->default_value(port), "port to listen on, 0 for a free one");
  add("threads", po::value(&threads)->default_value(threads), "threads that serve");
  add("max-stored", po::value(&max_stored)->default_value(max_stored),
      "users, tokens and objects kept at most, each; the oldest go first");
  add("ready-file", po::value(&out.ready_file), "file that gets the port once it listens");
  add("quiet", po::bool_switch(&out.quiet), "print nothing on stdout");
  add("help", "print this text");

  po::variables_map given;
  try {
    const po::positional_options_description none;
    po::store(po::command_line_parser(argc, argv).options(known).positional(none).run(), given);
    po::notify(given);
  } catch (const po::error& e) {
    throw usage_error(e.what());
  }
  if (given.contains("help")) {
    std::ostringstream text;
    text << known;
    out.help = text.str();
  }
  out.port = static_cast<std::uint16_t>(in_range(port, 0, 65535, "port"));
  out.threads = in_range(threads, 1, 256, "threads");
  out.max_stored = in_range(max_stored, 1, 10'000'000, "max-stored");
  return out;
}

}  // namespace target

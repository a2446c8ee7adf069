#include "tests/unit/http/parsing.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

std::optional<std::uint64_t> number_from(const char* variable) {
  const char* text = std::getenv(variable);
  if (!text || !*text) return std::nullopt;
  char* end = nullptr;
  const std::uint64_t number = std::strtoull(text, &end, 10);
  if (*end) throw std::runtime_error(std::string(variable) + " is \"" + text + "\", not a number");
  return number;
}

// The quick test is the same each time; the long one tries others, and says which.
std::uint64_t chosen_seed() {
  if (const auto named = number_from("VERILOAD_FUZZ_SEED")) return *named;
  return number_from("VERILOAD_FUZZ_INPUTS") ? std::random_device{}() : 20240229U;
}

// splitmix64: the same inputs on every machine.
class chance {
 public:
  explicit chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }

 private:
  std::uint64_t state_;
};

const std::vector<std::string>& seeds() {
  static const std::vector<std::string> all{
      "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 5\r\nConnection: "
      "keep-alive\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n3\r\nabc\r\n0\r\nT: "
      "v\r\n\r\n",
      "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\ngone",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
      "\r\nHTTP/1.1 301 Moved\nLocation: /x\nContent-Length: 2, 2\n\nok",
      "HTTP/1.1 200\r\nContent-Length: 1\r\nContent-Length: 1\r\nA:\tb \r\n\r\nxHTTP/1.1"};
  return all;
}

const std::vector<std::string>& words() {
  static const std::vector<std::string> all{"\r\n",
                                            "\n",
                                            "\r",
                                            "\r\n\r\n",
                                            ":",
                                            " ",
                                            "\t",
                                            std::string(1, '\0'),
                                            "\x7f",
                                            "\xff",
                                            "0",
                                            "1",
                                            "9",
                                            "f",
                                            ";",
                                            ",",
                                            "Content-Length: 3\r\n",
                                            "Transfer-Encoding: chunked\r\n",
                                            "Connection: close\r\n",
                                            "HTTP/1.1 100 C\r\n\r\n",
                                            "HTTP/1.",
                                            "99999999999999999999",
                                            "ffffffffffffffff\r\n"};
  return all;
}

std::string mutated(chance& dice) {
  std::string input = seeds()[dice.below(seeds().size())];
  for (std::size_t change = 1 + dice.below(4); change > 0; --change) {
    const std::size_t at = dice.below(input.size() + 1);
    switch (dice.below(5)) {
      case 0:
        input.insert(at, words()[dice.below(words().size())]);
        break;
      case 1:
        input.erase(at, 1 + dice.below(6));
        break;
      case 2:
        if (at < input.size()) input[at] = static_cast<char>(dice.next());
        break;
      case 3:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << dice.below(8)));
        break;
      default: {
        const std::string& other = seeds()[dice.below(seeds().size())];
        const std::size_t from = dice.below(other.size());
        input.replace(at, dice.below(8), other, from, dice.below(24));
      }
    }
  }
  return input;
}

}  // namespace

BOOST_AUTO_TEST_CASE(broken_bytes_are_judged_the_same_however_they_are_cut) {
  const std::uint64_t inputs = number_from("VERILOAD_FUZZ_INPUTS").value_or(400'000);
  const std::uint64_t seed = chosen_seed();
  BOOST_TEST_MESSAGE("VERILOAD_FUZZ_INPUTS=" << inputs << " VERILOAD_FUZZ_SEED=" << seed);
  chance dice(seed);
  std::uint64_t done = 0, failed = 0, differing = 0;
  for (std::uint64_t i = 0; i < inputs; ++i) {
    const std::string input = mutated(dice);
    const bool head_request = dice.below(8) == 0;
    const bool ended = dice.below(2) == 0;
    const outcome whole = parse_whole(input, ended, head_request);
    const std::size_t first = 1 + dice.below(input.size() + 1), size = 1 + dice.below(9);
    const outcome cut = parse(input, first, size, ended, head_request);
    if (!(cut == whole) && ++differing <= 5) {
      BOOST_ERROR("seed " << seed << ", input " << i << " cut at " << first << " by " << size
                          << "\n"
                          << input << "\nwhole: " << whole << "\ncut: " << cut);
    }
    done += whole.end == outcome::ending::done;
    failed += whole.end == outcome::ending::failed;
  }
  BOOST_TEST(differing == 0U);
  // The loop is only worth its time when both verdicts are common.
  BOOST_TEST(done > inputs / 10);
  BOOST_TEST(failed > inputs / 10);
}

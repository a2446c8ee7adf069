// Chance for tests that try many inputs: repeatable from a seed that the test prints. Flow: used by
// the tests of parsers.
#pragma once

#include "core/base/random.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin::test {

/// Draws numbers and breaks texts.
class chance {
 public:
  explicit chance(std::uint64_t seed) : stream_(seed, 0) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(stream_.below(n)); }

  /// A text made of `words` and single bytes in any order.
  std::string text_of(const std::vector<std::string>& words, std::size_t most) {
    std::string made;
    for (std::size_t n = below(most + 1); n > 0; --n) {
      if (below(4) != 0) {
        made += words[below(words.size())];
      } else {
        made += static_cast<char>(below(256));
      }
    }
    return made;
  }

  /// `text` with up to four bytes changed, dropped or doubled.
  std::string broken(std::string text) {
    for (std::size_t n = 1 + below(4); n > 0 && !text.empty(); --n) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, 1 + below(4));
          break;
        default:
          text.insert(at, text.substr(at, 1 + below(8)));
      }
    }
    return text;
  }

 private:
  base::random_stream stream_;
};

/// True until a second of real time has passed: a bound for loops over random inputs.
class one_second {
 public:
  bool left() const { return std::chrono::steady_clock::now() < end_; }

 private:
  std::chrono::steady_clock::time_point end_ =
      std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

}  // namespace veriload::http_plugin::test

// A search as one line of text, and random inputs. Flow: used by the tests of expressions.
#pragma once

#include "core/base/random.hpp"
#include "core/extract/expression.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::extract::test {

struct found_text {
  std::string out;
  std::size_t most = SIZE_MAX;
  std::size_t count = 0;

  static bool take(void* ctx, std::span<const std::string_view> groups) {
    auto& self = *static_cast<found_text*>(ctx);
    if (self.count++ != 0) self.out += "|";
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (i != 0) self.out += ",";
      self.out += groups[i].data() == nullptr ? "(none)" : std::string(groups[i]);
    }
    return self.count < self.most;
  }
};

/// Matches with '|' between them, groups with ','; a failure as "! why". At most `most` matches.
inline std::string search(const compiled& expression, std::string_view text,
                          std::size_t most = SIZE_MAX) {
  BOOST_REQUIRE(expression != nullptr);
  found_text found{{}, most, 0};
  std::string why;
  const find_result result = expression->find(text, {&found, &found_text::take}, why);
  BOOST_TEST((result == find_result::done) == why.empty());
  return result == find_result::done ? found.out : "! " + why;
}

/// Texts made of words and single bytes.
class chance {
 public:
  explicit chance(std::uint64_t seed) : stream_(seed, 0) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(stream_.below(n)); }
  std::string text_of(const std::vector<std::string>& words, std::size_t most) {
    std::string made;
    for (std::size_t n = below(most + 1); n > 0; --n) {
      if (below(12) != 0) {
        made += words[below(words.size())];
      } else {
        made += static_cast<char>(below(256));
      }
    }
    return made;
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

}  // namespace veriload::extract::test

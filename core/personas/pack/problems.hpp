// What is wrong with the tables, each with its place. Flow: every check -> [problems] -> main.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas::pack {

/// Line and column count from 1, the column in characters; 0 where a problem has none.
struct place {
  std::string_view file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// Collects all problems, so that one call of the tool shows what there is to mend.
class problems {
 public:
  /// `file:line:column: found FOUND, expected EXPECTED`.
  void add(const place& where, std::string_view found, std::string_view expected);

  bool none() const { return lines_.empty(); }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

/// A text in quotes, with what cannot be seen written as `<U+00AD>`.
std::string in_quotes(std::string_view text);

}  // namespace veriload::personas::pack

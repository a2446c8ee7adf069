// A text file line by line, with places for messages. Flow: file -> [line reader] -> csv, jsonl.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace veriload::personas {

/// The position of the first byte that is not UTF-8, or is NUL; npos when there is none.
std::size_t first_bad_byte(std::string_view text);

/// Reads in pieces; holds the longest line at the most. A byte order mark at the front is left out.
/// Thread: one.
class line_reader {
 public:
  static constexpr std::size_t longest_line = std::size_t{16} << 20;

  /// Throws setup_error when the file cannot be opened.
  explicit line_reader(std::string file);

  /// The next line with its end, valid until the next call; false behind the last. Throws
  /// setup_error with the place for bytes that are not UTF-8, a line of over 16 MiB, and a disk
  /// that fails.
  bool next(std::string_view& line);

  /// Number of the line that next() gave, from 1.
  std::uint64_t number() const { return number_; }

  /// Throws setup_error "file:line:column: text"; columns are bytes, from 1.
  [[noreturn]] void fail(std::uint64_t line, std::size_t column, const std::string& text) const;

 private:
  struct closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  bool fill();

  std::string file_;
  std::unique_ptr<std::FILE, closer> handle_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what was not handed out
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace veriload::personas

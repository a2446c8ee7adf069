#include "core/personas/feeder/line_reader.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/fields/digits.hpp"
#include "core/personas/text/utf8.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

namespace veriload::personas {
namespace {

constexpr std::size_t piece = std::size_t{1} << 18;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

std::size_t first_bad_byte(std::string_view text) {
  constexpr std::uint64_t high = 0x8080808080808080ULL;
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  for (std::size_t at = 0; at < text.size();) {
    std::uint64_t eight = high;
    if (text.size() - at >= sizeof eight) std::memcpy(&eight, text.data() + at, sizeof eight);
    // Eight bytes of ASCII, none of them 0.
    if ((eight & high) == 0 && ((eight - ones) & ~eight & high) == 0) {
      at += sizeof eight;
      continue;
    }
    const std::size_t first = at;
    const char32_t c = text::next_character(text, at);
    if (c == 0 || c == text::not_utf8) return first;
  }
  return std::string_view::npos;
}

line_reader::line_reader(std::string file)
    : file_(std::move(file)), handle_(std::fopen(file_.c_str(), "rbe")) {
  if (!handle_) throw setup_error(file_ + ": " + std::strerror(errno));
  std::setvbuf(handle_.get(), nullptr, _IONBF, 0);
}

// More bytes behind what is there; false at the end of the file.
bool line_reader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= std::exchange(begin_, 0);
  }
  if (end_ > longest_line) fail(number_ + 1, 1, "found a line of more than 16 MiB, expected less");
  if (buffer_.size() - end_ < piece) buffer_.resize(end_ + piece);
  const std::size_t got =
      std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, handle_.get());
  if (got == 0 && std::ferror(handle_.get()) != 0)
    throw setup_error(file_ + ": " + std::strerror(errno));
  end_ += got;
  return got > 0;
}

bool line_reader::next(std::string_view& line) {
  std::size_t searched = 0;
  for (;;) {
    const void* const found =
        begin_ + searched < end_
            ? std::memchr(buffer_.data() + begin_ + searched, '\n', end_ - begin_ - searched)
            : nullptr;
    if (found != nullptr) {
      const auto past =
          static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      line = std::string_view(buffer_).substr(begin_, past - begin_);
      begin_ = past;
      break;
    }
    searched = end_ - begin_;
    if (fill()) continue;
    if (begin_ == end_) return false;
    line = std::string_view(buffer_).substr(begin_, end_ - begin_);
    begin_ = end_;
    break;
  }
  if (++number_ == 1 && line.starts_with(byte_order_mark))
    line.remove_prefix(byte_order_mark.size());
  if (const std::size_t bad = first_bad_byte(line); bad != std::string_view::npos) {
    std::string text = "found the byte 0x";
    append_hex(static_cast<unsigned char>(line[bad]), 2, text);
    fail(number_, bad + 1, text + ", expected UTF-8 without NUL");
  }
  return true;
}

void line_reader::fail(std::uint64_t line, std::size_t column, const std::string& text) const {
  throw setup_error(file_ + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
                    text);
}

}  // namespace veriload::personas

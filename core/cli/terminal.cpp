#include "core/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace veriload::cli {
namespace {

void print(const char* word, const char* colour, std::string_view message) {
  std::string text = "veriload: ";
  const bool colours = shows_colour(STDERR_FILENO);
  if (colours) text += colour;
  text += word;
  if (colours) text += "\x1b[0m";
  text += ": ";
  for (const char c : message) {
    text += c;
    if (c == '\n') text += "  ";
  }
  text += '\n';
  std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

bool shows_colour(int descriptor) {
  if (!::isatty(descriptor)) return false;
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour && *no_colour) return false;
  const char* term = std::getenv("TERM");
  return term && std::string_view(term) != "dumb";
}

unsigned columns_of(int descriptor, unsigned otherwise) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return otherwise;
}

unsigned rows_of(int descriptor, unsigned otherwise) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  return otherwise;
}

void print_error(std::string_view message) { print("error", "\x1b[1;31m", message); }
void print_warning(std::string_view message) { print("warning", "\x1b[1;33m", message); }

}  // namespace veriload::cli

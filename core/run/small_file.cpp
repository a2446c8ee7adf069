#include "core/run/small_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace veriload::run {

std::string small_file(const std::string& path) {
  constexpr std::size_t most = 8'192;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  std::string text(most, '\0');
  const ssize_t got = ::read(file, text.data(), text.size());
  ::close(file);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

}  // namespace veriload::run

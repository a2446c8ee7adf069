#include "tests/unit/http/fake_host.hpp"

#include <string>

namespace veriload::http_plugin::test {

services fake_host::tables() const {
  return {all.handle(), &testing::fake_loop::table(), &testing::fake_network::table(),
          &testing::fake_node::table(), &testing::fake_record::logs()};
}

int count_requests(std::string_view bytes) {
  int count = 0;
  while (true) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return count;
    std::size_t length = 0;
    if (const auto at = bytes.substr(0, end).find("Content-Length: ");
        at != std::string_view::npos) {
      length = std::stoul(std::string(bytes.substr(at + 16, 12)));
    }
    if (bytes.size() < end + 4 + length) return count;
    bytes.remove_prefix(end + 4 + length);
    ++count;
  }
}

}  // namespace veriload::http_plugin::test

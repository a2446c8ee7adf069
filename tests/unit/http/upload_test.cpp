#include "plugins/http/upload.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace veriload;
using namespace veriload::http_plugin;

namespace {

struct folder {
  std::string path;
  folder() {
    char made[] = "/tmp/veriload-upload-XXXXXX";
    path = ::mkdtemp(made);
  }
  ~folder() { std::filesystem::remove_all(path); }
  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path + "/" + name, std::ios::binary) << bytes;
  }
};

struct sender {
  folder at;
  upload body;
  failure why;
  vl_call call{};

  bool open(const std::vector<vl_piece>& pieces) {
    call.struct_size = sizeof call;
    call.pieces = pieces.data();
    call.n_pieces = static_cast<std::uint32_t>(pieces.size());
    why = {};
    return body.open(call, at.path, why);
  }
  std::string all() {
    std::string out;
    vl_cbuf part{};
    while (true) {
      switch (body.next(part, why)) {
        case upload::step::part:
          BOOST_TEST(part.len <= upload::piece_bytes);
          out += to_view(part);
          break;
        case upload::step::read:
          body.work()->run(body.work());
          break;
        case upload::step::end:
        case upload::step::failed:
          return out;
      }
    }
  }
};

vl_piece bytes(std::string_view text) { return {to_bytes(text), {}, 0, 0}; }
vl_piece file(std::string_view name, std::uint64_t offset = 0, std::uint64_t length = 0) {
  return {{}, to_str(name), offset, length};
}

}  // namespace

BOOST_AUTO_TEST_CASE(bytes_and_files_follow_each_other) {
  sender s;
  s.at.write("a.bin", "0123456789");
  const std::vector<vl_piece> pieces{
      bytes("<"), file("a.bin"), bytes("|"), file("a.bin", 2, 3), file(s.at.path + "/a.bin", 8),
      bytes(">")};
  const std::string absolute = s.at.path + "/a.bin";
  std::vector<vl_piece> fixed = pieces;
  fixed[4] = file(absolute, 8);
  BOOST_REQUIRE(s.open(fixed));
  BOOST_TEST(s.body.size() == 18u);
  BOOST_TEST(s.all() == "<0123456789|23489>");
  s.body.rewind();
  BOOST_TEST(s.all() == "<0123456789|23489>");
}

BOOST_AUTO_TEST_CASE(a_large_file_comes_in_pieces) {
  sender s;
  std::string large(3 * upload::piece_bytes + 17, 'x');
  for (std::size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<char>('a' + i % 23);
  s.at.write("large", large);
  BOOST_REQUIRE(s.open({file("large")}));
  BOOST_TEST((s.all() == large));
}

BOOST_AUTO_TEST_CASE(empty_pieces_send_nothing) {
  sender s;
  s.at.write("empty", "");
  BOOST_REQUIRE(s.open({bytes(""), file("empty"), bytes("x"), file("empty")}));
  BOOST_TEST(s.body.size() == 1u);
  BOOST_TEST(s.all() == "x");
}

BOOST_AUTO_TEST_CASE(a_file_that_becomes_shorter_is_a_failure_in_words) {
  sender s;
  s.at.write("a", std::string(1000, 'x'));
  BOOST_REQUIRE(s.open({file("a")}));
  s.at.write("a", std::string(10, 'x'));
  s.all();
  BOOST_TEST(s.why.status == VL_E_INVALID);
  BOOST_TEST(std::string(s.why.text) ==
             "a became shorter while it was sent, 10 of 1000 bytes are there");
}

BOOST_AUTO_TEST_CASE(a_file_that_grows_is_sent_as_long_as_it_was) {
  sender s;
  s.at.write("a", "12345");
  BOOST_REQUIRE(s.open({file("a")}));
  s.at.write("a", "1234567890");
  BOOST_TEST(s.all() == "12345");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent_is_refused_at_the_start) {
  using namespace std::string_view_literals;
  sender s;
  s.at.write("a", "12345");
  const auto refused = [&](const vl_piece& piece) {
    BOOST_TEST(!s.open({piece}));
    BOOST_TEST(s.why.status == VL_E_INVALID);
    return std::string(s.why.text);
  };
  BOOST_TEST(refused(file("none")).starts_with("cannot open none to send it: "));
  BOOST_TEST(refused(file(".")) == ". cannot be sent, expected a regular file");
  BOOST_TEST(refused(file("/dev/zero")).find("expected a regular file") != std::string::npos);
  BOOST_TEST(refused(file("a", 0, 6)) == "a has 5 bytes, expected 6 from byte 0 on");
  BOOST_TEST(refused(file("a", 6)) == "a has 5 bytes, expected 0 from byte 6 on");
  BOOST_TEST(refused(file("a\0b"sv)) == "name of a file to send holds a NUL byte");
}

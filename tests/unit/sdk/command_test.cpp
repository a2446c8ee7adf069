#include <veriload/command.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace veriload;

namespace {

class echo {
 public:
  exit_code run(const std::vector<std::string_view>& words, const output& out, const output& err) {
    if (words.empty()) throw std::runtime_error("nothing to say");
    for (const std::string_view word : words)
      out << word << ";";
    err << "said";
    return exit_code::gate_failed;
  }
};

vl_status append(void* to, vl_cbuf bytes) noexcept {
  auto& text = *static_cast<std::string*>(to);
  if (text.size() + bytes.len > 20) return VL_E_CLOSED;
  text += to_view(bytes);
  return VL_OK;
}

struct scene {
  const vl_command_v1 table = command_table<echo>("echo", "says it again", "usage");
  echo self;
  std::string out, err;
  std::int32_t code = 0;
  vl_error error = new_error();

  vl_status run(std::vector<vl_str> words) {
    const vl_sink to_out{&out, &append}, to_err{&err, &append};
    return table.run(&self, words.data(), static_cast<std::uint32_t>(words.size()), &to_out,
                     &to_err, &code, &error);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(commands, scene)

BOOST_AUTO_TEST_CASE(gets_its_words_and_gives_its_exit_code) {
  BOOST_TEST(run({to_str("a"), to_str(""), to_str("b c")}) == VL_OK);
  BOOST_TEST(out == "a;;b c;");
  BOOST_TEST(err == "said");
  BOOST_TEST(code == 1);
}

BOOST_AUTO_TEST_CASE(what_it_throws_is_a_status_and_a_reason) {
  BOOST_TEST(run({}) == VL_E_EXCEPTION);
  BOOST_TEST(message_of(error) == "std::runtime_error: nothing to say");
}

BOOST_AUTO_TEST_CASE(an_output_that_takes_no_more_ends_it) {
  BOOST_TEST(run({to_str("a text that is too long")}) == VL_E_CLOSED);
  BOOST_TEST(message_of(error) == "cannot write: connection closed");
}

BOOST_AUTO_TEST_SUITE_END()

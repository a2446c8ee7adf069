#include "core/run/arrival_trace.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace veriload;
using base::ns;
using base::second;
using run::read_arrival_trace;

namespace {

struct trace_file {
  explicit trace_file(const std::string& text) : path((folder.path() / "trace").string()) {
    std::ofstream(path) << text;
  }
  veriload::test::temporary_folder folder;
  std::string path;
};

std::string refused(const std::string& text) {
  const trace_file file(text);
  try {
    read_arrival_trace(file.path);
  } catch (const setup_error& error) {
    return std::string(error.what()).substr(file.path.size());
  }
  return "";
}

struct wrong_trace {
  const char* text;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const wrong_trace& one) { return out << one.message; }

const std::vector<wrong_trace> wrong_traces{
    {"", ": has no arrival, expected one offset in seconds per line"},
    {"# nothing\n\n", ": has no arrival, expected one offset in seconds per line"},
    {"1\n2x\n", ":2:1: found \"2x\", expected an offset in seconds such as 1.25"},
    {"1 2\n", ":1:1: found \"1 2\", expected an offset in seconds such as 1.25"},
    {"1\n  0.5\n",
     ":2:3: the offset is 0.5, before the 1.0 of the arrival above it; expected them "
     "in ascending order"},
    {"-1\n", ":1:1: the offset is -1, expected 0 to 1000000000 seconds"},
    {"nan\n", ":1:1: the offset is nan, expected 0 to 1000000000 seconds"},
    {"1e99\n", ":1:1: the offset is 1e99, expected 0 to 1000000000 seconds"},
    {"{\"at\": 1}\n", ":1:1: the object has no member \"offset_seconds\""},
    {"{\"a\": {\"offset_seconds\": 1}}\n", ":1:1: the object has no member \"offset_seconds\""},
    {"{\"a\": \"offset_seconds\"}\n", ":1:1: the object has no member \"offset_seconds\""},
    {"{\"offset_seconds\": \"x\"}\n",
     ":1:20: found \"\\\"x\\\"\", expected an offset in seconds such as 1.25"},
    {"{\"offset_seconds\": 1\n",
     ":1:20: the line ends with \"1\", expected a whole JSON object per line"}};

}  // namespace

BOOST_AUTO_TEST_CASE(offsets_are_read_as_numbers_and_as_json_lines) {
  const trace_file file(
      "# seconds since the start\n"
      "0\n"
      "  0.25 \r\n"
      "\n"
      "{\"user\": \"a, \\\"b\\\": 7\", \"list\": [1, {\"offset_seconds\": 9}], \"offset_seconds\": "
      "1.5, \"x\": 1}\n"
      "{\"offset_seconds\":1.5}\n"
      "2e0");
  BOOST_TEST(read_arrival_trace(file.path) ==
                 (std::vector<ns>{0, second / 4, 3 * second / 2, 3 * second / 2, 2 * second}),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(what_is_wrong_is_told_with_its_place, wrong_traces, one) {
  BOOST_TEST(refused(one.text) == one.message);
}

BOOST_AUTO_TEST_CASE(no_cut_of_a_json_line_ends_in_anything_but_a_message_or_arrivals) {
  const std::string line = "{\"a\": \"\\\"\", \"offset_seconds\": 1.5, \"b\": [{}]}";
  for (std::size_t from = 0; from < line.size(); ++from) {
    for (std::size_t length = 0; length <= line.size() - from; ++length) {
      const trace_file file(line.substr(from, length));
      try {
        BOOST_TEST(read_arrival_trace(file.path).size() == 1U);
      } catch (const setup_error& error) {
        BOOST_TEST(std::string(error.what()).starts_with(file.path));
      }
    }
  }
}

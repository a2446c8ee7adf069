#include "core/config/load_line.hpp"

#include "config_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace config_text;
using veriload::config::load_line;
using veriload::config::read_load_line;

namespace {

// "level in seconds", one after the other.
std::string told(const std::string& line) {
  const load_line read = read_load_line(line);
  std::string out = read.arrivals ? "arrivals" : "users";
  char part[64];
  for (const auto& stage : read.stages) {
    std::snprintf(part, sizeof part, " %g in %g", stage.level, stage.seconds);
    out += part;
  }
  return out;
}

std::string refused(const std::string& line) {
  try {
    read_load_line(line);
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

struct wrong_line {
  const char* line;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const wrong_line& one) { return out << one.line; }

const std::vector<wrong_line> wrong_lines{
    {"",
     "at character 1: found the end, expected a plan such as 10u,60s; 100u,5m; 0,30s or "
     "50/s,2m"},
    {"10x,60s", "at character 3: found \"x\", expected u for users, or /s or /m for arrivals"},
    {"10u;60s", "at character 4: found \";60s\", expected \",\" and a time such as 60s"},
    {"10u,60", "at character 7: found the end, expected ms, s, m or h after the number"},
    {"10u,60sec", "at character 7: found \"sec\", expected ms, s, m or h after the number"},
    {"10u,5s 20u,5s",
     "at character 8: found \"20u\", expected \";\" and the next stage, or the "
     "end"},
    {"10u,5s; 50/s,5s",
     "at character 9: found \"50/s\", expected users as in the stages before (u)"},
    {"5/s,5s; 5u,5s",
     "at character 9: found \"5u\", expected arrivals as in the stages before (/s or /m)"},
    {"1.5u,5s", "at character 1: found \"1.5u\", expected a whole number of users"},
    {"-5u,5s", "at character 1: found \"-5u\", expected a level such as 10u, 50/s, 30/m or 0"},
    {"1e3u,5s", "at character 2: found \"e3u\", expected u for users, or /s or /m for arrivals"},
    {"1.2.3/s,5s",
     "at character 1: found \"1.2.3/s\", expected a level such as 10u, 50/s, 30/m or "
     "0"},
    {"0,5s", "at character 1: found \"0\", expected at least one level above 0"},
    {"10u,0s", "at character 1: found \"10u\", expected at least one time above 0"},
    {"99999999u,5s", "at character 1: found \"99999999u\", expected at most 10000000 users"},
    {"2000000/s,5s",
     "at character 1: found \"2000000/s\", expected at most 1000000 arrivals per second"},
    {"1u,999999999h",
     "at character 4: found \"999999999h\", expected at most 1000000000 seconds in "
     "all"},
    {"10u,\xc3\xa4",
     "at character 5: found \"\xc3\xa4\", expected a time such as 500ms, 60s, 5m or "
     "1h"}};

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_of_users_and_one_of_arrivals_are_read) {
  BOOST_TEST(told("10u,60s; 100u,5m; 0,30s") == "users 10 in 60 100 in 300 0 in 30");
  BOOST_TEST(told("50/s,2m") == "arrivals 50 in 120");
  BOOST_TEST(told(" 0,0s;90/m , 500ms ;2.5/s,1h; ") == "arrivals 0 in 0 1.5 in 0.5 2.5 in 3600");
}

BOOST_DATA_TEST_CASE(what_is_wrong_is_told_with_its_position, wrong_lines, one) {
  BOOST_TEST(refused(one.line) == one.message);
}

BOOST_AUTO_TEST_CASE(no_cut_of_a_line_ends_in_anything_but_a_message_or_a_plan) {
  const std::string line = "10u,60s; 1.5/s,5m; 0,30ms\xc3\xa4;";
  for (std::size_t from = 0; from < line.size(); ++from) {
    for (std::size_t length = 0; length <= line.size() - from; ++length) {
      const std::string part = line.substr(from, length);
      const std::string message = refused(part);
      if (message.empty()) {
        BOOST_TEST(!read_load_line(part).stages.empty());
      } else {
        BOOST_TEST(message.starts_with("at character "));
      }
    }
  }
}

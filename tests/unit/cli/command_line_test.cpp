#include "core/cli/command_line.hpp"

#include "core/base/setup_error.hpp"
#include "tests/unit/cli/captured_output.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::cli;
using veriload::test::captured_output;

namespace {

using strings = std::vector<std::string>;

// One command with an option of every kind.
struct every_kind {
  bool read(const strings& arguments) {
    command_line line("veriload test [options] FILE", "Does nothing.", "  veriload test a\n");
    line.flag("verbose,v", verbose, "say more")
        .text("config,c", "FILE", config, "the configuration")
        .texts("set", "KEY=VALUE", sets, "override")
        .number("workers,w", "N", 1, 64, workers, "threads")
        .words("one file", 1, 2, files);
    return line.read(arguments);
  }

  std::string error(const strings& arguments) {
    try {
      read(arguments);
    } catch (const setup_error& e) {
      BOOST_TEST((e.code() == exit_code::usage));
      const std::string text = e.what();
      const auto end = text.find('\n');
      BOOST_TEST(text.substr(end + 1) == "usage: veriload test [options] FILE (see --help)");
      return text.substr(0, end);
    }
    return "no error";
  }

  bool verbose = false;
  std::string config = "veriload.yaml";
  strings sets, files;
  std::uint64_t workers = 7;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(command_line_suite)

BOOST_AUTO_TEST_CASE(what_is_not_given_keeps_its_value) {
  every_kind k;
  BOOST_TEST(k.read({"a"}));
  BOOST_TEST(!k.verbose);
  BOOST_TEST(k.config == "veriload.yaml");
  BOOST_TEST(k.sets.empty());
  BOOST_TEST(k.workers == 7U);
  BOOST_TEST(k.files == strings{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(long_forms_are_read) {
  every_kind k;
  BOOST_TEST(k.read(
      {"--verbose", "--config", "c.yaml", "a", "--set", "x=1", "--set=y=2", "--workers=64", "b"}));
  BOOST_TEST(k.verbose);
  BOOST_TEST(k.config == "c.yaml");
  BOOST_TEST(k.sets == (strings{"x=1", "y=2"}), boost::test_tools::per_element());
  BOOST_TEST(k.workers == 64U);
  BOOST_TEST(k.files == (strings{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(short_forms_are_read) {
  every_kind k;
  BOOST_TEST(k.read({"-v", "-c", "c.yaml", "-w3", "a"}));
  BOOST_TEST(k.verbose);
  BOOST_TEST(k.config == "c.yaml");
  BOOST_TEST(k.workers == 3U);
}

BOOST_AUTO_TEST_CASE(words_after_two_dashes_are_words) {
  every_kind k;
  BOOST_TEST(k.read({"--", "--verbose", "-c"}));
  BOOST_TEST(k.files == (strings{"--verbose", "-c"}), boost::test_tools::per_element());
  BOOST_TEST(!k.verbose);
}

BOOST_AUTO_TEST_CASE(an_unknown_option_is_named_with_the_nearest_known_one) {
  every_kind k;
  BOOST_TEST(k.error({"--confg", "x", "a"}) == "unknown option --confg (did you mean --config?)");
  BOOST_TEST(k.error({"--worker=3", "a"}) == "unknown option --worker (did you mean --workers?)");
  BOOST_TEST(k.error({"--hlep"}) == "unknown option --hlep (did you mean --help?)");
  BOOST_TEST(k.error({"--zzzzzzzzzz", "a"}) == "unknown option --zzzzzzzzzz");
  BOOST_TEST(k.error({"-x", "a"}).starts_with("unknown option -x"));
}

BOOST_AUTO_TEST_CASE(a_shortened_option_is_not_guessed) {
  every_kind k;
  BOOST_TEST(k.error({"--verb", "a"}).starts_with("unknown option --verb"));
}

BOOST_AUTO_TEST_CASE(a_single_option_given_twice_is_an_error) {
  every_kind k;
  BOOST_TEST(k.error({"--config", "a", "--config", "b", "x"}) ==
             "--config is given twice, expected once");
  BOOST_TEST(k.error({"-w1", "--workers", "2", "x"}) == "--workers is given twice, expected once");
  BOOST_TEST(k.error({"-v", "-v", "x"}) == "--verbose is given twice, expected once");
}

BOOST_AUTO_TEST_CASE(an_option_without_its_value_and_a_flag_with_one_are_errors) {
  every_kind k;
  BOOST_TEST(k.error({"a", "--config"}) ==
             "option --config has no value or one that it does not take");
  BOOST_TEST(k.error({"a", "-w"}).ends_with("has no value or one that it does not take"));
  BOOST_TEST(k.error({"a", "--verbose=yes"}) ==
             "option --verbose has no value or one that it does not take");
}

BOOST_AUTO_TEST_CASE(a_number_is_whole_and_within_its_range) {
  every_kind k;
  for (const char* wrong : {"0", "65", "3.5", "+3", "3x", "x", "99999999999999999999"}) {
    BOOST_TEST(k.error({"a", std::string("--workers=") + wrong}) ==
               "--workers is \"" + std::string(wrong) + "\", expected a whole number from 1 to 64");
  }
  BOOST_TEST(k.workers == 7U);
}

BOOST_AUTO_TEST_CASE(too_few_and_too_many_words_are_errors) {
  every_kind k;
  BOOST_TEST(k.error({}) == "expected one file");
  BOOST_TEST(k.error({"a", "b", "c"}) == "unexpected word \"c\"");
  command_line without("veriload none", "", "");
  BOOST_CHECK_THROW(without.read({"word"}), setup_error);
}

BOOST_AUTO_TEST_CASE(help_is_printed_instead_of_anything_being_done) {
  for (const char* word : {"--help", "-h"}) {
    every_kind k;
    captured_output out(1);
    BOOST_TEST(!k.read({word}));
    const std::string text = out.text();
    BOOST_TEST(text.starts_with("usage: veriload test [options] FILE\n\nDoes nothing.\n\n"));
    BOOST_TEST(text.ends_with("\nExamples:\n  veriload test a\n"));
    for (const char* part : {"--verbose", "-c [ --config ] FILE", "--set KEY=VALUE",
                             "-w [ --workers ] N", "--help", "say more"}) {
      BOOST_TEST(text.find(part) != std::string::npos, part);
    }
    BOOST_TEST(text.find("words-without-a-dash") == std::string::npos);
    BOOST_TEST(k.files.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

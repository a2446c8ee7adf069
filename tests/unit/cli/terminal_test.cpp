#include "core/cli/terminal.hpp"

#include "tests/unit/cli/captured_output.hpp"
#include "tests/unit/host/environment.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>

#include <cstdlib>

using namespace veriload::cli;
using veriload::test::captured_output;
using veriload::test::changed_variable;

namespace {

// A terminal that nobody sits at.
class pseudo_terminal {
 public:
  pseudo_terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    BOOST_REQUIRE(master_ >= 0);
    BOOST_REQUIRE(::grantpt(master_) == 0);
    BOOST_REQUIRE(::unlockpt(master_) == 0);
    slave_ = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    BOOST_REQUIRE(slave_ >= 0);
  }
  ~pseudo_terminal() {
    ::close(slave_);
    ::close(master_);
  }
  pseudo_terminal(const pseudo_terminal&) = delete;
  pseudo_terminal& operator=(const pseudo_terminal&) = delete;

  int descriptor() const { return slave_; }

 private:
  int master_;
  int slave_ = -1;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal_suite)

BOOST_AUTO_TEST_CASE(a_terminal_shows_colours_unless_the_environment_says_no) {
  const pseudo_terminal terminal;
  const changed_variable term("TERM", "xterm-256color");
  const changed_variable allowed("NO_COLOR", nullptr);
  BOOST_TEST(shows_colour(terminal.descriptor()));
  {
    const changed_variable empty("NO_COLOR", "");
    BOOST_TEST(shows_colour(terminal.descriptor()));  // no-color.org: only when not empty
    const changed_variable refused("NO_COLOR", "1");
    BOOST_TEST(!shows_colour(terminal.descriptor()));
  }
  const changed_variable dumb("TERM", "dumb");
  BOOST_TEST(!shows_colour(terminal.descriptor()));
  const changed_variable unset("TERM", nullptr);
  BOOST_TEST(!shows_colour(terminal.descriptor()));
}

BOOST_AUTO_TEST_CASE(what_is_no_terminal_has_no_colours_and_no_width) {
  const changed_variable term("TERM", "xterm");
  const int file = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  BOOST_TEST(!shows_colour(file));
  BOOST_TEST(columns_of(file, 93) == 93U);
  ::close(file);
}

BOOST_AUTO_TEST_CASE(the_width_is_the_terminals_when_it_knows_one) {
  const pseudo_terminal terminal;
  winsize size{};
  BOOST_REQUIRE(::ioctl(terminal.descriptor(), TIOCSWINSZ, &size) == 0);
  BOOST_TEST(columns_of(terminal.descriptor(), 80) == 80U);
  size.ws_col = 132;
  BOOST_REQUIRE(::ioctl(terminal.descriptor(), TIOCSWINSZ, &size) == 0);
  BOOST_TEST(columns_of(terminal.descriptor(), 80) == 132U);
}

BOOST_AUTO_TEST_CASE(messages_say_who_speaks_and_indent_further_lines) {
  captured_output errors(2);
  print_error("first\nsecond");
  print_warning("third");
  BOOST_TEST(errors.text() == "veriload: error: first\n  second\nveriload: warning: third\n");
}

BOOST_AUTO_TEST_SUITE_END()

#include "core/cli/command_line.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <sstream>

namespace veriload::cli {
namespace {

namespace po = boost::program_options;

struct number_option {
  std::string name;
  std::string text;
  std::uint64_t least;
  std::uint64_t most;
  std::uint64_t* value;
};

std::string long_name(const char* name) {
  return std::string(name).substr(0, std::string(name).find(','));
}

[[noreturn]] void fail(const std::string& usage, const std::string& message) {
  throw setup_error(message + "\nusage: " + usage + " (see --help)");
}

}  // namespace

struct command_line::declared {
  std::string usage;
  std::string text;
  std::string examples;
  po::options_description options{"Options"};
  std::vector<std::string> names;
  std::vector<std::unique_ptr<number_option>> numbers;
  const char* words_what = nullptr;
  std::size_t words_least = 0;
  std::size_t words_most = 0;
  std::vector<std::string>* words = nullptr;

  void add(const char* name, const po::value_semantic* value, const char* help) {
    options.add_options()(name, value, help);
    names.push_back("--" + long_name(name));
  }
  std::string explain(const po::error& error) const;
};

// The library's own texts are replaced: they neither name the nearest option nor what was expected.
std::string command_line::declared::explain(const po::error& error) const {
  if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&error)) {
    // Without "=VALUE": it hides the likeness, and may be nobody else's business.
    std::string given = unknown->get_option_name();
    given.resize(std::min(given.find('='), given.size()));
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto near = base::nearest(given, known);
    return "unknown option " + given +
           (near.empty() ? "" : " (did you mean " + std::string(near) + "?)");
  }
  if (const auto* named = dynamic_cast<const po::error_with_option_name*>(&error)) {
    const std::string name = named->get_option_name();
    if (dynamic_cast<const po::multiple_occurrences*>(&error))
      return name + " is given twice, expected once";
    return "option " + name + " has no value or one that it does not take";
  }
  return "the command line cannot be read";
}

command_line::command_line(std::string usage, std::string text, std::string examples)
    : declared_(std::make_unique<declared>()) {
  declared_->usage = std::move(usage);
  declared_->text = std::move(text);
  declared_->examples = std::move(examples);
}

command_line::~command_line() = default;

command_line& command_line::flag(const char* name, bool& set, const char* help) {
  declared_->add(name, po::bool_switch(&set), help);
  return *this;
}

command_line& command_line::text(const char* name, const char* what, std::string& value,
                                 const char* help) {
  declared_->add(name, po::value<std::string>(&value)->value_name(what), help);
  return *this;
}

command_line& command_line::texts(const char* name, const char* what,
                                  std::vector<std::string>& values, const char* help) {
  declared_->add(name, po::value<std::vector<std::string>>(&values)->value_name(what), help);
  return *this;
}

command_line& command_line::number(const char* name, const char* what, std::uint64_t least,
                                   std::uint64_t most, std::uint64_t& value, const char* help) {
  auto& n = *declared_->numbers.emplace_back(
      std::make_unique<number_option>(number_option{long_name(name), "", least, most, &value}));
  declared_->add(name, po::value<std::string>(&n.text)->value_name(what), help);
  return *this;
}

command_line& command_line::words(const char* what, std::size_t least, std::size_t most,
                                  std::vector<std::string>& values) {
  declared_->words_what = what;
  declared_->words_least = least;
  declared_->words_most = most;
  declared_->words = &values;
  return *this;
}

bool command_line::read(const std::vector<std::string>& arguments) {
  declared& d = *declared_;
  d.options.add_options()("help,h", "show this text and end");
  d.names.emplace_back("--help");

  std::vector<std::string> words;
  po::options_description hidden;
  hidden.add(d.options);
  hidden.add_options()("words-without-a-dash", po::value<std::vector<std::string>>(&words));
  po::positional_options_description positions;
  positions.add("words-without-a-dash", -1);

  po::variables_map given;
  try {
    using po::command_line_style::allow_guessing;
    po::command_line_parser parser(arguments);
    parser.options(hidden).positional(positions).style(
        static_cast<int>(po::command_line_style::unix_style) & ~static_cast<int>(allow_guessing));
    po::store(parser.run(), given);
    if (given.count("help")) {
      std::ostringstream options;
      options << d.options;
      std::printf("usage: %s\n\n%s\n\n%s", d.usage.c_str(), d.text.c_str(), options.str().c_str());
      if (!d.examples.empty()) std::printf("\nExamples:\n%s", d.examples.c_str());
      return false;
    }
    po::notify(given);
  } catch (const po::error& error) {
    fail(d.usage, d.explain(error));
  }

  for (const auto& n : d.numbers) {
    if (!given.count(n->name)) continue;
    std::uint64_t value = 0;
    const auto* end = n->text.data() + n->text.size();
    const auto parsed = std::from_chars(n->text.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end || value < n->least || value > n->most) {
      fail(d.usage, "--" + n->name + " is \"" + n->text + "\", expected a whole number from " +
                        std::to_string(n->least) + " to " + std::to_string(n->most));
    }
    *n->value = value;
  }
  if (words.size() < d.words_least) fail(d.usage, std::string("expected ") + d.words_what);
  if (words.size() > d.words_most) fail(d.usage, "unexpected word \"" + words[d.words_most] + "\"");
  if (d.words) *d.words = std::move(words);
  return true;
}

}  // namespace veriload::cli

#include "core/gates/rule_parser.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/gates/rule_tokens.hpp"
#include "core/gates/watchable.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <vector>

namespace veriload::gates {
namespace {

struct measure_word {
  std::string_view word;
  measure what;
};
constexpr std::array measure_words{
    measure_word{"mean", measure::mean},
    measure_word{"min", measure::min},
    measure_word{"max", measure::max},
    measure_word{"error_rate", measure::error_rate},
    measure_word{"rate", measure::rate},
    measure_word{"failures", measure::failures},
    measure_word{"count", measure::count},
    measure_word{"checks", measure::checks},
    measure_word{"iterations", measure::iterations},
};
constexpr std::string_view measures_in_words =
    "a percentile such as p95(response), mean, min or max of response, service, first_byte or lag, "
    "or error_rate, rate, failures, count, checks or iterations";

constexpr std::array<std::string_view, 4> clock_words{"response", "service", "first_byte", "lag"};
constexpr std::array clocks{request_clock::response, request_clock::service,
                            request_clock::first_byte, request_clock::lag};

constexpr std::array<std::string_view, 4> comparison_signs{"<", "<=", ">", ">="};

// Powers of ten rather than factors: "0.1%" is the same number as 1 / 1000, to the last bit.
struct unit_word {
  std::string_view word;
  const char* exponent;
};
constexpr std::array time_units{unit_word{"us", "e3"}, unit_word{"ms", "e6"}, unit_word{"s", "e9"}};
constexpr double minute = 60;
constexpr double hour = 3600;

constexpr double longest_hold = 3600;

class parser {
 public:
  parser(std::string_view text, const rule_source& source)
      : text_(text), source_(source), tokens_(text) {}

  rule parse() {
    out_.text = one_line();
    out_.where = source_.where;
    take_measure();
    if (tokens_.next_is(token_kind::word, "of")) take_scope();
    take_comparison();
    take_limit();
    while (tokens_.next().kind != token_kind::end)
      take_suffix();
    out_.abort = out_.abort || source_.abort;
    if (const std::string why = why_not_watchable(out_); !why.empty()) refuse(suffix_at_, why);
    return std::move(out_);
  }

 private:
  std::string one_line() const {
    std::string line(text_);
    for (char& c : line) {
      if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    }
    return line;
  }

  [[noreturn]] void refuse(std::size_t at, const std::string& why) const {
    base::place where = source_.where;
    if (source_.begins_at_where && where.line > 0) where.column += static_cast<std::uint32_t>(at);
    std::size_t characters = 0;  // the caret stands below a character, not a byte
    for (std::size_t i = 0; i < at && i < text_.size(); ++i)
      characters += (static_cast<unsigned char>(text_[i]) & 0xc0) != 0x80;
    const std::string place = where.text();
    throw setup_error((place.empty() ? "" : place + ": ") + std::string(source_.key) + ": " + why +
                      "\n  " + one_line() + "\n  " + std::string(characters, ' ') + "^");
  }

  static std::string found(const token& t) {
    switch (t.kind) {
      case token_kind::end:
        return "found the end of the rule";
      case token_kind::not_ended:
        return "found a quoted name that does not end";
      case token_kind::quoted:
        return "found the name \"" + t.text + "\"";
      default:
        return "found \"" + t.text + "\"";
    }
  }

  [[noreturn]] void refuse(const token& t, const std::string& expected) const {
    refuse(t.at, found(t) + ", expected " + expected);
  }

  [[noreturn]] void refuse_word(const token& t, std::span<const std::string_view> known,
                                const std::string& expected) const {
    const std::string_view near = base::nearest(t.text, known);
    refuse(t, expected + (near.empty() ? "" : " (did you mean " + std::string(near) + "?)"));
  }

  bool take_sign(std::string_view sign) {
    if (!tokens_.next_is(token_kind::sign, sign)) return false;
    tokens_.take();
    return true;
  }

  // p50, p99.9: whether `word` is one, and sets it.
  bool take_percent(const token& t) {
    if (t.text.size() < 2 || t.text[0] != 'p') return false;
    const char* const begin = t.text.data() + 1;
    const char* const end = t.text.data() + t.text.size();
    const auto [stopped, failed] = std::from_chars(begin, end, out_.percent);
    if (failed != std::errc() || stopped != end) return false;
    if (!(out_.percent > 0 && out_.percent < 100))
      refuse(t, "a percentile above p0 and below p100; the ends are min and max");
    return true;
  }

  void take_measure() {
    const token t = tokens_.take();
    if (t.kind != token_kind::word) refuse(t, std::string(measures_in_words));
    if (take_percent(t)) {
      out_.what = measure::percentile;
    } else if (t.text == "median") {
      out_.what = measure::percentile;
      out_.percent = 50;
    } else {
      const auto* known = measure_words.begin();
      while (known != measure_words.end() && known->word != t.text)
        ++known;
      if (known == measure_words.end()) refuse_measure(t);
      out_.what = known->what;
    }
    if (is_time(out_.what)) take_clock(t.text);
    if (out_.what == measure::checks && take_sign("(")) {
      const token name = tokens_.take();
      if (name.kind != token_kind::quoted)
        refuse(name, "the name of a check in quotes, such as checks(\"login ok\")");
      out_.target = name.text;
      close();
    }
  }

  [[noreturn]] void refuse_measure(const token& t) const {
    std::vector<std::string_view> words{"p50", "p90", "p95", "p99", "p99.9", "median"};
    for (const auto& one : measure_words)
      words.push_back(one.word);
    refuse_word(t, words, std::string(measures_in_words));
  }

  void take_clock(const std::string& measured) {
    const std::string expected = "one of response, service, first_byte, lag";
    if (!take_sign("(")) {
      refuse(tokens_.next(), "what is measured in parentheses: " + measured + "(response), or " +
                                 measured + " of service, first_byte or lag");
    }
    const token t = tokens_.take();
    for (std::size_t i = 0; i < clock_words.size(); ++i) {
      if (t.kind != token_kind::word || t.text != clock_words[i]) continue;
      out_.clock = clocks[i];
      return close();
    }
    if (t.kind != token_kind::word) refuse(t, expected);
    refuse_word(t, clock_words, expected);
  }

  void close() {
    if (!take_sign(")")) refuse(tokens_.next(), "\")\"");
  }

  void take_scope() {
    const token of = tokens_.take();
    if (out_.what == measure::checks || out_.what == measure::iterations) {
      refuse(of.at,
             measure_text(out_) + " is counted over the whole run: it has no \"of\"" +
                 (out_.what == measure::checks ? "; a check is named as checks(\"NAME\")" : ""));
    }
    out_.scope = rule_scope::endpoint;
    if (tokens_.next().kind == token_kind::word) {
      const token kind = tokens_.take();
      if (kind.text != "segment" && kind.text != "endpoint") {
        static constexpr std::array<std::string_view, 2> known{"segment", "endpoint"};
        refuse_word(kind, known, "the name of an endpoint in quotes, or segment and its name");
      }
      if (kind.text == "segment") out_.scope = rule_scope::segment;
    }
    const token name = tokens_.take();
    if (name.kind != token_kind::quoted || name.text.empty())
      refuse(name,
             "a name in quotes, such as of \"GET /checkout\" or of segment \"en_US:Finance\"");
    out_.target = name.text;
    if (out_.scope == rule_scope::segment && is_time(out_.what) &&
        out_.clock != request_clock::response) {
      refuse(of.at, "segments keep response times only, " + measure_text(out_) +
                        " is measured by endpoint");
    }
  }

  void take_comparison() {
    const token t = tokens_.take();
    for (std::size_t i = 0; i < comparison_signs.size(); ++i) {
      if (t.kind != token_kind::sign || t.text != comparison_signs[i]) continue;
      out_.how = static_cast<comparison>(i);
      return;
    }
    refuse(t, out_.scope == rule_scope::run && out_.what != measure::checks &&
                      out_.what != measure::iterations
                  ? "\"of\" and a name, or one of <, <=, >, >="
                  : "one of <, <=, >, >=");
  }

  double number_of(const token& t, const char* exponent = "") const {
    const std::string digits = t.text + exponent;
    double value = 0;
    const auto [stopped, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = stopped == digits.data() + digits.size();
    if (t.kind != token_kind::number || failed != std::errc() || !whole) refuse(t, "a number");
    return value;
  }

  // A length of time in nanoseconds.
  double take_length(const std::string& expected) {
    const token digits = tokens_.take();
    if (digits.kind != token_kind::number) refuse(digits, expected);
    const token unit = tokens_.next();
    if (unit.kind != token_kind::word)
      refuse(digits.at, digits.text + " has no unit, expected " + expected);
    for (const auto& one : time_units) {
      if (unit.text != one.word) continue;
      tokens_.take();
      return number_of(digits, one.exponent);
    }
    if (unit.text != "min" && unit.text != "h") {
      static constexpr std::array<std::string_view, 5> units{"us", "ms", "s", "min", "h"};
      refuse_word(unit, units, "a unit: us, ms, s, min or h");
    }
    tokens_.take();
    return number_of(digits, "e9") * (unit.text == "h" ? hour : minute);
  }

  double take_share() {
    const token digits = tokens_.take();
    if (digits.kind != token_kind::number) refuse(digits, "a share such as 0.5% or 0.005");
    const bool percent = take_sign("%");
    const double share = number_of(digits, percent ? "e-2" : "");
    if (!percent && share == 1) refuse(digits.at, "1 may mean 1% or 100%: write which");
    if (share > 1)
      refuse(digits.at, "found " + digits.text + (percent ? "%" : "") +
                            ", expected a share of at most 100%" +
                            (percent ? "" : "; write it as " + digits.text + "%"));
    return share;
  }

  double take_rate() {
    const std::string expected = "requests per time such as 500/s";
    const token digits = tokens_.take();
    const double number = number_of(digits);
    const token per = tokens_.take();
    if (per.kind != token_kind::per_time) {
      refuse(per.kind == token_kind::end ? digits.at : per.at,
             digits.text + " has no unit, expected " + expected);
    }
    if (per.text == "/s") return number;
    if (per.text == "/min" || per.text == "/m") return number / minute;
    if (per.text == "/h") return number / hour;
    refuse(per, "/s, /min or /h");
  }

  void take_limit() {
    const std::size_t at = tokens_.next().at;
    switch (out_.what) {
      case measure::error_rate:
      case measure::checks:
        out_.limit = take_share();
        break;
      case measure::rate:
        out_.limit = take_rate();
        break;
      case measure::failures:
      case measure::count:
      case measure::iterations: {
        const token digits = tokens_.take();
        out_.limit = number_of(digits);
        if (out_.limit != std::floor(out_.limit)) refuse(digits, "a whole number");
        break;
      }
      default:
        out_.limit = take_length("a length of time such as 250ms");
    }
    refuse_impossible(at);
  }

  // A rule that no run could keep, or none could break, is a slip.
  void refuse_impossible(std::size_t at) const {
    const bool is_share = out_.what == measure::error_rate || out_.what == measure::checks;
    if (out_.how == comparison::below && out_.limit == 0)
      refuse(at, "nothing is below 0: no run could keep this rule; write <= for none at all");
    if (out_.how == comparison::at_least && out_.limit == 0)
      refuse(at, "everything is at least 0: no run could break this rule");
    if (is_share && out_.limit == 1 && out_.how == comparison::above)
      refuse(at, "nothing is above 100%: no run could keep this rule; write >= for all");
    if (is_share && out_.limit == 1 && out_.how == comparison::at_most)
      refuse(at, "everything is at most 100%: no run could break this rule");
  }

  void take_suffix() {
    const token t = tokens_.take();
    const std::string expected = "for, abort or the end of the rule";
    if (t.kind != token_kind::word) refuse(t, expected);
    suffix_at_ = t.at;
    if (t.text == "for") {
      if (out_.hold_seconds) refuse(t.at, "\"for\" is given twice");
      const std::size_t at = tokens_.next().at;
      const double seconds = take_length("whole seconds such as 10s") / 1e9;
      if (seconds != std::floor(seconds) || seconds < 1 || seconds > longest_hold)
        refuse(at, "\"for\" takes whole seconds from 1s to 1h");
      out_.hold_seconds = static_cast<std::uint32_t>(seconds);
      return;
    }
    if (t.text == "abort") {
      if (out_.abort) refuse(t.at, "\"abort\" is given twice");
      out_.abort = true;
      if (!tokens_.next_is(token_kind::word, "after")) return;
      tokens_.take();
      const std::size_t at = tokens_.next().at;
      const double after = take_length("a length of time such as 30s");
      if (after > 1e18) refuse(at, "\"after\" takes at most 30 years");
      out_.abort_after = static_cast<base::ns>(after);
      return;
    }
    static constexpr std::array<std::string_view, 2> known{"for", "abort"};
    refuse_word(t, known, expected);
  }

  std::string_view text_;
  const rule_source& source_;
  rule_tokens tokens_;
  rule out_;
  std::size_t suffix_at_ = 0;
};

}  // namespace

rule parse_rule(std::string_view text, const rule_source& source) {
  return parser(text, source).parse();
}

}  // namespace veriload::gates

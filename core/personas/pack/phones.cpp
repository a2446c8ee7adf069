#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/shared_tables.hpp"

#include <algorithm>
#include <tuple>

namespace veriload::personas::pack {

namespace {

/// Digits of a number in international form, as ITU-T E.164 allows.
constexpr std::size_t most_digits = 15;

std::uint64_t power_of_ten(std::uint32_t exponent) {
  std::uint64_t value = 1;
  for (; exponent > 0; --exponent)
    value *= 10;
  return value;
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The national form must hold the prefix and then the digits' places, or it is another number.
void check_national(const cell& from, const phone_block& block, problems& found) {
  std::string spelled;
  for (const char c : from.text)
    if ((c >= '0' && c <= '9') || c == '#') spelled += c;
  const std::string tail = block.prefix + std::string(block.digits, '#');
  if (!spelled.ends_with(tail) ||
      from.text.find_first_not_of("0123456789# ()-/.") != std::string::npos)
    found.add(from.where, in_quotes(from.text),
              "the digits " + tail + " at the end, with blanks, brackets and hyphens");
}

void check_block(const cells& row, const phone_block& block, const country& of, problems& found) {
  if (!block.region.empty() && !block.region.starts_with(of.code + '-'))
    found.add(row[1].where, in_quotes(block.region), "a region of " + of.code);
  if (!all_digits(block.prefix)) found.add(row[3].where, in_quotes(block.prefix), "digits alone");
  if (block.first + block.count > power_of_ten(block.digits))
    found.add(row[5].where, in_quotes(row[5].text),
              "a last number that has " + std::to_string(block.digits) + " digits");
  const std::size_t digits = of.calling_code.size() + block.prefix.size() + block.digits;
  if (digits > most_digits)
    found.add(row[6].where, std::to_string(digits) + " digits in all",
              "at most " + std::to_string(most_digits));
  check_national(row[7], block, found);
}

/// The numbers of a block, all digits behind the calling code, so that blocks can be compared. A
/// leading 1 keeps zeros and says how many digits there are.
std::pair<std::uint64_t, std::uint64_t> span_of(const phone_block& block) {
  std::uint64_t prefix = 1;
  for (const char c : block.prefix)
    prefix = prefix * 10 + static_cast<std::uint64_t>(c - '0');
  const std::uint64_t first = prefix * power_of_ten(block.digits) + block.first;
  return {first, first + block.count};
}

void check_overlaps(const table& from, const shared_tables& tables, problems& found) {
  struct span {
    std::string calling_code;
    std::uint64_t from;
    std::uint64_t to;
    std::uint32_t line;
  };
  std::vector<span> spans;
  for (const phone_block& block : tables.phones) {
    if (!all_digits(block.prefix)) return;
    const auto [first, end] = span_of(block);
    spans.push_back({tables.countries[block.country].calling_code, first, end, block.line});
  }
  std::sort(spans.begin(), spans.end(), [](const span& a, const span& b) {
    return std::tie(a.calling_code, a.from, a.line) < std::tie(b.calling_code, b.from, b.line);
  });
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].calling_code != spans[i - 1].calling_code || spans[i].from >= spans[i - 1].to)
      continue;
    const auto [low, high] = std::minmax(spans[i].line, spans[i - 1].line);
    found.add({from.where().file, high}, "numbers that line " + std::to_string(low) + " has too",
              "blocks that do not overlap");
  }
}

}  // namespace

void read_phones(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(
      folder / "phone.tsv", "shared/phone.tsv",
      {"country", "region", "policy", "prefix", "first", "count", "digits", "national"}, found);
  if (out.countries.empty()) return;
  const std::vector<std::string> policies{"reserved", "unassignable"};
  std::vector<bool> covered(out.countries.size());
  for (const cells& row : from.rows()) {
    phone_block block{
        .country = one_of(row[0], codes(out.countries), found),
        .region = std::string(row[1].text),
        .policy = one_of(row[2], policies, found),
        .prefix = std::string(row[3].text),
        .first = whole_number(row[4], 0, 999'999'999, found),
        .count = static_cast<std::uint32_t>(whole_number(row[5], 1, 100'000'000, found)),
        .digits = static_cast<std::uint32_t>(whole_number(row[6], 1, 9, found)),
        .national = std::string(row[7].text),
        .line = row[0].where.line};
    check_block(row, block, out.countries[block.country], found);
    covered[block.country] = true;
    out.phones.push_back(std::move(block));
  }
  for (std::size_t i = 0; i < covered.size(); ++i)
    if (!covered[i])
      found.add(from.where(), "no block of " + out.countries[i].code, "one for each country");
  if (found.none()) check_overlaps(from, out, found);
}

}  // namespace veriload::personas::pack

#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/shared_tables.hpp"

namespace veriload::personas::pack {

namespace {

std::uint32_t number(const cell& from, std::uint64_t least, std::uint64_t most, problems& found) {
  return static_cast<std::uint32_t>(whole_number(from, least, most, found));
}

/// Reports a lower bound in `at` and an upper bound in the cell behind it that do not fit.
void check_order(const cells& row, std::size_t at, std::uint32_t least, std::uint32_t most,
                 problems& found) {
  if (most < least)
    found.add(row[at + 1].where, in_quotes(row[at + 1].text), "at least " + std::to_string(least));
}

void read_bands(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "band.tsv", "shared/band.tsv",
                   {"id", "employees_min", "employees_max", "age_min", "age_max",
                    "revenue_min_percent", "revenue_max_percent", "weight"},
                   found);
  occurs_once once("a band", found);
  for (const cells& row : from.rows()) {
    once.add(row[0], required(row[0], found));
    band one{.id = std::string(row[0].text),
             .employees_min = number(row[1], 1, 1'000'000, found),
             .employees_max = number(row[2], 1, 1'000'000, found),
             .age_min = number(row[3], 0, 200, found),
             .age_max = number(row[4], 0, 200, found),
             .revenue_min_percent = number(row[5], 1, 10'000, found),
             .revenue_max_percent = number(row[6], 1, 10'000, found),
             .weight = weight(row[7], found),
             .fundings = {}};
    check_order(row, 1, one.employees_min, one.employees_max, found);
    check_order(row, 3, one.age_min, one.age_max, found);
    check_order(row, 5, one.revenue_min_percent, one.revenue_max_percent, found);
    if (!out.bands.empty() && one.employees_min <= out.bands.back().employees_max)
      found.add(row[1].where, in_quotes(row[1].text),
                "more than the band before has, bands in rising order");
    out.bands.push_back(std::move(one));
  }
  if (out.bands.empty()) found.add(from.where(), "no band", "one or more");
}

void read_fundings(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "funding.tsv", "shared/funding.tsv",
                   {"band", "stage", "min_age", "weight"}, found);
  if (out.bands.empty()) return;
  occurs_once once("a stage of", found);
  for (const cells& row : from.rows()) {
    band& of = out.bands[one_of(row[0], ids(out.bands), found)];
    once.add(row[1], std::string(row[0].text) + ' ' + required(row[1], found));
    of.fundings.push_back(
        {std::string(row[1].text), number(row[2], 0, of.age_max, found), weight(row[3], found)});
  }
  for (const band& one : out.bands) {
    bool at_any_age = false;
    for (const funding& stage : one.fundings)
      at_any_age = at_any_age || stage.min_age <= one.age_min;
    if (!at_any_age)
      found.add(
          from.where(),
          "no stage of " + one.id + " for the age of " + std::to_string(one.age_min) + " years",
          "one for companies of the least age of their band");
  }
}

}  // namespace

void read_companies(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  read_bands(folder, out, found);
  read_fundings(folder, out, found);
}

}  // namespace veriload::personas::pack

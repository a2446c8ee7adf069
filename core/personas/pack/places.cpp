#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/locale_tables.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace veriload::personas::pack {

namespace {

constexpr std::size_t least_cities = 50;
constexpr std::size_t least_streets = 60;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `Europe/Berlin`, `America/Argentina/Ushuaia`.
bool is_zone(std::string_view zone) {
  constexpr std::array areas{"Africa/",   "America/",   "Antarctica/", "Arctic/", "Asia/",
                             "Atlantic/", "Australia/", "Europe/",     "Indian/", "Pacific/"};
  const bool area = std::any_of(areas.begin(), areas.end(),
                                [&](const char* one) { return zone.starts_with(one); });
  bool start = true;
  for (const char c : zone) {
    if (start && !is_capital(c)) return false;
    if (!is_capital(c) && !(c >= 'a' && c <= 'z') && c != '/' && c != '_' && c != '-') return false;
    start = c == '/';
  }
  return area && !start;
}

/// Whether the pattern gives codes of that shape alone.
bool fits(std::string_view pattern, std::string_view shape) {
  return pattern.size() == shape.size() &&
         std::equal(pattern.begin(), pattern.end(), shape.begin(), [](char c, char of_shape) {
           if (of_shape == '#') return c == '#' || is_digit(c);
           if (of_shape == '@') return c == '@' || is_capital(c);
           return c == of_shape;
         });
}

std::vector<std::string> read_postal(const cell& from, const country& of, problems& found) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= from.text.size();) {
    const std::size_t end = std::min(from.text.find('|', at), from.text.size());
    const std::string pattern(from.text.substr(at, end - at));
    const bool right = std::any_of(of.postal_shapes.begin(), of.postal_shapes.end(),
                                   [&](const std::string& shape) { return fits(pattern, shape); });
    if (!right) {
      std::string shapes;
      for (const std::string& shape : of.postal_shapes)
        shapes += (shapes.empty() ? "" : " or ") + shape;
      found.add(from.where, in_quotes(pattern), "a pattern of the shape " + shapes);
    }
    if (std::find(out.begin(), out.end(), pattern) != out.end())
      found.add(from.where, in_quotes(pattern) + " twice", "it once");
    out.push_back(pattern);
    at = end + 1;
  }
  return out;
}

void read_regions(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("region.tsv"), source.name("region.tsv"), {"code", "name"}, found);
  occurs_once code("the code", found);
  occurs_once name("the name", found);
  const std::string country = source.shared.countries[out.values.country].code;
  for (const cells& row : from.rows()) {
    const std::string_view digits =
        row[0].text.substr(std::min<std::size_t>(3, row[0].text.size()));
    const bool right = row[0].text.starts_with(country + '-') && !digits.empty() &&
                       digits.size() <= 3 && std::all_of(digits.begin(), digits.end(), [](char c) {
                         return is_capital(c) || is_digit(c);
                       });
    if (!right)
      found.add(row[0].where, in_quotes(row[0].text),
                "an ISO 3166-2 code that starts with " + country + '-');
    code.add(row[0], std::string(row[0].text));
    name.add(row[1], required(row[1], found));
    check_script(row[1], out.values.script, text_kind::name, found);
    out.regions.push_back({std::string(row[0].text), std::string(row[1].text)});
  }
  if (out.regions.empty()) found.add(from.where(), "no region", "one or more");
}

void read_cities(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("city.tsv"), source.name("city.tsv"),
                   {"name", "region", "weight", "latitude", "longitude", "zone", "postal"}, found);
  if (out.regions.empty()) return;
  std::vector<std::string> region_codes;
  for (const region& one : out.regions)
    region_codes.push_back(one.code);
  occurs_once name("the city and region", found);
  occurs_once point("the point", found);
  std::set<std::uint32_t> covered;
  for (const cells& row : from.rows()) {
    city one{.name = required(row[0], found),
             .region = one_of(row[1], region_codes, found),
             .weight = weight(row[2], found),
             .latitude_e4 = degrees(row[3], 90, found),
             .longitude_e4 = degrees(row[4], 180, found),
             .zone = std::string(row[5].text),
             .postal = read_postal(row[6], source.shared.countries[out.values.country], found)};
    check_script(row[0], out.values.script, text_kind::name, found);
    name.add(row[0], one.name + ' ' + std::string(row[1].text));
    point.add(row[3], std::string(row[3].text) + ' ' + std::string(row[4].text));
    if (!is_zone(one.zone))
      found.add(row[5].where, in_quotes(one.zone), "an IANA time zone such as Europe/Berlin");
    covered.insert(one.region);
    out.cities.push_back(std::move(one));
  }
  for (std::uint32_t i = 0; i < out.regions.size(); ++i)
    if (!covered.contains(i))
      found.add(from.where(), "no city of " + region_codes[i], "one or more for each region");
  if (out.cities.size() < least_cities)
    found.add(from.where(), std::to_string(out.cities.size()) + " cities",
              std::to_string(least_cities) + " or more");
}

void read_streets(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("street.tsv"), source.name("street.tsv"), {"name", "weight"}, found);
  occurs_once once("the street", found);
  for (const cells& row : from.rows()) {
    once.add(row[0], required(row[0], found));
    check_script(row[0], out.values.script, text_kind::phrase, found);
    out.streets.push_back({std::string(row[0].text), weight(row[1], found)});
  }
  if (out.streets.size() < least_streets)
    found.add(from.where(), std::to_string(out.streets.size()) + " streets",
              std::to_string(least_streets) + " or more");
}

}  // namespace

void read_places(const locale_source& source, locale_tables& out, problems& found) {
  if (source.shared.countries.empty()) return;
  read_regions(source, out, found);
  read_cities(source, out, found);
  read_streets(source, out, found);
}

}  // namespace veriload::personas::pack

#include "core/personas/pack/locale_tables.hpp"

#include "core/personas/pack/cells.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace veriload::personas::pack {

namespace {

/// The rows of locale.tsv by key.
class key_values {
 public:
  key_values(const table& from, problems& found) : where_(from.where()), found_(found) {
    for (const cells& row : from.rows()) {
      const std::string key(row[0].text);
      if (!known().contains(key)) {
        found.add(row[0].where, in_quotes(key), "a key of the table in the README");
        continue;
      }
      if (key == "bio") {
        bios_.push_back(row[1]);
      } else if (!values_.emplace(key, row[1]).second) {
        found.add(row[0].where, "a second row of " + key, "one");
      }
    }
  }

  const std::vector<cell>& bios() const { return bios_; }

  /// The value's cell; an empty one, reported, when the key is missing.
  cell at(const std::string& key) const {
    if (const auto at = values_.find(key); at != values_.end()) return at->second;
    found_.add(where_, "no row of " + key, "one");
    return {{}, where_};
  }

  cell filled(const std::string& key) const {
    const cell value = at(key);
    if (value.empty() && values_.contains(key)) required(value, found_);
    return value;
  }

  bool has(const std::string& key) const { return values_.contains(key); }

 private:
  static const std::set<std::string>& known() {
    static const std::set<std::string> keys{"language",
                                            "script",
                                            "country",
                                            "country_name",
                                            "transliteration",
                                            "name_order",
                                            "name_separator",
                                            "accept_language",
                                            "street_line",
                                            "unit_line",
                                            "number_max",
                                            "number2_max",
                                            "number3_max",
                                            "title_f",
                                            "title_m",
                                            "title_x",
                                            "bio",
                                            "company_pattern"};
    return keys;
  }

  place where_;
  problems& found_;
  std::map<std::string, cell> values_;
  std::vector<cell> bios_;
};

constexpr std::size_t least_bios = 3;

void read_codes(const locale_source& source, const key_values& from, locale_values& out,
                problems& found) {
  const cell language = from.filled("language");
  out.language = language.text;
  const cell country = from.filled("country");
  const std::string primary = out.language.substr(0, out.language.find('-'));
  if (source.code != primary + '_' + std::string(country.text))
    found.add(language.where,
              in_quotes(out.language) + " and " + in_quotes(country.text) + " in the folder " +
                  source.code,
              "language and country of the folder's name");
  out.country = one_of(country, codes(source.shared.countries), found);
  const cell script = from.filled("script");
  out.script_code = script.text;
  if (const auto known = script_of(script.text))
    out.script = *known;
  else
    found.add(script.where, in_quotes(script.text),
              "one of Latn, Jpan, Hans, Hang, Deva, Arab, Cyrl");
  out.transliteration = static_cast<text::transliteration>(
      one_of(from.filled("transliteration"), {"plain", "german"}, found));
  const cell accepted = from.filled("accept_language");
  out.accept_language = accepted.text;
  const std::string wanted =
      source.code.substr(0, primary.size()) + '-' + std::string(country.text);
  if (!out.accept_language.starts_with(wanted) ||
      out.accept_language.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-,;=.") != std::string::npos)
    found.add(accepted.where, in_quotes(out.accept_language),
              "a list of languages that starts with " + wanted + ", without blanks");
}

void read_lines(const key_values& from, locale_values& out, problems& found) {
  const cell street = from.filled("street_line");
  out.street_line = street.text;
  check_template(street, {"{street}", "{number}"}, {"{number2}", "{number3}"}, found);
  const cell unit = from.filled("unit_line");
  out.unit_line = unit.text;
  check_template(unit, {"{unit}"}, {}, found);
  const std::array<std::string, 3> numbers{"number", "number2", "number3"};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string key = numbers[i] + "_max";
    const bool used = out.street_line.find('{' + numbers[i] + '}') != std::string::npos;
    if (used)
      out.number_max[i] =
          static_cast<std::uint32_t>(whole_number(from.filled(key), 1, 100'000, found));
    else if (from.has(key) && !from.at(key).empty())
      found.add(from.at(key).where, key + " without {" + numbers[i] + "} in street_line",
                "no value where no number is used");
  }
}

void read_phrases(const key_values& from, locale_values& out, problems& found) {
  const std::array<std::string, 3> honorifics{"title_f", "title_m", "title_x"};
  for (std::size_t i = 0; i < honorifics.size(); ++i) {
    const cell value = from.at(honorifics[i]);
    check_script(value, out.script, text_kind::phrase, found);
    out.honorific[i] = value.text;
  }
  for (const cell& bio : from.bios()) {
    required(bio, found);
    check_template(bio, {"{name}", "{title}", "{company}"}, {}, found);
    check_script(bio, out.script, text_kind::phrase, found);
    out.bios.emplace_back(bio.text);
  }
  const cell company = from.filled("company_pattern");
  check_template(company, {"{stem}", "{trade}"}, {}, found);
  out.company_pattern = company.text;
}

}  // namespace

void read_values(const locale_source& source, locale_tables& out, problems& found) {
  const table from(source.file("locale.tsv"), source.name("locale.tsv"), {"key", "value"}, found);
  const key_values values(from, found);
  read_codes(source, values, out.values, found);
  const cell country = values.filled("country_name");
  check_script(country, out.values.script, text_kind::name, found);
  out.values.country_name = country.text;
  out.values.family_first = one_of(values.filled("name_order"), {"given", "family"}, found) == 1;
  const bool apart = one_of(values.filled("name_separator"), {"space", "none"}, found) == 0;
  out.values.name_separator = apart ? " " : "";
  read_lines(values, out.values, found);
  read_phrases(values, out.values, found);
  if (out.values.bios.size() < least_bios)
    found.add(from.where(), std::to_string(out.values.bios.size()) + " bios",
              std::to_string(least_bios) + " or more");
}

locale_tables read_locale_tables(const std::filesystem::path& data, const std::string& code,
                                 const shared_tables& shared, problems& found) {
  const locale_source source{data / code, code, shared};
  locale_tables out;
  out.code = code;
  read_values(source, out, found);
  read_names(source, out, found);
  read_places(source, out, found);
  read_work(source, out, found);
  return out;
}

}  // namespace veriload::personas::pack

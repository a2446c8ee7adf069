#include "core/personas/rules/handle.hpp"
#include "core/personas/rules/rule_functions.hpp"
#include "core/personas/rules/subject.hpp"

#include <algorithm>
#include <array>

namespace veriload::personas::rules {
namespace {

struct platform {
  field name, handle;
  std::string_view word;
  std::string_view separator;  // instead of the dots of the user name
};

constexpr std::array<platform, 4> platforms{
    {{field::x_platform, field::x_handle, "x", "_"},
     {field::instagram_platform, field::instagram_handle, "instagram", "."},
     {field::linkedin_platform, field::linkedin_handle, "linkedin", "-"},
     {field::github_platform, field::github_handle, "github", ""}}};

std::string in_order(const subject& who, std::string_view given, std::string_view family,
                     std::string_view separator) {
  return who.locale().values().family_first ? joined({family, separator, given})
                                            : joined({given, separator, family});
}

std::string with_dots_as(std::string_view separator, std::string_view username) {
  std::string out;
  for (const char c : username) {
    if (c == '.') {
      out += separator;
    } else {
      out += c;
    }
  }
  return out;
}

bool has(const auto& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

}  // namespace

void r1_names_and_title(subject& who) {
  const std::string locale(who.locale().values().code);
  const std::optional<image::gender> bearer = who.gender();
  if (!bearer) who.wrong("R1", field::gender, "female, male or x");

  const std::vector<image::given_row> given = who.given_rows();
  if (given.empty()) {
    who.wrong("R1", field::given_name, "a given name of " + locale);
  } else if (bearer && std::ranges::none_of(given, [&](const image::given_row& row) {
               return row.gender == *bearer || row.gender == image::gender::either ||
                      bearer == image::gender::either;
             })) {
    who.wrong("R1", field::given_name, "a given name of " + locale + " for person.gender",
              {field::gender});
  }

  const std::string_view name = who[field::family_name];
  const std::vector<image::family_row> family = who.family_rows();
  if (family.empty()) {
    who.wrong("R1", field::family_name, "a family name of " + locale);
  } else if (bearer && std::ranges::none_of(family, [&](const image::family_row& row) {
               const bool inflected = bearer == image::gender::female && !row.feminine.empty();
               return name == (inflected ? row.feminine : row.name);
             })) {
    who.wrong("R1", field::family_name, "the form of the family name for person.gender",
              {field::gender});
  }

  if (!bearer) return;
  const std::string_view title = who.locale().values().honorific[static_cast<std::size_t>(*bearer)];
  if (who[field::title] == title) return;
  // A title of learning or office goes with any gender; only another gender's contradicts it.
  const std::string words = "how " + locale + " addresses person.gender";
  if (has(who.locale().values().honorific, who[field::title])) {
    who.wrong("R1", field::title, words, {field::gender}, std::string(title));
  } else {
    who.unlike("R1", field::title, words, {field::gender}, std::string(title));
  }
}

void r2_order_of_names(subject& who) {
  const std::string name = in_order(who, who[field::given_name], who[field::family_name],
                                    who.locale().values().name_separator);
  if (who[field::name] != name) {
    who.wrong("R2", field::name, "both names in the order of the locale",
              {field::given_name, field::family_name}, name);
  }
  std::string latin;
  for (const std::string& given : who.latin_given()) {
    for (const std::string& family : who.latin_family()) {
      latin = in_order(who, given, family, " ");
      if (who[field::name_latin] == latin) return;
    }
  }
  who.wrong("R2", field::name_latin, "both names romanised in the order of the locale",
            {field::given_name, field::family_name}, latin);
}

void r3_username_and_handles(subject& who) {
  const std::string_view username = who[field::username];
  const std::optional<handle> read = read_handle(username, '.');
  const std::vector<std::string> given = who.slugs_of(who.latin_given());
  const std::vector<std::string> family = who.slugs_of(who.latin_family());
  // Names that were given do not count their namesakes: the place in the pool does.
  const bool numbered =
      read && (counts_namesakes(read->digits) ||
               (whole_number(read->digits) == 1 && who.number(field::index) == 0));
  if (!read || !numbered || !has(given, read->first) || !has(family, read->last)) {
    who.unlike(
        "R3", field::username,
        "both names in the letters a to z with a dot between, behind them a number from 2 on "
        "or none",
        {field::given_name, field::family_name}, given.front() + "." + family.front());
  }
  for (const platform& where : platforms) {
    if (who[where.name] != where.word) {
      who.wrong("R3", where.name, "the platform's name", {}, std::string(where.word));
    }
    const std::string spelled = with_dots_as(where.separator, username);
    if (who[where.handle] != spelled) {
      who.wrong("R3", where.handle, "person.username as the platform spells it", {field::username},
                spelled);
    }
  }
}

}  // namespace veriload::personas::rules

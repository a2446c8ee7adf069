#include "core/personas/engine/person.hpp"
#include "core/personas/fields/digits.hpp"

namespace veriload::personas {
namespace {

constexpr std::uint16_t any_decade = 0xffff;

std::string_view word_of(image::gender gender) {
  return gender == image::gender::female ? "female" : gender == image::gender::male ? "male" : "x";
}

std::optional<image::gender> gender_of(std::optional<std::string_view> word) {
  if (!word) return std::nullopt;
  if (*word == "female") return image::gender::female;
  if (*word == "male") return image::gender::male;
  return image::gender::either;
}

bool fits(image::gender name, image::gender wanted) {
  return name == wanted || name == image::gender::either || wanted == image::gender::either;
}

bool usual_in(std::uint16_t decades, int year) {
  const int bit = (year - image::first_decade) / 10;
  return year >= image::first_decade && bit < image::decades && ((decades >> bit) & 1) != 0;
}

// The row of a group by its width; one row needs no draw.
template <class Draw>
std::uint32_t row_in(const image::name_groups& groups, std::uint32_t group, const Draw& draw) {
  const image::range rows = groups.rows(group);
  if (rows.count == 1) return rows.first;
  const std::uint32_t from = groups.row_edge(rows.first);
  const auto at = from + static_cast<std::uint32_t>(scaled(draw(), groups.width(group)));
  std::uint32_t row = rows.first;
  while (groups.row_edge(row + 1) <= at)
    ++row;
  return row;
}

// The row that a place in the width of all rows falls into.
std::uint32_t row_at(const image::name_groups& groups, std::uint32_t rows, std::uint32_t place) {
  std::uint32_t first = 0, last = rows;
  while (last - first > 1) {
    const std::uint32_t middle = first + (last - first) / 2;
    (groups.row_edge(middle) <= place ? first : last) = middle;
  }
  return first;
}

}  // namespace

const person_names& person::names() {
  if (names_) return *names_;
  person_names made;
  choose_generated(made);
  if (given_ != nullptr && !given_->empty()) {
    choose_given_name(made);
    choose_family_name(made);
  }
  return names_.emplace(made);
}

// Who bears a name of both kinds is a woman or a man alike, one in twenty-five neither.
image::gender person::drawn_gender() const {
  const std::uint64_t lot = scaled(bits(purpose::gender), 100);
  return lot < 48 ? image::gender::female : lot < 96 ? image::gender::male : image::gender::either;
}

void person::choose_generated(person_names& made) const {
  const image::name_groups first = locale_.tables.given_groups();
  const image::name_groups last = locale_.tables.family_groups();
  const name_place& place = basis_.names;
  const image::given_row given = locale_.tables.given(
      row_in(first, place.given_group, [&] { return bits(purpose::given_row); }));
  made.given = given.name;
  made.given_latin = given.latin;
  made.given_slug = first.slug(place.given_group);
  made.decades = given.decades;
  made.gender = given.gender == image::gender::either ? drawn_gender() : given.gender;

  const std::uint32_t row =
      row_in(last, place.family_group, [&] { return bits(purpose::family_row); });
  const image::family_row family = locale_.tables.family(row);
  made.family = family.name;
  made.family_latin = family.latin;
  made.family_slug = last.slug(place.family_group);
  locale_set sets = locale_.family_sets[place.family_group];
  if (made.gender == image::gender::female && !family.feminine.empty()) {
    made.family = family.feminine;
    if (!locale_.feminine_slugs[row].empty()) {
      made.family_slug = locale_.feminine_slugs[row];
      sets = locale_.feminine_sets[row];
    }
  }
  made.number =
      number_of_copy(place.copy, locale_.given_sets[place.given_group], sets, basis_.locale);
}

// A given name that is given, or one that fits a given gender and birth.
void person::choose_given_name(person_names& made) {
  const std::optional<image::gender> wanted = gender_of(given(field::gender));
  // Years in which the bearer can be born.
  int first = 0, last = 0;
  if (has(field::birthdate) || has(field::age)) {
    first = last = year_of(birth());
  } else if (const int least_age = youngest(); least_age > 0) {
    first = image::first_decade;
    last = year_of(latest_birth(least_age, world_.reference()));
  }
  const auto suits = [&](image::gender gender, std::uint16_t decades) {
    if (wanted && !fits(gender, *wanted)) return false;
    for (int year = first; year <= last && first > 0; ++year) {
      if (usual_in(decades, year)) return true;
    }
    return first == 0;
  };
  const image::name_groups groups = locale_.tables.given_groups();
  const auto take = [&](const image::given_row& row) {
    made.decades = row.decades;
    made.given_latin = row.latin;
    made.gender = wanted                                ? *wanted
                  : row.gender == image::gender::either ? drawn_gender()
                                                        : row.gender;
  };
  if (const auto name = given(field::given_name)) {
    made.own = true;
    made.given = *name;
    made.given_latin = {};
    made.decades = any_decade;
    made.gender = wanted.value_or(drawn_gender());
    for (std::uint32_t row = 0; row < locale_.tables.given_names(); ++row) {
      const image::given_row known = locale_.tables.given(row);
      if (known.name != *name) continue;
      // Who bears it against its gender or time reads it like the others.
      if (made.given_latin.empty()) made.given_latin = known.latin;
      if (!suits(known.gender, known.decades)) continue;
      take(known);
      break;
    }
    const std::string_view letters = made.given_latin.empty() ? made.given : made.given_latin;
    given_slug_ = text::slug(letters, locale_.values.transliteration).value_or("");
    if (given_slug_.empty()) given_slug_ = "user";
    made.given_slug = given_slug_;
    return;
  }
  if (suits(made.gender, made.decades)) {
    if (wanted) made.gender = *wanted;
    return;
  }
  made.own = true;
  for (std::uint32_t turn = 1; turn <= 64; ++turn) {
    const auto at =
        static_cast<std::uint32_t>(scaled(bits(purpose::given_row, turn), groups.total()));
    const std::uint32_t row = row_at(groups, locale_.tables.given_names(), at);
    const image::given_row drawn = locale_.tables.given(row);
    if (!suits(drawn.gender, drawn.decades)) continue;
    take(drawn);
    made.given = drawn.name;
    const std::string_view letters = drawn.latin.empty() ? drawn.name : drawn.latin;
    given_slug_ = text::slug(letters, locale_.values.transliteration).value_or("user");
    made.given_slug = given_slug_;
    return;
  }
  if (wanted) made.gender = *wanted;  // a year that no name of the tables suits
}

// A family name that is given, or the form for a given gender.
void person::choose_family_name(person_names& made) {
  const image::name_groups groups = locale_.tables.family_groups();
  const auto slug_of = [&](std::string_view name, std::string_view latin) {
    family_slug_ =
        text::slug(latin.empty() ? name : latin, locale_.values.transliteration).value_or("");
    if (family_slug_.empty()) family_slug_ = "user";
    made.family_slug = family_slug_;
  };
  if (const auto name = given(field::family_name)) {
    made.own = true;
    made.family = *name;
    made.family_latin = {};
    for (std::uint32_t row = 0; row < locale_.tables.family_names(); ++row) {
      const image::family_row known = locale_.tables.family(row);
      if (known.name != *name) continue;
      made.family_latin = known.latin;
      break;
    }
    return slug_of(made.family, made.family_latin);
  }
  if (!made.own && !has(field::gender)) return;
  const std::uint32_t row =
      row_in(groups, basis_.names.family_group, [&] { return bits(purpose::family_row); });
  const image::family_row family = locale_.tables.family(row);
  const bool feminine = made.gender == image::gender::female && !family.feminine.empty();
  const std::string_view form = feminine ? family.feminine : family.name;
  if (!made.own && form == made.family) return;
  made.own = true;
  made.family = form;
  slug_of(made.family, family.latin);
}

// lena.weber, lena.weber2: letters and one dot, then digits, so that no two pairs read alike.
void person::append_username(std::string& out) {
  if (const auto chosen = given(field::username)) {
    out += *chosen;
    return;
  }
  append_handle('.', out);
}

void person::append_handle(char separator, std::string& out) {
  if (const auto chosen = given(field::username)) {
    for (const char c : *chosen) {
      if (c != '.') {
        out += c;
      } else if (separator != '\0') {
        out += separator;
      }
    }
    return;
  }
  const person_names& who = names();
  out += who.given_slug;
  if (separator != '\0') out += separator;
  out += who.family_slug;
  if (who.own) {
    append_number(basis_.index + 1, out);
  } else if (who.number != 0) {
    append_number(who.number, out);
  }
}

void person::append_name(field which, std::string& out) {
  const person_names& who = names();
  const auto in_order = [&](std::string_view given, std::string_view family,
                            std::string_view separator) {
    out += locale_.values.family_first ? family : given;
    out += separator;
    out += locale_.values.family_first ? given : family;
  };
  switch (which) {
    case field::given_name:
      out += who.given;
      return;
    case field::family_name:
      out += who.family;
      return;
    case field::name:
      return in_order(who.given, who.family, locale_.values.name_separator);
    case field::name_latin:
      return in_order(who.given_latin.empty() ? who.given : who.given_latin,
                      who.family_latin.empty() ? who.family : who.family_latin, " ");
    case field::gender:
      out += word_of(who.gender);
      return;
    default:
      out += locale_.values.honorific[static_cast<std::size_t>(who.gender)];
  }
}

}  // namespace veriload::personas

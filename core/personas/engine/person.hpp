// One persona, computed as far as it is asked for. Flow: basis -> [person] -> values of fields.
#pragma once

#include "core/personas/engine/given_values.hpp"
#include "core/personas/engine/world.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas {

/// The names and what follows from them. `own`: a given value chose them, so their slugs do not
/// number the namesakes and the index does.
struct person_names {
  std::string_view given, family;
  std::string_view given_latin, family_latin;  ///< empty where the name is Latin already
  std::string_view given_slug, family_slug;
  std::uint64_t number = 0;  ///< behind the user name; 0 for none
  image::gender gender = image::gender::either;
  std::uint16_t decades = 0;
  bool own = false;
};

/// `city` and `region` are numbers of the locale's tables.
struct person_home {
  std::uint32_t city = 0;
  std::uint32_t region = 0;
};

struct person_company {
  company_place place;
  bool own = false;  ///< a given value chose its name, industry or domain
};

/// What a company is like, apart from who it is.
struct company_size {
  std::uint32_t band = 0;
  std::uint32_t employees = 0;
  int founded = 0;
  std::uint32_t departments = 0;       ///< how many of the industry's
  std::uint32_t first_department = 0;  ///< they follow each other from here, around the end
};

struct person_work {
  image::title_row title;
  std::uint32_t education = 0;
  int graduation = 0;  ///< year
  int start = 0;       ///< year
};

/// Values are functions of the world, the basis and the given values alone; each part is computed
/// when a field first needs it, and once. Given values replace what they name, and everything that
/// is derived from them follows, unless the world takes them as given.
///
/// Thread: one at a time; the world is shared. The object is small and meant for the stack.
class person {
 public:
  /// `given` may be null. World and given values must outlive the person.
  person(const world& shared, const persona_basis& basis, const given_values* given = nullptr)
      : world_(shared),
        basis_(basis),
        shown_(given),
        given_(shared.takes_as_given() ? nullptr : given),
        locale_(shared.locale(basis.locale)) {}
  person(const person&) = delete;
  person& operator=(const person&) = delete;

  /// Appends the field's value.
  void append(field which, std::string& out) {
    if (const auto value = shown_ == nullptr ? std::nullopt : shown_->find(which)) {
      out += *value;
    } else {
      derive(which, out);
    }
  }

  std::string text(field which) {
    std::string out;
    append(which, out);
    return out;
  }

  /// For records that are linked to the persona.
  const world_locale& locale() const { return locale_; }
  std::uint32_t industry();
  /// What the draws of the persona's company are numbered by, unique in the pool.
  std::uint64_t company_number() {
    company();
    return company_key();
  }

 private:
  std::optional<std::string_view> given(field which) const {
    return given_ == nullptr ? std::nullopt : given_->find(which);
  }
  bool has(field which) const { return given_ != nullptr && given_->has(which); }
  // As append, but a value that is only shown is none that others are made of.
  void derive(field which, std::string& out);
  std::uint64_t bits(purpose why, std::uint32_t turn = 0) const {
    return world_.draws().bits(basis_.index, why, turn);
  }
  std::int64_t between(std::int64_t low, std::int64_t high, purpose why) const {
    return world_.draws().between(low, high, basis_.index, why);
  }

  std::optional<std::uint32_t> given_number(field which) const;

  // person_names.cpp
  const person_names& names();
  void choose_generated(person_names& made) const;
  void choose_given_name(person_names& made);
  void choose_family_name(person_names& made);
  image::gender drawn_gender() const;
  void append_name(field which, std::string& out);
  void append_username(std::string& out);
  void append_handle(char separator, std::string& out);

  // person_birth.cpp
  day birth();
  int youngest();
  int age() { return age_at(birth(), world_.reference()); }

  // person_place.cpp
  const person_home& home();
  std::uint32_t city_of(field city, std::initializer_list<field> regions, std::uint64_t lot) const;
  void append_address(field which, std::string& out);
  void append_postal(std::uint32_t city, std::uint64_t number, purpose why, std::string& out) const;
  void append_street(std::uint64_t number, purpose why, std::string& out) const;
  void append_place(std::uint32_t city, field which, std::string& out) const;
  void append_phone(field which, std::string& out);
  void append_national(std::string_view e164, std::string& out) const;
  static void append_national(const image::phone_row& block, std::string_view digits,
                              std::string& out);

  // person_company.cpp
  const person_company& company();
  const company_size& size();
  std::uint64_t company_key() const;
  void append_company(field which, std::string& out);
  void append_company_name(std::string& out);
  void append_company_domain(std::string& out);
  void append_department(std::uint32_t nth, std::string& out);
  std::uint32_t email_pattern();

  // person_work.cpp
  const person_work& work();
  image::title_row chosen_title();
  void choose_education(person_work& made);
  void append_work(field which, std::string& out);
  void append_salary(std::string& out);

  // person_contact.cpp
  void append_contact(field which, std::string& out);
  void append_email(std::string& out);
  void append_bio(std::string& out);
  void append_network(field which, std::string& out);
  image::device_row chosen_device() const;

  const world& world_;
  persona_basis basis_;
  const given_values* shown_;  // what replaces values
  const given_values* given_;  // and what other values are made of
  const world_locale& locale_;
  std::optional<person_names> names_;
  std::optional<day> birth_;
  std::optional<person_home> home_;
  std::optional<person_company> company_;
  std::optional<company_size> size_;
  std::optional<person_work> work_;
  std::string given_slug_, family_slug_;  // of names that no table has
};

}  // namespace veriload::personas

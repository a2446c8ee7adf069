// The tables of one locale, read where they lie in the image. Flow: image -> [locale view] ->
// persona source.
#pragma once

#include "core/personas/image/format.hpp"
#include "core/personas/image/rows.hpp"
#include "core/personas/image/views.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace veriload::personas::image {

/// A value of two pointers; valid as long as the image, any thread. Every number must be below the
/// size of its table. A `..._choice` picks numbers of the table it is named after.
class locale_view {
 public:
  locale_view(base image, const format::locale* at) : image_(image), at_(at) {}

  /// Such as `de_DE`.
  std::string_view code() const { return read_text(image_, at_->code); }
  locale_row values() const;
  country_row country() const;
  /// Of the country, by level.
  salary_row salary(std::uint32_t level) const;

  std::uint32_t bios() const { return at_->bios.count; }
  std::string_view bio(std::uint32_t number) const;

  name_groups given_groups() const { return {image_, at_->given_groups}; }
  std::uint32_t given_names() const { return at_->given_rows.count; }
  given_row given(std::uint32_t row) const;

  name_groups family_groups() const { return {image_, at_->family_groups}; }
  std::uint32_t family_names() const { return at_->family_rows.count; }
  family_row family(std::uint32_t row) const;

  std::uint32_t regions() const { return at_->regions.count; }
  region_row region(std::uint32_t number) const;

  std::uint32_t cities() const { return at_->cities.count; }
  city_row city(std::uint32_t number) const;
  /// By inhabitants over the whole country, or inside one region.
  alias_view city_choice() const { return {image_, at_->city_choice}; }
  alias_view city_choice(std::uint32_t region) const;
  /// The city of that name, inside `region` unless that is whole_country; looks at them one by one.
  std::optional<std::uint32_t> find_city(std::string_view name, std::uint32_t region) const;
  /// By name or code; looks at them one by one.
  std::optional<std::uint32_t> find_region(std::string_view name_or_code) const;
  /// A postal pattern: `#` any digit, `@` any capital letter, the rest as it is.
  std::string_view postal(std::uint32_t number) const;

  std::uint32_t streets() const { return at_->streets.count; }
  std::string_view street(std::uint32_t number) const;
  alias_view street_choice() const { return {image_, at_->street_choice}; }

  /// Titles are sorted by industry, then level.
  std::uint32_t titles() const { return at_->titles.count; }
  title_row title(std::uint32_t number) const;
  range titles_of(std::uint32_t industry) const { return industry_part(industry).titles; }
  alias_view title_choice(std::uint32_t industry) const;
  alias_view title_choice(std::uint32_t industry, std::uint32_t level) const;

  std::uint32_t departments() const { return at_->departments.count; }
  std::string_view department(std::uint32_t number) const;
  range departments_of(std::uint32_t industry) const { return industry_part(industry).departments; }
  alias_view department_choice(std::uint32_t industry) const;

  std::uint32_t studies() const { return at_->studies.count; }
  std::string_view study(std::uint32_t number) const;
  range studies_of(std::uint32_t industry) const { return industry_part(industry).studies; }
  alias_view study_choice(std::uint32_t industry) const;

  std::uint32_t stems() const { return at_->stems.count; }
  word_row stem(std::uint32_t number) const;
  alias_view stem_choice() const { return {image_, at_->stem_choice}; }
  std::uint32_t trades() const { return at_->trades.count; }
  word_row trade(std::uint32_t number) const;
  range trades_of(std::uint32_t industry) const { return industry_part(industry).trades; }
  alias_view trade_choice(std::uint32_t industry) const;

  std::uint32_t legal_forms() const { return at_->legal_forms.count; }
  /// A template around the company's name: `{} GmbH`.
  std::string_view legal_form(std::uint32_t number) const;
  alias_view legal_form_choice() const { return {image_, at_->legal_form_choice}; }

  /// Blocks of the country; a block of a region that the locale does not have is left out.
  std::uint32_t phones() const { return at_->phones.count; }
  phone_row phone(std::uint32_t number) const;
  /// Blocks of exactly that region, or those without a place for whole_country, by how many numbers
  /// they hold. Empty when there are none: the caller then asks for whole_country, then for the
  /// other policy.
  alias_view phone_choice(phone_policy policy, std::uint32_t region) const;

 private:
  format::local_industry industry_part(std::uint32_t industry) const {
    return read_record<format::local_industry>(image_, at_->industries, industry);
  }

  base image_;
  const format::locale* at_;
};

}  // namespace veriload::personas::image

#include "core/personas/image/locale_view.hpp"

namespace veriload::personas::image {

locale_row locale_view::values() const {
  const auto text_at = [&](const format::text& at) { return read_text(image_, at); };
  const format::locale& row = *at_;
  return {.code = text_at(row.code),
          .language = text_at(row.language),
          .script = text_at(row.script),
          .country_name = text_at(row.country_name),
          .accept_language = text_at(row.accept_language),
          .name_separator = text_at(row.name_separator),
          .street_line = text_at(row.street_line),
          .unit_line = text_at(row.unit_line),
          .company_pattern = text_at(row.company_pattern),
          .honorific = {text_at(row.honorific[0]), text_at(row.honorific[1]),
                        text_at(row.honorific[2])},
          .number_max = row.number_max,
          .transliteration = static_cast<text::transliteration>(row.transliteration),
          .family_first = row.family_first != 0};
}

country_row locale_view::country() const {
  const auto& row = at_->country;
  return {read_text(image_, row.code),
          read_text(image_, row.calling_code),
          read_text(image_, row.currency),
          read_text(image_, row.postal_letters),
          row.exponent,
          row.tax_percent,
          row.per_100_dollars};
}

salary_row locale_view::salary(std::uint32_t level) const {
  const auto row = read_record<format::salary>(image_, at_->country.salaries, level);
  return {row.least, row.most};
}

std::string_view locale_view::bio(std::uint32_t number) const {
  return read_text(image_, read_record<format::text>(image_, at_->bios, number));
}

given_row locale_view::given(std::uint32_t row_number) const {
  const auto row = read_record<format::given>(image_, at_->given_rows, row_number);
  return {read_text(image_, row.name), read_text(image_, row.latin),
          static_cast<image::gender>(row.gender), row.decades, row.weight};
}

family_row locale_view::family(std::uint32_t row_number) const {
  const auto row = read_record<format::family>(image_, at_->family_rows, row_number);
  return {read_text(image_, row.name), read_text(image_, row.feminine),
          read_text(image_, row.latin), row.weight};
}

region_row locale_view::region(std::uint32_t number) const {
  const auto row = read_record<format::region>(image_, at_->regions, number);
  return {read_text(image_, row.code), read_text(image_, row.name), row.cities};
}

city_row locale_view::city(std::uint32_t number) const {
  const auto row = read_record<format::city>(image_, at_->cities, number);
  return {read_text(image_, row.name),
          read_text(image_, row.zone),
          row.region,
          row.weight,
          row.latitude_e4,
          row.longitude_e4,
          row.postal};
}

alias_view locale_view::city_choice(std::uint32_t region) const {
  return {image_, read_record<format::region>(image_, at_->regions, region).city_choice};
}

std::optional<std::uint32_t> locale_view::find_city(std::string_view name,
                                                    std::uint32_t region) const {
  const range among = region == whole_country ? range{0, cities()} : this->region(region).cities;
  for (std::uint32_t number = among.first; number < among.first + among.count; ++number)
    if (city(number).name == name) return number;
  return std::nullopt;
}

std::optional<std::uint32_t> locale_view::find_region(std::string_view name_or_code) const {
  for (std::uint32_t number = 0; number < regions(); ++number) {
    const region_row row = region(number);
    if (row.name == name_or_code || row.code == name_or_code) return number;
  }
  return std::nullopt;
}

std::string_view locale_view::postal(std::uint32_t number) const {
  return read_text(image_, read_record<format::text>(image_, at_->postals, number));
}

std::string_view locale_view::street(std::uint32_t number) const {
  return read_text(image_, read_record<format::street>(image_, at_->streets, number).name);
}

title_row locale_view::title(std::uint32_t number) const {
  const auto row = read_record<format::title>(image_, at_->titles, number);
  return {read_text(image_, row.name),
          read_text(image_, row.feminine),
          row.industry,
          row.level,
          row.education,
          row.weight};
}

alias_view locale_view::title_choice(std::uint32_t industry) const {
  return {image_, industry_part(industry).title_choice};
}

alias_view locale_view::title_choice(std::uint32_t industry, std::uint32_t level) const {
  const std::uint32_t levels = at_->level_titles.count / at_->industries.count;
  return {image_, read_record<format::alias>(image_, at_->level_titles, industry * levels + level)};
}

std::string_view locale_view::department(std::uint32_t number) const {
  return read_text(image_, read_record<format::word>(image_, at_->departments, number).name);
}

alias_view locale_view::department_choice(std::uint32_t industry) const {
  return {image_, industry_part(industry).department_choice};
}

std::string_view locale_view::study(std::uint32_t number) const {
  return read_text(image_, read_record<format::word>(image_, at_->studies, number).name);
}

alias_view locale_view::study_choice(std::uint32_t industry) const {
  return {image_, industry_part(industry).study_choice};
}

word_row locale_view::stem(std::uint32_t number) const {
  const auto row = read_record<format::word>(image_, at_->stems, number);
  return {read_text(image_, row.name), read_text(image_, row.slug), row.industry};
}

word_row locale_view::trade(std::uint32_t number) const {
  const auto row = read_record<format::word>(image_, at_->trades, number);
  return {read_text(image_, row.name), read_text(image_, row.slug), row.industry};
}

alias_view locale_view::trade_choice(std::uint32_t industry) const {
  return {image_, industry_part(industry).trade_choice};
}

std::string_view locale_view::legal_form(std::uint32_t number) const {
  return read_text(image_,
                   read_record<format::legal_form>(image_, at_->legal_forms, number).pattern);
}

phone_row locale_view::phone(std::uint32_t number) const {
  const auto row = read_record<format::phone>(image_, at_->phones, number);
  return {read_text(image_, row.prefix),
          read_text(image_, row.national),
          row.first[0] | std::uint64_t{row.first[1]} << 32U,
          row.count,
          row.digits,
          row.region,
          static_cast<phone_policy>(row.policy)};
}

alias_view locale_view::phone_choice(phone_policy policy, std::uint32_t region) const {
  const auto which = static_cast<std::size_t>(policy);
  if (region == whole_country) return {image_, at_->phone_choice[which]};
  return {image_, read_record<format::region>(image_, at_->regions, region).phone_choice[which]};
}

}  // namespace veriload::personas::image

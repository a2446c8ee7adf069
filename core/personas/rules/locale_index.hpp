// The tables of a locale, found by the texts that personas show. Flow: image -> [locale index] ->
// rules.
#pragma once

#include "core/personas/image/locale_view.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace veriload::personas::rules {

/// Rows by text; several may have the same.
using rows_by_text = std::unordered_multimap<std::string_view, std::uint32_t>;

/// One way to read a company's name: numbers of the locale's tables.
struct company_reading {
  std::uint32_t form;
  std::uint32_t stem;
  std::uint32_t trade;
};

/// Texts are those of the image, which must outlive the index. Thread: immutable.
class locale_index {
 public:
  explicit locale_index(const image::locale_view& of);

  const image::locale_view& tables() const { return tables_; }
  const image::locale_row& values() const { return values_; }
  const image::country_row& country() const { return country_; }

  std::vector<image::given_row> given_names(std::string_view name) const;
  /// By either form.
  std::vector<image::family_row> family_names(std::string_view name) const;
  std::vector<image::city_row> cities(std::string_view name) const;
  /// By either form.
  std::vector<image::title_row> titles(std::string_view title) const;
  bool has_street(std::string_view name) const { return streets_.contains(name); }

  /// Every legal form, stem and trade that make this name by the locale's pattern.
  std::vector<company_reading> read_company(std::string_view name) const;

 private:
  void read_core(std::string_view core, std::uint32_t form,
                 std::vector<company_reading>& found) const;

  image::locale_view tables_;
  image::locale_row values_;
  image::country_row country_;
  rows_by_text given_, family_, cities_, titles_, stems_;
  std::unordered_set<std::string_view> streets_;
};

}  // namespace veriload::personas::rules

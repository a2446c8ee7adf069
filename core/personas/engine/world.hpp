// Everything that all personas of a run share. Flow: plan, tables -> [world] -> person.
#pragma once

#include "core/config/plan.hpp"
#include "core/personas/draws/draw.hpp"
#include "core/personas/engine/company_shares.hpp"
#include "core/personas/engine/name_shares.hpp"
#include "core/personas/engine/slug_sharing.hpp"
#include "core/personas/fields/calendar.hpp"
#include "core/personas/fields/uuid.hpp"
#include "core/personas/image/image.hpp"
#include "core/personas/locale_mix.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::personas {

/// One entry of data.locales.
struct world_locale {
  image::locale_view tables;
  image::locale_row values;
  image::country_row country;
  std::uint64_t count;
  name_shares names;
  company_shares companies;
  std::vector<locale_set> given_sets;       ///< by group
  std::vector<locale_set> family_sets;      ///< by group
  std::vector<locale_set> feminine_sets;    ///< by row; 0 where the row has no feminine form
  std::vector<std::string> feminine_slugs;  ///< by row
  std::vector<locale_set> stem_sets;
  std::vector<locale_set> trade_sets;
  std::vector<int> youngest;  ///< by industry: the age at which somebody can work there
};

/// The place of one persona in all that is shared: what need not be computed twice.
struct persona_basis {
  std::uint64_t index;
  std::uint64_t rank;  ///< among the personas of its locale
  name_place names;
  std::uint32_t locale;  ///< position in data.locales

  bool operator==(const persona_basis&) const = default;
};

/// Built once; throws setup_error for a locale, date or domain that cannot be, with its place in
/// the configuration. Thread: immutable.
class world {
 public:
  world(const image::tables& tables, const config::data_plan& plan);

  persona_basis basis(std::uint64_t index) const;
  /// basis(index).locale, without the rest.
  std::uint32_t locale_of(std::uint64_t index) const { return mix_.at(index).locale; }

  const image::tables& tables() const { return tables_; }
  const draw_source& draws() const { return draws_; }
  const world_locale& locale(std::uint32_t position) const { return locales_[position]; }
  std::uint32_t locales() const { return static_cast<std::uint32_t>(locales_.size()); }

  std::uint64_t count() const { return count_; }
  day reference() const { return reference_; }
  const std::string& email_domain() const { return email_domain_; }
  config::phone_policy phones() const { return phones_; }
  /// Whether given values replace what they name and nothing else, instead of having what depends
  /// on them follow: every data.conflict_mode but repair.
  bool takes_as_given() const { return takes_as_given_; }
  const uuid_sequence& persona_ids() const { return persona_ids_; }
  const uuid_sequence& company_ids() const { return company_ids_; }
  /// Shuffles the lower 32 bits of indices, for network prefixes.
  const bijection& networks() const { return networks_; }

 private:
  void open_locales(const config::data_plan& plan);
  void find_shared_slugs();

  image::tables tables_;
  draw_source draws_;
  std::uint64_t count_;
  day reference_;
  std::string email_domain_;
  config::phone_policy phones_;
  bool takes_as_given_;
  uuid_sequence persona_ids_;
  uuid_sequence company_ids_;
  bijection networks_;
  locale_mix mix_;
  std::vector<world_locale> locales_;
};

}  // namespace veriload::personas

#include "core/personas/engine/world.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"

#include <algorithm>
#include <set>

namespace veriload::personas {
namespace {

std::string at(const base::place& where) {
  const std::string text = where.text();
  return text.empty() ? text : text + ": ";
}

std::vector<double> weights_of(const std::vector<config::locale_share>& locales) {
  std::vector<double> weights;
  for (const config::locale_share& share : locales)
    weights.push_back(share.weight);
  return weights;
}

// By the name and not by the position: another order of the same locales changes nothing else.
std::uint64_t key_of(const draw_source& draws, std::string_view locale) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char c : locale)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return draws.bits(hash, purpose::order);
}

image::locale_view required_locale(const image::tables& tables, const config::locale_share& share) {
  if (const auto found = tables.find_locale(share.locale)) return *found;
  std::vector<std::string_view> known;
  std::string all;
  for (std::uint32_t i = 0; i < tables.locales(); ++i) {
    known.push_back(tables.locale(i).code());
    all += (i == 0 ? "" : ", ") + std::string(known.back());
  }
  const std::string_view near = base::nearest(share.locale, known);
  throw setup_error(at(share.where) + "data.locales: no locale \"" + share.locale + "\"" +
                    (near.empty() ? "" : " (did you mean " + std::string(near) + "?)") +
                    ", expected one of " + all);
}

day reference_of(const config::data_plan& plan) {
  const std::optional<day> found = parse_day(plan.reference_date);
  if (found && year_of(*found) >= 2010 && year_of(*found) <= 2049) return *found;
  throw setup_error(at(plan.reference_date_where) + "data.reference_date is \"" +
                    plan.reference_date +
                    "\", expected a day from 2010-01-01 to 2049-12-31, such as 2026-01-01");
}

// Letters, digits and hyphens in labels of 1 to 63, at most 100 in all so that a user's host below
// it stays within 253.
bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > 100) return false;
  std::size_t label = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '.') {
      const char c = text[i];
      const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      const bool inner_hyphen = c == '-' && label > 0 && i + 1 < text.size() && text[i + 1] != '.';
      if (!letter && !inner_hyphen) return false;
      ++label;
      continue;
    }
    if (label == 0 || label > 63) return false;
    label = 0;
  }
  return true;
}

const std::string& domain_of(const config::data_plan& plan) {
  if (is_domain(plan.email_domain)) return plan.email_domain;
  throw setup_error(at(plan.email_domain_where) + "data.email_domain is \"" + plan.email_domain +
                    "\", expected a domain in lower case, such as example.invalid");
}

std::vector<int> youngest_of(const image::tables& tables, const image::locale_view& locale) {
  std::vector<int> ages;
  for (std::uint32_t industry = 0; industry < tables.industries(); ++industry) {
    const image::range titles = locale.titles_of(industry);
    std::uint32_t least = ~0U;
    for (std::uint32_t i = titles.first; i < titles.first + titles.count; ++i) {
      const image::title_row row = locale.title(i);
      const image::level_row level = tables.level(row.level);
      least =
          std::min(least, std::max(level.min_age, tables.education(row.education).graduation_min +
                                                      level.min_experience));
    }
    ages.push_back(static_cast<int>(least));
  }
  return ages;
}

}  // namespace

world::world(const image::tables& tables, const config::data_plan& plan)
    : tables_(tables),
      draws_(static_cast<std::uint64_t>(plan.seed), tables.engine_version()),
      count_(static_cast<std::uint64_t>(plan.pool_size)),
      reference_(reference_of(plan)),
      email_domain_(domain_of(plan)),
      phones_(plan.phones),
      takes_as_given_(plan.on_conflict != config::conflict_mode::repair),
      persona_ids_(draws_.bits(0, purpose::uuid)),
      company_ids_(draws_.bits(0, purpose::company_uuid)),
      networks_(std::uint64_t{1} << 32, draws_.bits(0, purpose::network)),
      mix_(count_, weights_of(plan.locales), draws_) {
  open_locales(plan);
  find_shared_slugs();
}

void world::open_locales(const config::data_plan& plan) {
  std::set<std::string> seen;
  for (std::uint32_t i = 0; i < plan.locales.size(); ++i) {
    const config::locale_share& share = plan.locales[i];
    const image::locale_view found = required_locale(tables_, share);
    if (!seen.insert(share.locale).second) {
      throw setup_error(at(share.where) + "data.locales has " + share.locale +
                        " twice, expected one entry with the sum of the weights");
    }
    const std::uint64_t key = key_of(draws_, share.locale);
    const std::uint64_t count = mix_.count(i);
    locales_.push_back({found,
                        found.values(),
                        found.country(),
                        count,
                        name_shares(found, count, key),
                        company_shares(tables_, found, count, key),
                        {},
                        {},
                        {},
                        {},
                        {},
                        {},
                        youngest_of(tables_, found)});
  }
  // More would be a mistake of the tables: each locale stands once.
  if (locales_.size() > slug_sharing::most_locales) {
    throw setup_error("data.locales has " + std::to_string(locales_.size()) +
                      " entries, expected at most " + std::to_string(slug_sharing::most_locales));
  }
}

void world::find_shared_slugs() {
  slug_sharing given, family, stems, trades;
  for (std::uint32_t i = 0; i < locales(); ++i) {
    world_locale& one = locales_[i];
    const image::name_groups first = one.tables.given_groups();
    for (std::uint32_t g = 0; g < first.size(); ++g)
      given.add(first.slug(g), i);
    const image::name_groups last = one.tables.family_groups();
    for (std::uint32_t g = 0; g < last.size(); ++g)
      family.add(last.slug(g), i);
    for (std::uint32_t row = 0; row < one.tables.family_names(); ++row) {
      const std::string_view feminine = one.tables.family(row).feminine;
      one.feminine_slugs.push_back(
          feminine.empty() ? std::string()
                           : text::slug(feminine, one.values.transliteration).value_or(""));
      if (!feminine.empty()) family.add(one.feminine_slugs.back(), i);
    }
    for (std::uint32_t s = 0; s < one.tables.stems(); ++s)
      stems.add(one.tables.stem(s).slug, i);
    for (std::uint32_t t = 0; t < one.tables.trades(); ++t)
      trades.add(one.tables.trade(t).slug, i);
  }
  for (world_locale& one : locales_) {
    const image::name_groups first = one.tables.given_groups();
    for (std::uint32_t g = 0; g < first.size(); ++g)
      one.given_sets.push_back(given.of(first.slug(g)));
    const image::name_groups last = one.tables.family_groups();
    for (std::uint32_t g = 0; g < last.size(); ++g)
      one.family_sets.push_back(family.of(last.slug(g)));
    for (const std::string& slug : one.feminine_slugs)
      one.feminine_sets.push_back(slug.empty() ? 0 : family.of(slug));
    for (std::uint32_t s = 0; s < one.tables.stems(); ++s)
      one.stem_sets.push_back(stems.of(one.tables.stem(s).slug));
    for (std::uint32_t t = 0; t < one.tables.trades(); ++t)
      one.trade_sets.push_back(trades.of(one.tables.trade(t).slug));
  }
}

persona_basis world::basis(std::uint64_t index) const {
  const locale_mix::place place = mix_.at(index);
  return {index, place.rank, locales_[place.locale].names.at(place.rank), place.locale};
}

}  // namespace veriload::personas

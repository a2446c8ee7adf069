#include "core/personas/rules/locale_index.hpp"

namespace veriload::personas::rules {
namespace {

template <class Row, class Read>
std::vector<Row> rows_of(const rows_by_text& index, std::string_view text, const Read& read) {
  std::vector<Row> rows;
  const auto [first, last] = index.equal_range(text);
  for (auto at = first; at != last; ++at)
    rows.push_back(read(at->second));
  return rows;
}

}  // namespace

locale_index::locale_index(const image::locale_view& of)
    : tables_(of), values_(of.values()), country_(of.country()) {
  for (std::uint32_t i = 0; i < of.given_names(); ++i)
    given_.emplace(of.given(i).name, i);
  for (std::uint32_t i = 0; i < of.family_names(); ++i) {
    const image::family_row row = of.family(i);
    family_.emplace(row.name, i);
    if (!row.feminine.empty() && row.feminine != row.name) family_.emplace(row.feminine, i);
  }
  for (std::uint32_t i = 0; i < of.cities(); ++i)
    cities_.emplace(of.city(i).name, i);
  for (std::uint32_t i = 0; i < of.streets(); ++i)
    streets_.insert(of.street(i));
  for (std::uint32_t i = 0; i < of.titles(); ++i) {
    const image::title_row row = of.title(i);
    titles_.emplace(row.name, i);
    if (!row.feminine.empty() && row.feminine != row.name) titles_.emplace(row.feminine, i);
  }
  for (std::uint32_t i = 0; i < of.stems(); ++i)
    stems_.emplace(of.stem(i).name, i);
}

std::vector<image::given_row> locale_index::given_names(std::string_view name) const {
  return rows_of<image::given_row>(given_, name, [&](std::uint32_t i) { return tables_.given(i); });
}

std::vector<image::family_row> locale_index::family_names(std::string_view name) const {
  return rows_of<image::family_row>(family_, name,
                                    [&](std::uint32_t i) { return tables_.family(i); });
}

std::vector<image::city_row> locale_index::cities(std::string_view name) const {
  return rows_of<image::city_row>(cities_, name, [&](std::uint32_t i) { return tables_.city(i); });
}

std::vector<image::title_row> locale_index::titles(std::string_view title) const {
  return rows_of<image::title_row>(titles_, title,
                                   [&](std::uint32_t i) { return tables_.title(i); });
}

std::vector<company_reading> locale_index::read_company(std::string_view name) const {
  std::vector<company_reading> found;
  for (std::uint32_t form = 0; form < tables_.legal_forms(); ++form) {
    const std::string_view pattern = tables_.legal_form(form);
    const std::size_t hole = pattern.find("{}");
    if (hole == std::string_view::npos) continue;
    const std::string_view front = pattern.substr(0, hole), back = pattern.substr(hole + 2);
    if (name.size() <= front.size() + back.size() || !name.starts_with(front) ||
        !name.ends_with(back)) {
      continue;
    }
    read_core(name.substr(front.size(), name.size() - front.size() - back.size()), form, found);
  }
  return found;
}

// What stands in the hole of a legal form: stem and trade in the order of the locale.
void locale_index::read_core(std::string_view core, std::uint32_t form,
                             std::vector<company_reading>& found) const {
  constexpr std::string_view stem_hole = "{stem}", trade_hole = "{trade}";
  const std::string_view pattern = values_.company_pattern;
  const std::size_t stem_at = pattern.find(stem_hole), trade_at = pattern.find(trade_hole);
  if (stem_at == std::string_view::npos || trade_at == std::string_view::npos) return;
  const bool stem_first = stem_at < trade_at;
  const std::size_t first_end =
      stem_first ? stem_at + stem_hole.size() : trade_at + trade_hole.size();
  const std::size_t second_at = stem_first ? trade_at : stem_at;
  const std::size_t second_end =
      stem_first ? trade_at + trade_hole.size() : stem_at + stem_hole.size();
  const std::string_view front = pattern.substr(0, stem_first ? stem_at : trade_at);
  const std::string_view between = pattern.substr(first_end, second_at - first_end);
  const std::string_view back = pattern.substr(second_end);
  if (core.size() < front.size() + back.size() || !core.starts_with(front) ||
      !core.ends_with(back)) {
    return;
  }
  core = core.substr(front.size(), core.size() - front.size() - back.size());
  for (std::uint32_t trade = 0; trade < tables_.trades(); ++trade) {
    const std::string_view word = tables_.trade(trade).name;
    if (core.size() <= word.size() + between.size()) continue;
    std::string_view stem;
    if (stem_first) {
      stem = core.substr(0, core.size() - word.size() - between.size());
      if (!core.ends_with(word) || core.substr(stem.size(), between.size()) != between) continue;
    } else {
      stem = core.substr(word.size() + between.size());
      if (!core.starts_with(word) || core.substr(word.size(), between.size()) != between) continue;
    }
    const auto [first, last] = stems_.equal_range(stem);
    for (auto at = first; at != last; ++at)
      found.push_back({form, at->second, trade});
  }
}

}  // namespace veriload::personas::rules

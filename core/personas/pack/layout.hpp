// Checked tables as the bytes of an image. Flow: tables -> [layout] -> file.
#pragma once

#include "core/personas/pack/image_writer.hpp"
#include "core/personas/pack/locale_tables.hpp"
#include "core/personas/pack/shared_tables.hpp"

#include <cstddef>
#include <vector>

namespace veriload::personas::pack {

/// Depends on nothing but the tables: the same tables give the same bytes. The locales must be
/// sorted by code.
std::vector<std::byte> lay_out(const shared_tables& shared,
                               const std::vector<locale_tables>& locales);

/// Parts of it.
image::format::shared write_shared(const shared_tables& from, image_writer& to);
/// Rows of one industry, category or sentiment lie together.
void write_records(const shared_tables& from, image_writer& to, image::format::shared& out);
image::format::locale write_locale(const locale_tables& from, const shared_tables& shared,
                                   image_writer& to);

/// A column of weights.
template <class Row>
std::vector<std::uint32_t> weights_of(const std::vector<Row>& rows) {
  std::vector<std::uint32_t> out;
  for (const Row& row : rows)
    out.push_back(row.weight);
  return out;
}

}  // namespace veriload::personas::pack

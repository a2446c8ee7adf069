#include "core/personas/image/image.hpp"

#include "core/base/assert.hpp"
#include "core/base/setup_error.hpp"
#include "core/personas/image/checksum.hpp"

#include <string>

// Of embedded.S.
extern "C" {
extern const std::byte veriload_persona_image[];
extern const std::byte veriload_persona_image_end[];
}

namespace veriload::personas::image {

locale_view tables::locale(std::uint32_t number) const {
  const base at = image_ + head().locales.offset + std::size_t{number} * sizeof(format::locale);
  return {image_, reinterpret_cast<const format::locale*>(at)};
}

std::optional<locale_view> tables::find_locale(std::string_view code) const {
  for (std::uint32_t number = 0; number < locales(); ++number)
    if (locale(number).code() == code) return locale(number);
  return std::nullopt;
}

industry_row tables::industry(std::uint32_t number) const {
  const auto row = read_record<format::industry>(image_, shared().industries, number);
  return {read_text(image_, row.id), row.salary_percent, row.weight};
}

level_row tables::level(std::uint32_t number) const {
  const auto row = read_record<format::level>(image_, shared().levels, number);
  return {read_text(image_, row.id), row.min_age, row.min_experience, row.weight};
}

education_row tables::education(std::uint32_t number) const {
  const auto row = read_record<format::education>(image_, shared().educations, number);
  return {read_text(image_, row.id), row.graduation_min, row.graduation_max, row.weight};
}

band_row tables::band(std::uint32_t number) const {
  const auto row = read_record<format::band>(image_, shared().bands, number);
  return {read_text(image_, row.id),
          row.employees_min,
          row.employees_max,
          row.age_min,
          row.age_max,
          row.revenue_min_percent,
          row.revenue_max_percent,
          row.weight,
          row.funding};
}

funding_row tables::funding(std::uint32_t number) const {
  const auto row = read_record<format::funding>(image_, shared().fundings, number);
  return {read_text(image_, row.stage), row.band, row.min_age, row.weight};
}

alias_view tables::funding_choice(std::uint32_t band) const {
  return {image_, read_record<format::band>(image_, shared().bands, band).funding_choice};
}

device_row tables::device(std::uint32_t number) const {
  const auto row = read_record<format::device>(image_, shared().devices, number);
  return {read_text(image_, row.user_agent), read_text(image_, row.device),
          read_text(image_, row.os), read_text(image_, row.browser), row.weight};
}

range tables::products_of(std::uint32_t industry) const {
  return read_record<format::industry>(image_, shared().industries, industry).products;
}

product_row tables::product(std::uint32_t number) const {
  const auto row = read_record<format::product>(image_, shared().products, number);
  return {read_text(image_, row.name), row.industry, row.price_min, row.price_max};
}

range tables::payments_of(std::uint32_t industry) const {
  return read_record<format::industry>(image_, shared().industries, industry).payments;
}

payment_row tables::payment(std::uint32_t number) const {
  const auto row = read_record<format::payment>(image_, shared().payments, number);
  return {read_text(image_, row.description), row.category, row.amount_min, row.amount_max};
}

ticket_row tables::ticket(std::uint32_t number) const {
  const auto row = read_record<format::ticket_text>(image_, shared().tickets, number);
  return {read_text(image_, row.subject), read_text(image_, row.description),
          read_text(image_, row.resolution)};
}

review_row tables::review(std::uint32_t number) const {
  const auto row = read_record<format::review_text>(image_, shared().reviews, number);
  return {read_text(image_, row.title), read_text(image_, row.body)};
}

bool tables::intact() const {
  return crc32c({image_ + sizeof(format::header), head().size - sizeof(format::header)}) ==
         head().checksum;
}

tables open(std::span<const std::byte> bytes) {
  if (bytes.size() < sizeof(format::header))
    throw setup_error("persona tables: found " + std::to_string(bytes.size()) +
                      " bytes, expected an image, which has at least " +
                      std::to_string(sizeof(format::header)));
  format::header head;
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.magic != format::magic)
    throw setup_error("persona tables: found no persona image, expected one that starts with VLPD");
  if (head.layout != format::layout)
    throw setup_error("persona tables: found layout " + std::to_string(head.layout) +
                      ", expected " + std::to_string(format::layout) +
                      ": pack the tables with this version's persona_pack");
  if (head.size != bytes.size())
    throw setup_error("persona tables: found " + std::to_string(bytes.size()) +
                      " bytes, expected " + std::to_string(head.size) + " as the header says");
  return tables(bytes.data());
}

const tables& instance() {
  static const tables own = [] {
    const std::span bytes(veriload_persona_image, veriload_persona_image_end);
    const tables found = open(bytes);
    VL_ASSERT(found.industries() > 0, "the packer refuses tables without an industry");
    return found;
  }();
  return own;
}

}  // namespace veriload::personas::image

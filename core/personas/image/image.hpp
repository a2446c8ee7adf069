// The persona tables that the binary carries, or another image of them. Flow: persona_pack ->
// [image] -> persona source.
#pragma once

#include "core/personas/image/format.hpp"
#include "core/personas/image/locale_view.hpp"
#include "core/personas/image/record_rows.hpp"
#include "core/personas/image/rows.hpp"
#include "core/personas/image/views.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veriload::personas::image {

/// All tables: what the locales share, and the locales. A value of one pointer, valid as long as
/// the bytes it reads, any thread; nothing is parsed or allocated.
class tables {
 public:
  explicit tables(base image) : image_(image) {}

  /// Other number, other personas for the same seed.
  std::uint32_t engine_version() const { return head().engine_version; }

  /// Sorted by code.
  std::uint32_t locales() const { return head().locales.count; }
  locale_view locale(std::uint32_t number) const;
  std::optional<locale_view> find_locale(std::string_view code) const;

  std::uint32_t industries() const { return shared().industries.count; }
  industry_row industry(std::uint32_t number) const;
  alias_view industry_choice() const { return {image_, shared().industry_choice}; }

  /// In rising order, as are educations.
  std::uint32_t levels() const { return shared().levels.count; }
  level_row level(std::uint32_t number) const;
  alias_view level_choice() const { return {image_, shared().level_choice}; }

  std::uint32_t educations() const { return shared().educations.count; }
  education_row education(std::uint32_t number) const;
  alias_view education_choice() const { return {image_, shared().education_choice}; }

  std::uint32_t bands() const { return shared().bands.count; }
  band_row band(std::uint32_t number) const;
  alias_view band_choice() const { return {image_, shared().band_choice}; }

  /// Stages of the funding of companies, sorted by band.
  std::uint32_t fundings() const { return shared().fundings.count; }
  funding_row funding(std::uint32_t number) const;
  alias_view funding_choice(std::uint32_t band) const;

  std::uint32_t devices() const { return shared().devices.count; }
  device_row device(std::uint32_t number) const;
  alias_view device_choice() const { return {image_, shared().device_choice}; }

  /// What an industry buys and pays for, never none; texts of tickets and reviews, likewise.
  range products_of(std::uint32_t industry) const;
  product_row product(std::uint32_t number) const;
  range payments_of(std::uint32_t industry) const;
  payment_row payment(std::uint32_t number) const;
  range tickets_of(std::uint32_t category) const { return shared().tickets_of[category]; }
  ticket_row ticket(std::uint32_t number) const;
  range reviews_of(std::uint32_t sentiment) const { return shared().reviews_of[sentiment]; }
  review_row review(std::uint32_t number) const;

  /// Whether the bytes are those that the packer wrote: reads all of them, so for tests.
  bool intact() const;

 private:
  const format::header& head() const { return *reinterpret_cast<const format::header*>(image_); }
  const format::shared& shared() const { return head().tables; }

  base image_;
};

/// Looks at the header alone. `bytes` start at a multiple of 4 and must outlive what is read.
/// Throws setup_error when they are no image, one of another layout, or cut off.
tables open(std::span<const std::byte> bytes);

/// The image inside this binary; opened once, at the first call.
const tables& instance();

}  // namespace veriload::personas::image

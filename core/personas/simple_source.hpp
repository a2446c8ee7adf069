// Plain personas from small built-in word lists. Flow: plan -> [simple source] -> user.
#pragma once

#include "core/config/plan.hpp"
#include "core/personas/locale_shares.hpp"
#include "core/personas/persona_source.hpp"

#include <string>
#include <vector>

namespace veriload::personas {

/// Coherent personas with English names, whatever the locale, which is a label here.
///
/// `persona_id`, `external_id`, `person.username` and `contact.email` are unique inside a pool; the
/// username is made of the name and the position, the e-mail of the username, the title belongs to
/// the industry and `company.industry` equals `job.industry`. Phones are of the ranges reserved for
/// fiction, which are few: not unique. The persona of an index does not depend on the size of the
/// pool.
class simple_source final : public persona_source {
 public:
  /// `count` personas; `locales` holds 1 to 65536 shares.
  simple_source(std::uint64_t count, std::uint64_t seed,
                const std::vector<config::locale_share>& locales);

  std::uint64_t count() const override { return count_; }
  std::span<const std::string_view> fields() const override;
  void value(std::uint64_t index, field_id field, std::string& out) const override;
  std::string_view locale(std::uint64_t index) const override;
  std::uint32_t segment_count() const override;
  std::uint32_t segment(std::uint64_t index) const override;
  std::string_view segment_name(std::uint32_t segment) const override;

 private:
  std::uint64_t draw(std::uint64_t index, std::uint64_t purpose, std::uint64_t bound) const;
  std::uint64_t company(std::uint64_t index) const;
  std::uint32_t industry(std::uint64_t index) const;
  void append_username(std::uint64_t index, std::string& out) const;
  void append_phone(std::uint64_t index, std::string& out) const;
  void append_external_id(std::uint64_t index, std::string& out) const;
  void append_company_name(std::uint64_t index, std::string& out) const;

  std::uint64_t count_;
  std::uint64_t seed_;
  std::vector<std::string> locales_;
  fair_sequence shares_;
  std::vector<std::string> segments_;  // locale-major
};

}  // namespace veriload::personas

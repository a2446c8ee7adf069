#include "core/personas/simple_source.hpp"

#include "core/base/assert.hpp"
#include "core/base/random.hpp"
#include "core/personas/word_lists.hpp"

#include <array>
#include <charconv>

namespace veriload::personas {
namespace {

enum field : field_id {
  persona_id,
  external_id,
  locale_label,
  person_name,
  person_username,
  contact_email,
  contact_phone,
  job_title,
  job_industry,
  company_id,
  company_name,
  company_industry,
  field_count
};

constexpr std::array<std::string_view, field_count> field_names{
    "persona_id",    "external_id",        "locale",    "person.name",  "person.username",
    "contact.email", "contact.phone_e164", "job.title", "job.industry", "company.id",
    "company.name",  "company.industry"};

// What a draw is for: each purpose is a stream of its own, so a new field changes no old one.
enum purpose : std::uint64_t {
  draw_given,
  draw_family,
  draw_company,
  draw_title,
  draw_phone,
  draw_id
};

// As many companies as there are names for, so that a company has one name.
constexpr std::uint64_t companies = words::industries.size() * words::company_beginnings.size() * 4;

void append_number(std::uint64_t value, std::size_t least_digits, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  const auto length = static_cast<std::size_t>(end - digits);
  if (length < least_digits) out.append(least_digits - length, '0');
  out.append(digits, length);
}

void append_hex(std::uint64_t value, int digits, std::string& out) {
  static constexpr char hex[] = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
    out += hex[(value >> shift) & 15];
}

void append_lower(std::string_view letters, std::string& out) {
  for (const char c : letters)
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::vector<double> weights_of(const std::vector<config::locale_share>& locales) {
  std::vector<double> weights;
  weights.reserve(locales.size());
  for (const config::locale_share& share : locales)
    weights.push_back(share.weight);
  return weights;
}

}  // namespace

simple_source::simple_source(std::uint64_t count, std::uint64_t seed,
                             const std::vector<config::locale_share>& locales)
    : count_(count), seed_(seed), shares_(weights_of(locales)) {
  VL_ASSERT(count > 0, "the schema wants a pool above 0");
  for (const config::locale_share& share : locales) {
    locales_.push_back(share.locale);
    for (const words::industry& industry : words::industries) {
      segments_.push_back(share.locale + ":" + std::string(industry.name));
    }
  }
}

std::span<const std::string_view> simple_source::fields() const { return field_names; }

std::string_view simple_source::locale(std::uint64_t index) const {
  return locales_[shares_.at(index)];
}

std::uint32_t simple_source::segment_count() const {
  return static_cast<std::uint32_t>(segments_.size());
}

std::uint32_t simple_source::segment(std::uint64_t index) const {
  return shares_.at(index) * static_cast<std::uint32_t>(words::industries.size()) + industry(index);
}

std::string_view simple_source::segment_name(std::uint32_t segment) const {
  VL_ASSERT(segment < segments_.size(), "segments come from segment()");
  return segments_[segment];
}

std::uint64_t simple_source::draw(std::uint64_t index, std::uint64_t purpose,
                                  std::uint64_t bound) const {
  base::random_stream stream(seed_ + purpose * 0x9e3779b97f4a7c15ULL, index);
  return stream.below(bound);
}

std::uint64_t simple_source::company(std::uint64_t index) const {
  return draw(index, draw_company, companies);
}

std::uint32_t simple_source::industry(std::uint64_t index) const {
  return static_cast<std::uint32_t>(company(index) % words::industries.size());
}

void simple_source::value(std::uint64_t index, field_id field, std::string& out) const {
  VL_ASSERT(index < count_, "the pool hands out indices below count()");
  out.clear();
  switch (field) {
    case persona_id:
      out += "p-";
      append_number(index + 1, 4, out);
      return;
    case external_id:
      append_external_id(index, out);
      return;
    case locale_label:
      out += locale(index);
      return;
    case person_name:
      out += words::given_names[draw(index, draw_given, words::given_names.size())];
      out += ' ';
      out += words::family_names[draw(index, draw_family, words::family_names.size())];
      return;
    case person_username:
      append_username(index, out);
      return;
    case contact_email:
      append_username(index, out);
      out += "@example.invalid";
      return;
    case contact_phone:
      append_phone(index, out);
      return;
    case job_title: {
      const words::industry& work = words::industries[industry(index)];
      out += work.titles[draw(index, draw_title, work.titles.size())];
      return;
    }
    case job_industry:
    case company_industry:
      out += words::industries[industry(index)].name;
      return;
    case company_id:
      out += "company-";
      append_number(company(index) + 1, 1, out);
      return;
    case company_name:
      append_company_name(index, out);
      return;
    default:
      VL_ASSERT(false, "field ids come from fields()");
  }
}

// The names hold letters alone, so the digits at the end give the index back: no two are equal.
void simple_source::append_username(std::uint64_t index, std::string& out) const {
  append_lower(words::given_names[draw(index, draw_given, words::given_names.size())], out);
  out += '.';
  append_lower(words::family_names[draw(index, draw_family, words::family_names.size())], out);
  append_number(index + 1, 1, out);
}

void simple_source::append_phone(std::uint64_t index, std::string& out) const {
  const std::uint64_t line = draw(index, draw_phone, words::area_codes.size() * 100);
  out += "+1";
  out += words::area_codes[line / 100];
  out += "55501";
  append_number(line % 100, 2, out);
}

// A UUID of version 8. Its first 60 free bits and 4 of the others hold a bijection of the index:
// unique.
void simple_source::append_external_id(std::uint64_t index, std::string& out) const {
  const std::uint64_t id = base::mix64(index + base::mix64(seed_ + draw_id));
  const std::uint64_t more = base::mix64(id + 0x9e3779b97f4a7c15ULL);
  append_hex(id >> 32, 8, out);
  out += '-';
  append_hex(id >> 16, 4, out);
  out += "-8";
  append_hex(id >> 4, 3, out);
  out += '-';
  append_hex(0x8 | (more >> 62), 1, out);
  append_hex(id, 1, out);
  append_hex(more >> 40, 2, out);
  out += '-';
  append_hex(more, 12, out);
}

void simple_source::append_company_name(std::uint64_t index, std::string& out) const {
  const std::uint64_t number = company(index) / words::industries.size();
  const words::industry& work = words::industries[industry(index)];
  out += words::company_beginnings[number % words::company_beginnings.size()];
  out += ' ';
  out += work.company_endings[number / words::company_beginnings.size()];
}

}  // namespace veriload::personas

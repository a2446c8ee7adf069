#include "core/personas/rules/subject.hpp"

#include "core/personas/text/slug.hpp"
#include "core/personas/text/utf8.hpp"

#include <algorithm>
#include <charconv>

namespace veriload::personas::rules {
namespace {

bool suits(image::gender name, image::gender bearer) {
  return name == bearer || name == image::gender::either || bearer == image::gender::either;
}

template <class Row>
std::optional<std::uint32_t> numbered(std::uint32_t count, std::string_view id, const Row& row) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (row(i) == id) return i;
  }
  return std::nullopt;
}

void add_once(std::string text, std::vector<std::string>& to) {
  if (std::ranges::find(to, text) == to.end()) to.push_back(std::move(text));
}

}  // namespace

std::string redacted(std::string_view value) {
  if (value.empty()) return "empty";
  std::size_t characters = 0, first_end = 0;
  for (std::size_t at = 0; at < value.size(); ++characters) {
    text::next_character(value, at);
    if (characters == 0) first_end = at;
  }
  // One character is the whole value.
  if (characters == 1) return "1 character";
  const std::string_view first = value.substr(0, first_end);
  const bool shown = static_cast<unsigned char>(first.front()) >= 0x20 && first.front() != 0x7f;
  return std::to_string(characters) + " characters" +
         (shown ? ", the first is \"" + std::string(first) + "\"" : "");
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || (digits.front() == '0' && text.size() > 1)) return std::nullopt;
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_made_of(std::string_view text, parts of) {
  for (const std::string_view part : of) {
    if (!text.starts_with(part)) return false;
    text.remove_prefix(part.size());
  }
  return text.empty();
}

std::string joined(parts of) {
  std::string text;
  for (const std::string_view part : of)
    text += part;
  return text;
}

std::optional<std::uint32_t> subject::industry(field which) const {
  return numbered(tables_.industries(), (*this)[which],
                  [&](std::uint32_t i) { return tables_.industry(i).id; });
}

std::optional<std::uint32_t> subject::level() const {
  return numbered(tables_.levels(), (*this)[field::job_level],
                  [&](std::uint32_t i) { return tables_.level(i).id; });
}

std::optional<std::uint32_t> subject::education() const {
  return numbered(tables_.educations(), (*this)[field::education_level],
                  [&](std::uint32_t i) { return tables_.education(i).id; });
}

std::optional<std::uint32_t> subject::band() const {
  return numbered(tables_.bands(), (*this)[field::company_size_band],
                  [&](std::uint32_t i) { return tables_.band(i).id; });
}

std::optional<std::uint32_t> subject::device() const {
  const auto found = devices_.find((*this)[field::user_agent]);
  if (found == devices_.end()) return std::nullopt;
  return found->second;
}

std::optional<image::gender> subject::gender() const {
  const std::string_view word = (*this)[field::gender];
  if (word == "female") return image::gender::female;
  if (word == "male") return image::gender::male;
  if (word == "x") return image::gender::either;
  return std::nullopt;
}

std::vector<image::given_row> subject::given_rows() const {
  std::vector<image::given_row> rows = locale_.given_names((*this)[field::given_name]);
  const std::optional<image::gender> bearer = gender();
  if (!bearer) return rows;
  const auto fits = [&](const image::given_row& row) { return suits(row.gender, *bearer); };
  if (std::ranges::any_of(rows, fits)) std::erase_if(rows, [&](const auto& r) { return !fits(r); });
  return rows;
}

std::vector<image::family_row> subject::family_rows() const {
  return locale_.family_names((*this)[field::family_name]);
}

std::vector<std::string> subject::latin_given() const {
  std::vector<std::string> latin;
  for (const image::given_row& row : given_rows())
    add_once(std::string(row.latin.empty() ? row.name : row.latin), latin);
  if (latin.empty()) latin.emplace_back((*this)[field::given_name]);
  return latin;
}

std::vector<std::string> subject::latin_family() const {
  std::vector<std::string> latin;
  for (const image::family_row& row : family_rows())
    add_once(std::string(row.latin.empty() ? (*this)[field::family_name] : row.latin), latin);
  if (latin.empty()) latin.emplace_back((*this)[field::family_name]);
  return latin;
}

std::vector<std::string> subject::slugs_of(const std::vector<std::string>& latin) const {
  std::vector<std::string> slugs;
  for (const std::string& name : latin) {
    std::string letters = text::slug(name, locale_.values().transliteration).value_or("");
    // A name that was given may have no letter that a login can have.
    add_once(letters.empty() ? "user" : std::move(letters), slugs);
  }
  return slugs;
}

std::vector<image::title_row> subject::title_rows() const {
  const std::string_view title = (*this)[field::job_title];
  std::vector<image::title_row> rows = locale_.titles(title);
  const std::optional<std::uint32_t> where = industry(field::company_industry);
  const bool woman = gender() == image::gender::female;
  std::erase_if(rows, [&](const image::title_row& row) {
    return row.industry != where ||
           title != (woman && !row.feminine.empty() ? row.feminine : row.name);
  });
  return rows;
}

const std::vector<company_reading>& subject::company_readings() const {
  if (!readings_) readings_ = locale_.read_company((*this)[field::company_name]);
  return *readings_;
}

void subject::add(std::string_view id, field which, std::string expected,
                  std::initializer_list<field> against, std::string exactly, bool decided) {
  const std::string_view value = (*this)[which];
  violation made{id, which, against, decided, {}, std::move(expected)};
  if (given_.none()) {
    made.found = "\"" + std::string(value) + "\"";
    if (!exactly.empty()) made.expected += ": \"" + exactly + "\"";
  } else {
    made.found = redacted(value);
  }
  out_.push_back(std::move(made));
}

}  // namespace veriload::personas::rules

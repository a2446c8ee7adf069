#include "core/personas/pack/pack.hpp"

#include "core/personas/pack/layout.hpp"
#include "core/personas/pack/locale_tables.hpp"
#include "core/personas/pack/shared_tables.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>

namespace veriload::personas::pack {

namespace {

const std::set<std::string>& locale_files() {
  static const std::set<std::string> names{
      "locale.tsv", "given.tsv",      "family.tsv", "region.tsv",  "city.tsv", "street.tsv",
      "title.tsv",  "department.tsv", "study.tsv",  "company.tsv", "legal.tsv"};
  return names;
}

const std::set<std::string>& shared_files() {
  static const std::set<std::string> names{
      "country.tsv", "industry.tsv", "level.tsv",  "education.tsv", "salary.tsv",
      "band.tsv",    "funding.tsv",  "device.tsv", "phone.tsv",     "market.tsv",
      "product.tsv", "payment.tsv",  "ticket.tsv", "review.tsv"};
  return names;
}

bool is_locale_code(const std::string& name) {
  return name.size() >= 5 && name.size() <= 6 && name[name.size() - 3] == '_' &&
         std::all_of(name.begin(), name.end() - 3, [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::all_of(name.end() - 2, name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Tables that nobody reads would look as if they counted.
void check_files(const std::filesystem::path& folder, const std::set<std::string>& known,
                 problems& found) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  for (const std::string& name : names)
    if (!known.contains(name))
      found.add({folder.filename().string()}, in_quotes(name), "the tables of the README alone");
}

/// Sorted, so that the order in which a file system lists them does not matter.
std::vector<std::string> locale_folders(const std::filesystem::path& data, problems& found) {
  std::vector<std::string> codes;
  for (const auto& entry : std::filesystem::directory_iterator(data)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || name == "shared") continue;
    if (!is_locale_code(name))
      found.add({name}, "a folder " + in_quotes(name), "the name of a locale such as de_DE");
    else
      codes.push_back(name);
  }
  std::sort(codes.begin(), codes.end());
  if (codes.empty()) found.add({"."}, "no folder of a locale", "one or more");
  for (const std::string& code : codes)
    check_files(data / code, locale_files(), found);
  return codes;
}

bool has_region(const locale_tables& locale, const std::string& code) {
  return std::any_of(locale.regions.begin(), locale.regions.end(),
                     [&](const region& one) { return one.code == code; });
}

/// A block's region must be one that a locale of its country has, if there is such a locale.
void check_phone_regions(const shared_tables& shared, const std::vector<locale_tables>& locales,
                         problems& found) {
  for (const phone_block& block : shared.phones) {
    bool some = block.region.empty();
    bool of_country = false;
    for (const locale_tables& locale : locales) {
      if (locale.values.country != block.country) continue;
      of_country = true;
      some = some || has_region(locale, block.region);
    }
    if (of_country && !some)
      found.add({"shared/phone.tsv", block.line}, in_quotes(block.region),
                "a region of region.tsv of the country's locales");
  }
}

/// Everybody must have a number of the region or of the whole country.
void check_phones_reach(const shared_tables& shared, const std::vector<locale_tables>& locales,
                        problems& found) {
  for (const locale_tables& locale : locales)
    for (const region& one : locale.regions) {
      const bool some =
          std::any_of(shared.phones.begin(), shared.phones.end(), [&](const phone_block& block) {
            return block.country == locale.values.country &&
                   (block.region.empty() || block.region == one.code);
          });
      if (!some)
        found.add({"shared/phone.tsv"}, "no block for " + in_quotes(one.code),
                  "one of each region of " + locale.code + ", or one of the whole country");
    }
}

}  // namespace

std::vector<std::byte> pack_folder(const std::filesystem::path& data, problems& found) {
  if (!std::filesystem::is_directory(data / "shared")) {
    found.add({"shared"}, "no such folder below " + in_quotes(data.string()),
              "the tables that all locales share");
    return {};
  }
  check_files(data / "shared", shared_files(), found);
  const shared_tables shared = read_shared_tables(data, found);
  std::vector<locale_tables> locales;
  for (const std::string& code : locale_folders(data, found))
    locales.push_back(read_locale_tables(data, code, shared, found));
  if (!found.none()) return {};
  check_phone_regions(shared, locales, found);
  check_phones_reach(shared, locales, found);
  if (!found.none()) return {};
  return lay_out(shared, locales);
}

void write_file(const std::filesystem::path& file, const std::vector<std::byte>& bytes) {
  std::filesystem::path unfinished = file;
  unfinished += ".unfinished";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw std::runtime_error("cannot write " + unfinished.string());
  std::filesystem::rename(unfinished, file);
}

}  // namespace veriload::personas::pack

#include "core/personas/image/image.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/pack/pack.hpp"
#include "image_checks.hpp"
#include "table_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

using namespace veriload;
using namespace veriload::personas;

namespace {

std::uint32_t group_of(const image::name_groups& groups, std::string_view slug) {
  const auto found = groups.find(slug);
  BOOST_REQUIRE(found.has_value());
  return *found;
}

bool refused(std::span<const std::byte> bytes, const std::string& message) {
  try {
    image::open(bytes);
  } catch (const setup_error& error) {
    BOOST_TEST(error.what() == message);
    return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_image_of_this_binary_is_whole) {
  check_image(image::instance());
  BOOST_TEST(image::instance().engine_version() == image::format::engine_version);
  BOOST_TEST(image::instance().industries() == 8);
  BOOST_TEST(image::instance().levels() == 5);
  BOOST_TEST(image::instance().devices() >= 30);
  BOOST_TEST(image::instance().find_locale("en_US").has_value());
}

BOOST_AUTO_TEST_CASE(an_image_is_whole_wherever_it_lies) {
  const std::vector<std::byte> bytes = table_folder().pack_well();
  check_image(image::open(bytes));
  std::vector<std::uint32_t> elsewhere(bytes.size() / 4 + 2);
  auto* moved = reinterpret_cast<std::byte*>(elsewhere.data() + 1);
  std::memcpy(moved, bytes.data(), bytes.size());
  const image::tables tables = image::open({moved, bytes.size()});
  check_image(tables);
  BOOST_TEST(tables.locales() == 1);
}

BOOST_AUTO_TEST_CASE(the_same_tables_give_the_same_bytes) {
  const std::vector<std::byte> first = table_folder().pack_well();
  const std::vector<std::byte> second = table_folder().pack_well();
  BOOST_TEST((first == second));
  table_folder other;
  other.change("xx_XX/street.tsv", "Baba Street\t62", "Baba Street\t61");
  BOOST_TEST((first != other.pack_well()));
}

BOOST_AUTO_TEST_CASE(rows_come_out_as_the_tables_have_them) {
  const std::vector<std::byte> bytes = table_folder().pack_well();
  const image::tables tables = image::open(bytes);
  const image::locale_view locale = tables.find_locale("xx_XX").value();
  const image::locale_row values = locale.values();
  BOOST_TEST(values.language == "xx");
  BOOST_TEST(values.country_name == "Exland");
  BOOST_TEST(values.accept_language == "xx-XX,xx;q=0.9");
  BOOST_TEST(values.street_line == "{number} {street}");
  BOOST_TEST(values.number_max[0] == 199);
  BOOST_TEST(values.number_max[1] == 0);
  BOOST_TEST(values.honorific[0] == "Ms");
  BOOST_TEST(values.honorific[2].empty());
  BOOST_TEST(values.name_separator == " ");
  BOOST_TEST(!values.family_first);
  BOOST_TEST((values.transliteration == text::transliteration::german));
  BOOST_TEST(locale.country().currency == "XTS");
  BOOST_TEST(locale.country().calling_code == "999");
  BOOST_TEST(locale.salary(4).most == 900);

  const image::city_row city = locale.city(locale.find_city("Bababurg", 1).value());
  BOOST_TEST(city.latitude_e4 == -125000);
  BOOST_TEST(city.longitude_e4 == 2500);
  BOOST_TEST(city.zone == "Europe/Berlin");
  BOOST_TEST(locale.postal(city.postal.first + 1) == "9910#");
  BOOST_TEST(locale.region(city.region).code == "XX-B");

  const image::title_row title = locale.title(0);
  BOOST_TEST(title.name == "Baba Clerk");
  BOOST_TEST(title.feminine == "Lady Clerk");
  BOOST_TEST(tables.education(title.education).id == "bachelor");
  BOOST_TEST(tables.funding(2).stage == "Public");
  BOOST_TEST(locale.legal_form(1) == "Inc {}");
  BOOST_TEST(locale.stem(1).slug == "dabaon");
}

BOOST_AUTO_TEST_CASE(names_of_one_slug_are_one_group) {
  const std::vector<std::byte> bytes = table_folder().pack_well();
  const image::locale_view locale = image::open(bytes).locale(0);
  const image::name_groups given = locale.given_groups();
  const image::range zoe = given.rows(group_of(given, "zoe"));
  BOOST_TEST(zoe.count == 2);
  BOOST_TEST(locale.given(zoe.first).name == "Zoe");
  BOOST_TEST(locale.given(zoe.first + 1).name == "Zoé");
  BOOST_TEST(locale.given(zoe.first).usual_in(1950));
  BOOST_TEST(locale.given(zoe.first).usual_in(2009));
  BOOST_TEST(!locale.given(zoe.first).usual_in(1949));
  BOOST_TEST(!locale.given(zoe.first).usual_in(2010));
  BOOST_TEST(locale.given(zoe.first + 1).usual_in(1930));
  BOOST_TEST(!locale.given(zoe.first + 1).usual_in(1929));
  BOOST_TEST(given.width(group_of(given, "zoe")) == 60);
  const image::range robin = given.rows(group_of(given, "robin"));
  BOOST_TEST((locale.given(robin.first).gender == image::gender::female));
  BOOST_TEST((locale.given(robin.first + 1).gender == image::gender::male));

  const image::name_groups family = locale.family_groups();
  const image::range mueller = family.rows(group_of(family, "mueller"));
  BOOST_TEST(mueller.count == 2);
  BOOST_TEST(locale.family(mueller.first).name == "Müller");
  const image::range kowalski = family.rows(group_of(family, "kowalski"));
  BOOST_TEST(locale.family(kowalski.first).feminine == "Kowalska");
}

BOOST_AUTO_TEST_CASE(large_weights_are_scaled_down_but_none_vanishes) {
  table_folder folder;
  for (int i = 0; i < 12; ++i)
    folder.change("xx_XX/family.tsv", "man\t" + std::to_string(5000 / (i + 1) + 1) + '\t',
                  "man\t1000000\t");
  const std::vector<std::byte> bytes = folder.pack_well();
  const image::tables tables = image::open(bytes);
  check_image(tables);
  const image::name_groups family = tables.locale(0).family_groups();
  BOOST_TEST(family.total() > image::format::most_name_width - tables.locale(0).family_names());
  const std::uint32_t common = group_of(family, "babaman");
  BOOST_TEST(family.width(common) > 300'000);
  const image::range mueller = family.rows(group_of(family, "mueller"));
  BOOST_TEST(family.row_edge(mueller.first + 2) - family.row_edge(mueller.first + 1) >= 1);
  BOOST_TEST(tables.locale(0).family(mueller.first + 1).own_weight == 2);
}

BOOST_AUTO_TEST_CASE(phones_are_asked_for_by_policy_and_region) {
  const std::vector<std::byte> bytes = table_folder().pack_well();
  const image::locale_view locale = image::open(bytes).locale(0);
  using image::phone_policy;
  BOOST_TEST(locale.phone_choice(phone_policy::reserved, 0).size() == 2);
  BOOST_TEST(locale.phone_choice(phone_policy::reserved, 1).empty());
  BOOST_TEST(locale.phone_choice(phone_policy::reserved, image::whole_country).size() == 1);
  const image::alias_view last =
      locale.phone_choice(phone_policy::unassignable, image::whole_country);
  BOOST_TEST(last.size() == 1);
  const image::phone_row phone = locale.phone(last.pick(1));
  BOOST_TEST(phone.prefix == "0");
  BOOST_TEST(phone.national == "00###");
  BOOST_TEST(phone.count == 100);
  BOOST_TEST(phone.first == 0);
  BOOST_TEST(phone.digits == 3);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_image_are_refused) {
  std::vector<std::byte> bytes = table_folder().pack_well();
  BOOST_TEST(refused(std::span(bytes).first(3),
                     "persona tables: found 3 bytes, expected an image, which has at least " +
                         std::to_string(sizeof(image::format::header))));
  BOOST_TEST(refused(std::span(bytes).first(bytes.size() - 4),
                     "persona tables: found " + std::to_string(bytes.size() - 4) +
                         " bytes, expected " + std::to_string(bytes.size()) +
                         " as the header says"));
  bytes[4] = std::byte{99};
  BOOST_TEST(refused(bytes,
                     "persona tables: found layout 99, expected 1: pack the tables with this "
                     "version's persona_pack"));
  bytes[0] = std::byte{'v'};
  BOOST_TEST(refused(bytes,
                     "persona tables: found no persona image, expected one that starts with "
                     "VLPD"));
}

BOOST_AUTO_TEST_CASE(a_changed_byte_is_noticed_by_the_checksum) {
  std::vector<std::byte> bytes = table_folder().pack_well();
  BOOST_TEST(image::open(bytes).intact());
  bytes[bytes.size() / 2] ^= std::byte{1};
  BOOST_TEST(!image::open(bytes).intact());
}

BOOST_AUTO_TEST_CASE(a_written_file_replaces_the_old_one_as_a_whole) {
  const table_folder folder;
  const std::vector<std::byte> bytes = folder.pack_well();
  const std::filesystem::path file = folder.path() / "personas.bin";
  std::ofstream(file) << "old";
  pack::write_file(file, bytes);
  std::ifstream in(file, std::ios::binary);
  const std::string written(std::istreambuf_iterator<char>(in), {});
  BOOST_TEST(written.size() == bytes.size());
  BOOST_TEST(std::memcmp(written.data(), bytes.data(), bytes.size()) == 0);
  BOOST_TEST(!std::filesystem::exists(folder.path() / "personas.bin.unfinished"));
  BOOST_CHECK_THROW(pack::write_file(folder.path() / "no" / "where", bytes), std::runtime_error);
}

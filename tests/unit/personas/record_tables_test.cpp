// What the packer refuses in the tables of linked records.
#include "core/personas/image/image.hpp"
#include "core/personas/pack/pack.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace veriload::personas;

namespace {

/// The shared tables of the tree and one locale.
struct own_tables {
  own_tables() {
    const std::filesystem::path data = VERILOAD_PERSONA_DATA;
    for (const char* part : {"shared", "en_US"})
      std::filesystem::copy(data / part, folder.path() / part,
                            std::filesystem::copy_options::recursive);
  }

  std::string read(const std::string& name) const {
    std::ifstream in(folder.path() / "shared" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  /// Replaces the first `from`, which must be there.
  void change(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = read(name);
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, name << " has no " << from);
    std::ofstream(folder.path() / "shared" / name, std::ios::binary)
        << text.replace(at, from.size(), to);
  }

  veriload::test::temporary_folder folder;
};

void expect_refused(const std::string& name, const std::string& from, const std::string& to,
                    const std::string& problem) {
  const own_tables tables;
  tables.change(name, from, to);
  pack::problems found;
  BOOST_TEST(pack::pack_folder(tables.folder.path(), found).empty());
  const bool told = std::ranges::any_of(found.lines(), [&](const std::string& line) {
    return line.starts_with("shared/" + name) && line.find(problem) != std::string::npos;
  });
  BOOST_TEST(told, problem);
  if (!told)
    for (const std::string& line : found.lines())
      BOOST_TEST_MESSAGE(line);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_tables)

BOOST_AUTO_TEST_CASE(products_are_english_and_have_a_span_of_prices) {
  expect_refused("product.tsv", "Docking station\t120\t320", "Docking station\t120\t131",
                 "found '131', expected at least a tenth more than 120");
  expect_refused("product.tsv", "Docking station\t120\t320", "Docking station\t0\t320",
                 "a whole number from 1 to 1000000");
  expect_refused("product.tsv", "Docking station", "Dockstation f\u00fcr alle",
                 "an English text in ASCII");
  expect_refused("product.tsv", "Docking station", "Barcode scanner", "a product");
  expect_refused("product.tsv", "Computing\tDocking", "Gardening\tDocking", "expected one of");
  expect_refused(
      "product.tsv",
      "Computing\tDocking station\t120\t320\nComputing\tSolid state drive, 4 TB\t210\t480\n"
      "Computing\tUninterruptible power supply\t190\t1400\n",
      "", "found 11 rows of Computing, expected 12 or more");
}

BOOST_AUTO_TEST_CASE(payments_name_a_known_category_and_all_are_there) {
  expect_refused("payment.tsv", "dining\tHotel bar", "drinking\tHotel bar",
                 "expected one of software, shopping");
  expect_refused("payment.tsv", "Hospitality\tdining\tHotel bar\t8\t150\n", "",
                 "found 3 rows of Hospitality, expected 4 or more");
}

BOOST_AUTO_TEST_CASE(texts_have_the_placeholders_that_are_filled_in_alone) {
  expect_refused("ticket.tsv", "Charged twice this month", "Charged twice for {product}",
                 "a brace of no placeholder");
  expect_refused("ticket.tsv", "{company} has moved", "{company} {company} has moved",
                 "{company} more than once");
  expect_refused("ticket.tsv", "account\tCannot", "accounts\tCannot", "expected one of account");
  expect_refused("review.tsv", "We tried it", "We tried {thing}", "a brace of no placeholder");
  expect_refused("review.tsv", "neutral\tAs described", "lukewarm\tAs described",
                 "expected one of positive");
}

BOOST_AUTO_TEST_CASE(every_country_has_a_market_once) {
  expect_refused("market.tsv", "SE\t25\t1000\n", "", "found no market of SE");
  expect_refused("market.tsv", "SE\t25\t1000", "GB\t25\t1000", "a market 'GB'");
  expect_refused("market.tsv", "SE\t25", "SE\t100", "a whole number from 0 to 99");
}

BOOST_AUTO_TEST_CASE(provenance_is_required) {
  for (const char* name : {"market.tsv", "product.tsv", "payment.tsv", "ticket.tsv", "review.tsv"})
    expect_refused(name, "# licence: ", "# note: ", "no provenance line '# licence: ...'");
}

BOOST_AUTO_TEST_CASE(the_image_has_every_row_where_it_belongs) {
  const own_tables tables;
  pack::problems found;
  const auto bytes = pack::pack_folder(tables.folder.path(), found);
  for (const std::string& line : found.lines())
    BOOST_TEST_MESSAGE(line);
  BOOST_REQUIRE(found.none());
  const image::tables packed = image::open(bytes);
  std::uint32_t products = 0, payments = 0;
  for (std::uint32_t i = 0; i < packed.industries(); ++i) {
    const image::range of = packed.products_of(i);
    BOOST_TEST(of.first == products);
    products += of.count;
    for (std::uint32_t row = of.first; row < products; ++row)
      BOOST_TEST(packed.product(row).industry == i);
    BOOST_TEST(packed.payments_of(i).first == payments);
    payments += packed.payments_of(i).count;
  }
  const auto rows_of = [&](const char* name) {
    const std::string text = tables.read(name);
    return static_cast<std::uint32_t>(std::ranges::count(text, '\n') - 5);  // head and columns
  };
  BOOST_TEST(products == rows_of("product.tsv"));
  BOOST_TEST(payments == rows_of("payment.tsv"));
  BOOST_TEST(packed.product(0).name == "Rack server, 2 units");
  BOOST_TEST(packed.product(0).price_min == 2400u);
  BOOST_TEST(packed.product(0).price_max == 6800u);
  const image::country_row country = packed.locale(0).country();
  BOOST_TEST(country.tax_percent == 7u);
  BOOST_TEST(country.per_100_dollars == 100u);
  const image::range security = packed.tickets_of(5);
  BOOST_TEST(security.first + security.count == rows_of("ticket.tsv"));
  BOOST_TEST(packed.ticket(security.first).subject == "Sign-in from a place I do not know");
  const image::range critical = packed.reviews_of(2);
  BOOST_TEST(critical.first + critical.count == rows_of("review.tsv"));
  BOOST_TEST(packed.review(critical.first).title == "Not what I expected");
}

BOOST_AUTO_TEST_SUITE_END()

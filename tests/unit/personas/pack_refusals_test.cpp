#include "core/personas/pack/pack.hpp"

#include "table_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace veriload::personas;

namespace {

/// One thing wrong, and the line that says so.
struct broken {
  const char* table;
  const char* from;
  const char* to;
  const char* message;
};

bool says(const pack::problems& found, const std::string& message) {
  return std::find(found.lines().begin(), found.lines().end(), message) != found.lines().end();
}

void require_refused(const table_folder& folder, const std::string& message) {
  pack::problems found;
  BOOST_TEST(folder.pack(found).empty());
  BOOST_TEST(says(found, message), "expected: " << message);
  if (says(found, message)) return;
  for (const std::string& line : found.lines())
    BOOST_TEST_MESSAGE("found: " << line);
}

void require_refused(const broken& one) {
  BOOST_TEST_CONTEXT(one.table << ": " << one.from) {
    table_folder folder;
    folder.change(one.table, one.from, one.to);
    require_refused(folder, one.message);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_whole_set_of_tables_is_packed) {
  const table_folder folder;
  BOOST_TEST(folder.pack_well().size() > 10'000);
}

BOOST_AUTO_TEST_CASE(the_form_of_a_file_is_checked) {
  const broken cases[] = {
      {"xx_XX/given.tsv", "# licence: none needed\n", "",
       "xx_XX/given.tsv:4: found no provenance line '# licence: ...', expected one before the line "
       "of column names"},
      {"xx_XX/street.tsv", "name\tweight", "name\twieght",
       "xx_XX/street.tsv:5: found 'name<U+0009>wieght', expected the column names "
       "'name<U+0009>weight'"},
      {"xx_XX/street.tsv", "Baba Street\t62\n", "Baba Street\t62\n\n",
       "xx_XX/street.tsv:7: found an empty line, expected a row"},
      {"xx_XX/street.tsv", "Baba Street\t62\n", "# Baba Street\t62\n",
       "xx_XX/street.tsv:6:1: found '# Baba Street<U+0009>62', expected comments above the column "
       "names "
       "only"},
      {"xx_XX/street.tsv", "Baba Street\t62\n", "Baba Street\n",
       "xx_XX/street.tsv:6: found 1 cells, expected 2, one for each column"},
      {"xx_XX/street.tsv", "Baba Street\t62\n", "Baba Street \t62\n",
       "xx_XX/street.tsv:6:1: found 'Baba Street ', expected no blank at the ends of a cell"},
      {"xx_XX/street.tsv", "Baba Street\t62\n", "Baba Street\t62\r\n",
       "xx_XX/street.tsv:6:15: found <U+000D> in '62<U+000D>', expected characters that can be "
       "seen"},
      {"xx_XX/street.tsv", "Baba Street", "Bab\xff Street",
       "xx_XX/street.tsv:6:4: found bytes that are no UTF-8 in 'Bab<no UTF-8> Street', expected "
       "UTF-8"},
      {"xx_XX/street.tsv", "Baba Street", "Bab\u00ada Street",
       "xx_XX/street.tsv:6:4: found <U+00AD> in 'Bab<U+00AD>a Street', expected characters that "
       "can "
       "be seen"},
      {"xx_XX/given.tsv", "Zoé\tf", "Zoe\u0301\tf",
       "xx_XX/given.tsv:7:4: found <U+0301> in 'Zoe\u0301', expected letter and mark as one "
       "character (form NFC)"},
      {"xx_XX/given.tsv", "Zoé\tf", "Zo \u0301\tf",
       "xx_XX/given.tsv:7:4: found <U+0301> in 'Zo \u0301', expected a letter before a combining "
       "mark"},
      {"xx_XX/legal.tsv", "Inc {}\t2\n", "Inc {}\t2",
       "xx_XX/legal.tsv:7: found no line end, expected LF behind the last line too"},
  };
  for (const broken& one : cases)
    require_refused(one);
}

BOOST_AUTO_TEST_CASE(names_are_checked) {
  const broken cases[] = {
      {"xx_XX/given.tsv", "Robin\tm", "Robin\tf",
       "xx_XX/given.tsv:9:1: found the name 'Robin f' that line 8 has, expected it once"},
      {"xx_XX/given.tsv", "Robin\tm", "Robin\tw",
       "xx_XX/given.tsv:9:7: found 'w', expected one of f, m, x"},
      {"xx_XX/given.tsv", "Zoe\tf\t40", "Zoe\tf\t0",
       "xx_XX/given.tsv:6:7: found '0', expected a whole number from 1 to 1000000"},
      {"xx_XX/given.tsv", "Zoe\tf\t40", "Zoe\tf\t040",
       "xx_XX/given.tsv:6:7: found '040', expected a whole number from 1 to 1000000"},
      {"xx_XX/given.tsv", "1950-2009", "1955-2009",
       "xx_XX/given.tsv:6:11: found '1955-2009', expected decades such as 1940-1989, first and "
       "last "
       "year of a decade, of which one at least is from 1940 to 2009"},
      {"xx_XX/given.tsv", "Zoe\tf\t40\t\t", "Zoe\tf\t40\tZoe\t",
       "xx_XX/given.tsv:6:10: found 'Zoe', expected no romanisation of a name in Latin letters"},
      {"xx_XX/given.tsv", "Zoe\tf", "Ζωή\tf",
       "xx_XX/given.tsv:6:1: found <U+0396> in 'Ζωή', expected letters of the locale's script "
       "alone"},
      {"xx_XX/given.tsv", "Zoe\tf", "Z0e\tf",
       "xx_XX/given.tsv:6:2: found <U+0030> in 'Z0e', expected letters of the locale's script "
       "alone"},
      {"xx_XX/given.tsv", "Zoe\tf", "Ƣ\tf",
       "xx_XX/given.tsv:6:1: found 'Ƣ', expected a name that has letters which become a to z"},
      {"xx_XX/family.tsv", "Mueller\t2", "Müller\t2",
       "xx_XX/family.tsv:9:1: found the name 'Müller' that line 8 has, expected it once"},
      {"xx_XX/family.tsv", "Kowalska", "Kowalski",
       "xx_XX/family.tsv:6:13: found 'Kowalski', expected nothing where both forms are the same"},
  };
  for (const broken& one : cases)
    require_refused(one);
}

BOOST_AUTO_TEST_CASE(tables_that_are_too_short_are_refused) {
  table_folder folder;
  folder.drop_lines("xx_XX/given.tsv", "ro\tm\t");
  require_refused(folder, "xx_XX/given.tsv: found 1 male given names, expected 200 or more");
  require_refused(folder,
                  "xx_XX/given.tsv: found 1 male given names of the decade 1980, expected 30 or "
                  "more");
  table_folder cities;
  cities.drop_lines("xx_XX/city.tsv", "\tXX-B\t");
  require_refused(cities,
                  "xx_XX/city.tsv: found no city of XX-B, expected one or more for each "
                  "region");
  require_refused(cities, "xx_XX/city.tsv: found 34 cities, expected 50 or more");
  table_folder titles;
  titles.drop_lines("xx_XX/title.tsv", "Retail\tlead");
  require_refused(titles, "xx_XX/title.tsv: found 0 lead titles of Retail, expected 1 or more");
  table_folder trades;
  trades.drop_lines("xx_XX/company.tsv", "trade\tComputing\tBa");
  require_refused(trades, "xx_XX/company.tsv: found 4 trades of Computing, expected 5 or more");
}

BOOST_AUTO_TEST_CASE(places_are_checked) {
  const broken cases[] = {
      {"xx_XX/region.tsv", "XX-B", "YY-B",
       "xx_XX/region.tsv:7:1: found 'YY-B', expected an ISO 3166-2 code that starts with XX-"},
      {"xx_XX/city.tsv", "XX-B", "XX-C",
       "xx_XX/city.tsv:6:10: found 'XX-C', expected one of XX-A, XX-B"},
      {"xx_XX/city.tsv", "-12.5\t", "-12.50001\t",
       "xx_XX/city.tsv:6:17: found '-12.50001', expected decimal degrees from -90 to 90 with at "
       "most "
       "4 decimals"},
      {"xx_XX/city.tsv", "-12.5\t", "90.0001\t",
       "xx_XX/city.tsv:6:17: found '90.0001', expected decimal degrees from -90 to 90 with at most "
       "4 "
       "decimals"},
      {"xx_XX/city.tsv", "Europe/Berlin", "Berlin",
       "xx_XX/city.tsv:6:28: found 'Berlin', expected an IANA time zone such as Europe/Berlin"},
      {"xx_XX/city.tsv", "10###|", "10##|",
       "xx_XX/city.tsv:6:42: found '10##', expected a pattern of the shape #####"},
      {"xx_XX/city.tsv", "10###|", "A0###|",
       "xx_XX/city.tsv:6:42: found 'A0###', expected a pattern of the shape #####"},
      {"xx_XX/city.tsv", "\t1.25\t", "\t0.25\t",
       "xx_XX/city.tsv:7:17: found the point '-12.5 0.25' that line 6 has, expected it once"},
      {"xx_XX/street.tsv", "Daba Street", "Baba Street",
       "xx_XX/street.tsv:7:1: found the street 'Baba Street' that line 6 has, expected it once"},
  };
  for (const broken& one : cases)
    require_refused(one);
}

BOOST_AUTO_TEST_CASE(a_region_has_a_city_once_and_another_region_may_have_it_too) {
  table_folder folder;
  folder.change("xx_XX/city.tsv", "Daba", "Baba");
  folder.pack_well();
  folder.change("xx_XX/city.tsv", "XX-B", "XX-A");
  require_refused(folder,
                  "xx_XX/city.tsv:7:1: found the city and region 'Bababurg XX-A' that line 6 has, "
                  "expected it once");
}

BOOST_AUTO_TEST_CASE(the_values_of_a_locale_are_checked) {
  const broken cases[] = {
      {"xx_XX/locale.tsv", "language\txx", "language\tyy",
       "xx_XX/locale.tsv:6:10: found 'yy' and 'XX' in the folder xx_XX, expected language and "
       "country "
       "of the folder's name"},
      {"xx_XX/locale.tsv", "Latn", "Latin",
       "xx_XX/locale.tsv:7:8: found 'Latin', expected one of Latn, Jpan, Hans, Hang, Deva, Arab, "
       "Cyrl"},
      {"xx_XX/locale.tsv", "title_x\t", "title_y\t",
       "xx_XX/locale.tsv:19:1: found 'title_y', expected a key of the table in the README"},
      {"xx_XX/locale.tsv", "title_x\t\n", "",
       "xx_XX/locale.tsv: found no row of title_x, expected one"},
      {"xx_XX/locale.tsv", "title_x\t", "title_m\t",
       "xx_XX/locale.tsv:19:1: found a second row of title_m, expected one"},
      {"xx_XX/locale.tsv", "{company} has {name} as {title}.", "{company} has {name} {name}.",
       "xx_XX/locale.tsv:22:5: found 2 times {name} in '{company} has {name} {name}.', expected it "
       "exactly once"},
      {"xx_XX/locale.tsv", "{company} has {name} as {title}.", "{company} has {name}.",
       "xx_XX/locale.tsv:22:5: found 0 times {title} in '{company} has {name}.', expected it "
       "exactly "
       "once"},
      {"xx_XX/locale.tsv", "bio\t{company} has {name} as {title}.\n", "",
       "xx_XX/locale.tsv: found 2 bios, expected 3 or more"},
      {"xx_XX/locale.tsv", "{number} {street}", "{number} {strasse}",
       "xx_XX/locale.tsv:14:13: found a brace of no placeholder in '{number} {strasse}', expected "
       "known placeholders only"},
      {"xx_XX/locale.tsv", "number_max\t199", "number_max\t0",
       "xx_XX/locale.tsv:16:12: found '0', expected a whole number from 1 to 100000"},
      {"xx_XX/locale.tsv", "xx-XX,xx;q=0.9", "xx, en",
       "xx_XX/locale.tsv:13:17: found 'xx, en', expected a list of languages that starts with "
       "xx-XX, "
       "without blanks"},
  };
  for (const broken& one : cases)
    require_refused(one);
}

BOOST_AUTO_TEST_CASE(words_of_work_are_checked) {
  const broken cases[] = {
      {"xx_XX/title.tsv", "Computing\tjunior", "Farming\tjunior",
       "xx_XX/title.tsv:6:1: found 'Farming', expected one of Computing, Retail"},
      {"xx_XX/title.tsv", "Computing\tjunior", "Computing\tboss",
       "xx_XX/title.tsv:6:11: found 'boss', expected one of junior, regular, senior, lead, "
       "director"},
      {"xx_XX/title.tsv", "Daba Clerk", "Baba Clerk",
       "xx_XX/title.tsv:7:19: found the industry's title 'Computing Baba Clerk' that line 6 has, "
       "expected it once"},
      {"xx_XX/company.tsv", "Dabaon", "Bábaon",
       "xx_XX/company.tsv:7:7: found a stem's slug 'babaon' that line 6 has, expected it once"},
      {"xx_XX/company.tsv", "stem\t\tBabaon", "stem\tRetail\tBabaon",
       "xx_XX/company.tsv:6:6: found 'Retail', expected no industry of a stem"},
      {"xx_XX/company.tsv", "Babaon", "2000",
       "xx_XX/company.tsv:6:7: found '2000', expected a word that has letters which become a to z"},
      {"xx_XX/legal.tsv", "{} Ltd", "Ltd",
       "xx_XX/legal.tsv:6:1: found 0 times {} in 'Ltd', expected it exactly once"},
  };
  for (const broken& one : cases)
    require_refused(one);
}

BOOST_AUTO_TEST_CASE(shared_tables_are_checked) {
  const broken cases[] = {
      {"shared/country.tsv", "#####", "#####x",
       "shared/country.tsv:6:14: found '#####x', expected shapes of postal codes of # @ - and "
       "blanks, separated by |"},
      {"shared/country.tsv", "#####", "@####",
       "shared/country.tsv:6:20: found '', expected the capital letters that @ stands for"},
      {"shared/level.tsv", "junior\t18", "intern\t18",
       "shared/level.tsv: found 5 levels, expected junior, regular, senior, lead and director, in "
       "this order"},
      {"shared/level.tsv", "regular\t21", "regular\t17",
       "shared/level.tsv:7:9: found less than the level before asks for, expected levels in rising "
       "order"},
      {"shared/salary.tsv", "XX\tlead\t400\t500\n", "",
       "shared/salary.tsv: found no band of XX for lead, expected one for each country and level"},
      {"shared/salary.tsv", "XX\tlead\t400", "XX\tlead\t300",
       "shared/salary.tsv: found a band of XX for lead that is not above the one before, expected "
       "pay "
       "that rises with the level"},
      {"shared/band.tsv", "large\t50", "large\t49",
       "shared/band.tsv:7:7: found '49', expected more than the band before has, bands in rising "
       "order"},
      {"shared/funding.tsv", "Public\t5", "Public\t6",
       "shared/funding.tsv: found no stage of large for the age of 5 years, expected one for "
       "companies "
       "of the least age of their band"},
      {"shared/device.tsv", "desktop\tWindows", "desktop\tLinux",
       "shared/device.tsv:6:90: found 'Linux', expected a name that the user agent tells of"},
      {"shared/phone.tsv", "030 23###", "030 32###",
       "shared/phone.tsv:6:32: found '030 32###', expected the digits 3023### at the end, with "
       "blanks, brackets and hyphens"},
      {"shared/phone.tsv", "3023\t0\t1000", "3023\t1\t1000",
       "shared/phone.tsv:6:25: found '1000', expected a last number that has 3 digits"},
      {"shared/phone.tsv", "3024\t100\t300\t3\t030 24###", "3023\t100\t300\t3\t030 23###",
       "shared/phone.tsv:9: found numbers that line 6 has too, expected blocks that do not "
       "overlap"},
      {"shared/phone.tsv", "XX-A\treserved\t3024", "XX-C\treserved\t3024",
       "shared/phone.tsv:9: found 'XX-C', expected a region of region.tsv of the country's "
       "locales"},
  };
  for (const broken& one : cases)
    require_refused(one);
}

BOOST_AUTO_TEST_CASE(everybody_has_a_number) {
  table_folder folder;
  folder.drop_lines("shared/phone.tsv", "XX\t\t");
  require_refused(folder,
                  "shared/phone.tsv: found no block for 'XX-B', expected one of each region "
                  "of xx_XX, or one of the whole country");
}

BOOST_AUTO_TEST_CASE(missing_and_unknown_files_are_refused) {
  table_folder folder;
  folder.tables.erase("xx_XX/legal.tsv");
  require_refused(folder,
                  "xx_XX/legal.tsv: found no such file that can be read, expected a table "
                  "with the columns form\tweight");
  folder.tables["xx_XX/notes.txt"] = "x";
  require_refused(folder, "xx_XX: found 'notes.txt', expected the tables of the README alone");
  folder.tables["english/given.tsv"] = "x";
  require_refused(folder,
                  "english: found a folder 'english', expected the name of a locale such as "
                  "de_DE");
  table_folder shared_only;
  std::erase_if(shared_only.tables, [](const auto& one) { return one.first.starts_with("xx_XX"); });
  require_refused(shared_only, ".: found no folder of a locale, expected one or more");
  pack::problems found;
  pack::pack_folder(folder.path() / "nowhere", found);
  BOOST_TEST(says(found, "shared: found no such folder below '" +
                             (folder.path() / "nowhere").string() +
                             "', expected the tables that all locales share"));
}

BOOST_AUTO_TEST_CASE(other_scripts_need_their_own_letters_and_a_romanisation) {
  table_folder folder;
  folder.change("xx_XX/locale.tsv", "Latn", "Deva");
  folder.change("xx_XX/given.tsv", "Zoe\tf\t40\t\t", "लता\tf\t40\tLata\t");
  folder.change("xx_XX/given.tsv", "Zoé\tf\t20\t\t", "ललता\tf\t20\tlalta\t");
  folder.change("xx_XX/family.tsv", "Müller\t9", "कुिमार\t9");
  folder.change("xx_XX/family.tsv", "Mueller\t2", "ाकुमार\t2");
  const char* messages[] = {
      "xx_XX/given.tsv:7:11: found 'lalta', expected the name's romanisation, which starts with a "
      "capital letter",
      "xx_XX/given.tsv:8:1: found <U+0052> in 'Robin', expected letters of the locale's script "
      "alone",
      "xx_XX/family.tsv:8:3: found <U+093F> in 'कुिमार', expected a consonant before a vowel sign",
      "xx_XX/family.tsv:9:1: found <U+093E> in 'ाकुमार', expected a letter before a combining mark"};
  for (const char* message : messages)
    require_refused(folder, message);
  pack::problems found;
  folder.pack(found);
  for (const std::string& line : found.lines())
    BOOST_TEST(!line.starts_with("xx_XX/given.tsv:6:"), line);
}

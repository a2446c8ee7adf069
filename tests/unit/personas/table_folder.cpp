#include "table_folder.hpp"

#include "core/personas/pack/pack.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>

namespace veriload::personas {

namespace {

std::string table(const std::string& columns, const std::string& rows) {
  return "# source: made for this test\n# licence: none needed\n# date: 2026-11-27\n# how: "
         "counted\n" +
         columns + '\n' + rows;
}

/// `Babo`, `Babu` ...: another name for each number, of a few letters.
std::string name(std::size_t number, const std::string& ending) {
  const std::string consonants = "bdfgklmnprst";
  const std::string vowels = "aeiou";
  std::string out;
  for (int syllable = 0; syllable < 2; ++syllable) {
    out += consonants[number % consonants.size()];
    number /= consonants.size();
    out += vowels[number % vowels.size()];
    number /= vowels.size();
  }
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out + ending;
}

std::string given_rows() {
  std::string out = "Zoe\tf\t40\t\t1950-2009\nZoé\tf\t20\t\t\nRobin\tf\t5\t\t\nRobin\tm\t15\t\t\n";
  for (std::size_t i = 0; i < 210; ++i) {
    out += name(i, "la") + "\tf\t" + std::to_string(1000 / (i + 1) + 1) + "\t\t\n";
    out += name(i, "ro") + "\tm\t" + std::to_string(900 / (i + 1) + 1) + "\t\t\n";
  }
  return out;
}

std::string family_rows() {
  std::string out = "Kowalski\t7\t\tKowalska\nO'Brien\t3\t\t\nMüller\t9\t\t\nMueller\t2\t\t\n";
  for (std::size_t i = 0; i < 520; ++i)
    out += name(i, "man") + '\t' + std::to_string(5000 / (i + 1) + 1) + "\t\t\n";
  return out;
}

std::string city_rows() {
  std::string out;
  for (std::size_t i = 0; i < 52; ++i)
    out += name(i, "burg") + (i % 3 == 0 ? "\tXX-B\t" : "\tXX-A\t") + std::to_string(1 + i * i) +
           "\t-12.5\t" + std::to_string(i) + ".25\tEurope/Berlin\t" + std::to_string(10 + i) +
           "###|99" + std::to_string(10 + i) + "#\n";
  return out;
}

std::string street_rows() {
  std::string out;
  for (std::size_t i = 0; i < 62; ++i)
    out += name(i, " Street") + '\t' + std::to_string(62 - i) + '\n';
  return out;
}

std::string title_rows() {
  std::string out;
  for (const std::string industry : {"Computing", "Retail"}) {
    std::size_t number = 0;
    for (const std::string level :
         {"junior", "regular", "regular", "regular", "senior", "senior", "lead", "director"}) {
      out += industry + '\t' + level + '\t' + name(number, " Clerk") +
             (number == 0 ? "\tLady Clerk\t" : "\t\t") + "bachelor\t" +
             std::to_string(10 + 10 * number) + '\n';
      ++number;
    }
  }
  return out;
}

std::string word_rows(std::size_t count, const std::string& ending) {
  std::string out;
  for (const std::string industry : {"Retail", "Computing"})
    for (std::size_t i = 0; i < count; ++i)
      out += industry + '\t' + name(i, ending + industry.substr(0, 3)) + '\n';
  return out;
}

std::string company_rows() {
  std::string out;
  for (std::size_t i = 0; i < 61; ++i)
    out += "stem\t\t" + name(i, "on") + "\t\n";
  for (std::size_t i = 0; i < 10; ++i)
    out +=
        std::string("trade\t") + (i < 5 ? "Computing" : "Retail") + '\t' + name(i, "ware") + "\t\n";
  return out;
}

constexpr const char* locale_rows =
    "language\txx\nscript\tLatn\ncountry\tXX\ncountry_name\tExland\ntransliteration\tgerman\n"
    "name_order\tgiven\nname_separator\tspace\naccept_language\txx-XX,xx;q=0.9\n"
    "street_line\t{number} {street}\nunit_line\tApt {unit}\nnumber_max\t199\ntitle_f\tMs\n"
    "title_m\tMr\ntitle_x\t\nbio\t{name} is {title} at {company}.\n"
    "bio\tAs {title} of {company}, {name} travels.\nbio\t{company} has {name} as {title}.\n"
    "company_pattern\t{stem} {trade}\n";

// A shared table of the tree. `industries`: which column of industries it has, if any: rows of
// others than this set's are left out, or become Retail's where all of them are wanted.
enum class industries { none, own, all };
std::string own_rows(const std::string& name, industries which) {
  std::ifstream in(std::filesystem::path(VERILOAD_PERSONA_DATA) / "shared" / name);
  std::string heading, rows;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    if (heading.empty()) {
      heading = line;
    } else if (which == industries::none || line.starts_with("Computing\t") ||
               line.starts_with("Retail\t")) {
      rows += line + "\n";
    } else if (which == industries::all) {
      rows += "Retail" + line.substr(line.find('\t')) + "\n";
    }
  }
  return table(heading, rows);
}

std::map<std::string, std::string> whole_set() {
  std::map<std::string, std::string> out;
  out["shared/country.tsv"] =
      table("code\tcalling_code\tcurrency\texponent\tpostal\tpostal_letters",
            "XX\t999\tXTS\t2\t#####\t\n");
  out["shared/industry.tsv"] =
      table("id\tsalary_percent\tweight", "Computing\t120\t7\nRetail\t80\t3\n");
  out["shared/level.tsv"] = table("id\tmin_age\tmin_experience\tweight",
                                  "junior\t18\t0\t5\nregular\t21\t2\t9\nsenior\t26\t5\t4\n"
                                  "lead\t30\t8\t2\ndirector\t35\t12\t1\n");
  out["shared/education.tsv"] =
      table("id\tgraduation_min\tgraduation_max\tweight",
            "secondary\t17\t19\t3\nvocational\t18\t22\t3\nbachelor\t21\t24\t4\nmaster\t23\t27\t2\n"
            "doctorate\t26\t32\t1\n");
  out["shared/salary.tsv"] = table(
      "country\tlevel\tmin\tmax",
      "XX\tjunior\t100\t200\nXX\tregular\t200\t300\nXX\tsenior\t300\t400\nXX\tlead\t400\t500\n"
      "XX\tdirector\t500\t900\n");
  out["shared/band.tsv"] = table(
      "id\temployees_min\temployees_max\tage_min\tage_max\trevenue_min_percent\t"
      "revenue_max_percent\tweight",
      "small\t1\t49\t0\t30\t50\t100\t8\nlarge\t50\t900\t5\t90\t80\t200\t2\n");
  out["shared/funding.tsv"] = table("band\tstage\tmin_age\tweight",
                                    "large\tPublic\t5\t4\nsmall\tSeed\t0\t6\nsmall\tNone\t0\t5\n");
  out["shared/device.tsv"] =
      table("user_agent\tdevice\tos\tbrowser\tweight",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0\t"
            "desktop\tWindows\tFirefox\t3\n");
  out["shared/phone.tsv"] = table(
      "country\tregion\tpolicy\tprefix\tfirst\tcount\tdigits\tnational",
      "XX\tXX-A\treserved\t3023\t0\t1000\t3\t030 23###\nXX\t\treserved\t17\t5\t20\t2\t017-##\n"
      "XX\t\tunassignable\t0\t0\t100\t3\t00###\nXX\tXX-A\treserved\t3024\t100\t300\t3\t030 "
      "24###\n");
  out["shared/market.tsv"] = table("country\ttax_percent\tper_100_dollars", "XX\t10\t100\n");
  out["shared/product.tsv"] = own_rows("product.tsv", industries::own);
  out["shared/payment.tsv"] = own_rows("payment.tsv", industries::all);
  out["shared/ticket.tsv"] = own_rows("ticket.tsv", industries::none);
  out["shared/review.tsv"] = own_rows("review.tsv", industries::none);
  out["xx_XX/locale.tsv"] = table("key\tvalue", locale_rows);
  out["xx_XX/given.tsv"] = table("name\tgender\tweight\tlatin\tdecades", given_rows());
  out["xx_XX/family.tsv"] = table("name\tweight\tlatin\tfeminine", family_rows());
  out["xx_XX/region.tsv"] = table("code\tname", "XX-A\tAland\nXX-B\tBland\n");
  out["xx_XX/city.tsv"] =
      table("name\tregion\tweight\tlatitude\tlongitude\tzone\tpostal", city_rows());
  out["xx_XX/street.tsv"] = table("name\tweight", street_rows());
  out["xx_XX/title.tsv"] =
      table("industry\tlevel\ttitle\tfeminine\teducation\tweight", title_rows());
  out["xx_XX/department.tsv"] = table("industry\tname", word_rows(5, " Office "));
  out["xx_XX/study.tsv"] = table("industry\tname", word_rows(3, " Studies "));
  out["xx_XX/company.tsv"] = table("kind\tindustry\ttext\tlatin", company_rows());
  out["xx_XX/legal.tsv"] = table("form\tweight", "{} Ltd\t5\nInc {}\t2\n");
  return out;
}

}  // namespace

table_folder::table_folder() : tables(whole_set()) {}

void table_folder::change(const std::string& table, const std::string& from,
                          const std::string& to) {
  std::string& text = tables.at(table);
  const std::size_t at = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, table << " has no " << from);
  text.replace(at, from.size(), to);
}

void table_folder::drop_lines(const std::string& table, const std::string& part) {
  std::string& text = tables.at(table);
  BOOST_REQUIRE_MESSAGE(text.find(part) != std::string::npos, table << " has no " << part);
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) {
    const std::size_t start = text.rfind('\n', at) + 1;
    text.erase(start, text.find('\n', at) + 1 - start);
  }
}

std::vector<std::byte> table_folder::pack(pack::problems& found) const {
  for (const auto& [file, text] : tables)
    folder_.file(file, text);
  return pack::pack_folder(path(), found);
}

std::vector<std::byte> table_folder::pack_well() const {
  pack::problems found;
  std::vector<std::byte> bytes = pack(found);
  for (const std::string& line : found.lines())
    BOOST_TEST_MESSAGE(line);
  BOOST_REQUIRE(found.none());
  return bytes;
}

}  // namespace veriload::personas

// Personas with rows: what columns replace, what follows, and what is shown.
#include "core/personas/contact_safety.hpp"
#include "core/personas/dataset/explanation.hpp"
#include "core/personas/dataset/record_writer.hpp"
#include "core/personas/engine_source.hpp"
#include "tests/unit/personas/feeder/source_files.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::personas;
using personas::test::pool_of;
using personas::test::refusal;
using personas::test::source_files;

namespace {

config::data_plan joined(const std::string& file,
                         std::initializer_list<config::feeder_column> columns = {}) {
  config::data_plan plan = pool_of(100);
  plan.feeder.emplace();
  plan.feeder->path = file;
  plan.feeder->columns = columns;
  return plan;
}

std::string value_of(const engine_source& source, std::uint64_t index, const char* path) {
  std::string text;
  source.value(index, source.required_field(path), text);
  return text;
}

std::string unsafe(std::string_view csv, const char* column, const char* path) {
  const source_files files;
  const std::string file = files.write("s.csv", csv);
  return refusal(files, [&] {
    require_non_routable_contacts(engine_source(joined(file, {{column, path}})));
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_fields_behind_those_of_the_persona) {
  const source_files files;
  const engine_source source(joined(files.write("s.csv", "sku,n.x\nA,1\nB,2\n")));
  const engine_source bare(pool_of(100));
  BOOST_REQUIRE(source.fields().size() == bare.fields().size() + 2);
  BOOST_TEST(source.fields().back() == "feeder.n.x");
  BOOST_TEST(source.required_field("feeder.sku") == bare.fields().size());
  BOOST_TEST(!source.field("feeder.skv").has_value());
  BOOST_TEST(!bare.field("feeder.sku").has_value());
  BOOST_TEST(value_of(source, 3, "feeder.sku") == "B");
  BOOST_TEST(value_of(source, 3, "feeder.n.x") == "2");
  try {
    source.required_field("feeder.skv");
    BOOST_ERROR("no such column");
  } catch (const setup_error& error) {
    BOOST_TEST(std::string(error.what()) ==
               "personas have no field \"feeder.skv\" (did you mean feeder.sku?)");
  }
  // All else is as without a feeder.
  std::string one, two;
  for (field_id id = 0; id < bare.fields().size(); ++id) {
    source.value(7, id, one);
    bare.value(7, id, two);
    BOOST_TEST(one == two, bare.fields()[id]);
  }
}

BOOST_AUTO_TEST_CASE(mapped_columns_replace_fields_and_what_is_derived_follows) {
  const source_files files;
  const std::string file =
      files.write("s.csv", "first,birth,login\nZo\xc3\xab,1970-05-06,\n,,zoe.q\n");
  const engine_source source(joined(file, {{"first", "person.given_name"},
                                           {"birth", "person.birthdate"},
                                           {"login", "person.username"}}));
  const engine_source bare(pool_of(100));
  BOOST_TEST(value_of(source, 0, "person.given_name") == "Zo\xc3\xab");
  BOOST_TEST(value_of(source, 0, "person.name") ==
             "Zo\xc3\xab " + value_of(source, 0, "person.family_name"));
  BOOST_TEST(value_of(source, 0, "person.username").find("zoe") == 0u);
  BOOST_TEST(value_of(source, 0, "person.age") == "55");
  // An empty cell leaves the persona as it was.
  BOOST_TEST(value_of(source, 1, "person.name") == value_of(bare, 1, "person.name"));
  BOOST_TEST(value_of(source, 1, "person.birthdate") == value_of(bare, 1, "person.birthdate"));
  BOOST_TEST(value_of(source, 1, "person.username") == "zoe.q");
  BOOST_TEST(value_of(source, 1, "website.host") == "zoe.q.example.invalid");
  // Several at once and one by one are the same.
  std::vector<field_id> all(source.fields().size());
  for (field_id i = 0; i < all.size(); ++i)
    all[i] = i;
  std::vector<std::string> together(all.size());
  for (std::uint64_t index = 0; index < 20; ++index) {
    source.values(index, all, together);
    std::string alone;
    for (const field_id id : all) {
      source.value(index, id, alone);
      BOOST_TEST(alone == together[id], source.fields()[id]);
    }
  }
}

BOOST_AUTO_TEST_CASE(overrides_and_rows_work_together) {
  const source_files files;
  config::data_plan plan =
      joined(files.write("s.csv", "city\nBoston\nChicago\n"), {{"city", "address.city"}});
  plan.overrides = {{"person.family_name", "Weber"}};
  const engine_source source(plan);
  BOOST_TEST(value_of(source, 5, "person.family_name") == "Weber");
  BOOST_TEST(value_of(source, 4, "address.city") == "Boston");
  BOOST_TEST(value_of(source, 4, "address.region") == "Massachusetts");
  BOOST_TEST(value_of(source, 5, "address.timezone") == "America/Chicago");
  given_values room;
  BOOST_TEST(source.given(0, room)->all().size() == 2u);
  plan.overrides = {{"feeder.city", "x"}};
  BOOST_TEST(
      refusal(files, [&] {
        engine_source other(plan);
      }).find("data.overrides: personas have no field \"feeder.city\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(segments_follow_the_rows) {
  const source_files files;
  const engine_source bare(pool_of(100));
  const std::string other = std::string(bare.segment_name(bare.segment_count() - 1));
  const std::string industry = other.substr(other.find(':') + 1);
  const std::string name(value_of(bare, 0, "company.industry"));
  const engine_source source(
      joined(files.write("s.csv", "branch\n" + industry + "\n"), {{"branch", "company.industry"}}));
  BOOST_TEST(value_of(source, 0, "company.industry") == industry);
  BOOST_TEST(source.segment_name(source.segment(0)) == other);
}

BOOST_AUTO_TEST_CASE(explanations_name_the_row) {
  const source_files files;
  const engine_source source(
      joined(files.write("s.csv", "sku,mail\nA,a@example.com\nB,\n"), {{"mail", "contact.email"}}));
  const explanation column = explain(source, 3, source.required_field("feeder.sku"));
  BOOST_TEST(column.path == "feeder.sku");
  BOOST_TEST(column.value == "B");
  BOOST_TEST(files.without_folder(column.given_by) == "row 2 of s.csv, column sku");
  const field_id email = source.required_field("contact.email");
  BOOST_TEST(files.without_folder(explain(source, 0, email).given_by) ==
             "row 1 of s.csv, column mail");
  BOOST_TEST(explain(source, 1, email).given_by == "");  // an empty cell
  config::data_plan plan = joined(files.path("s.csv"));
  plan.feeder->order = config::feeder_order::random;
  plan.overrides = {{"person.title", "Dr"}};
  const engine_source drawn(plan);
  const explanation row = explain(drawn, 5, drawn.required_field("feeder.sku"));
  BOOST_REQUIRE(row.draws.size() == 1u);
  BOOST_TEST(row.draws.front().find("row, by index 5: 0x") == 0u);
  BOOST_TEST(explain(drawn, 5, drawn.required_field("person.title")).given_by == "data.overrides");
}

BOOST_AUTO_TEST_CASE(every_row_is_held_against_the_safe_ranges) {
  std::string rows = "mail\n";
  for (int i = 0; i < 3000; ++i)
    rows += "u" + std::to_string(i) + "@example.com\n";
  BOOST_TEST(unsafe(rows, "mail", "contact.email") == "");
  BOOST_TEST(unsafe(rows + "lena.weber@gmail.com\n", "mail", "contact.email") ==
             "row 3001 of s.csv, column \"mail\": contact.email is \"\xe2\x80\xa6@gmail.com\", "
             "expected an address at a name below .test, .example, .invalid or .localhost, or "
             "example.com, example.net, example.org; safety.require_non_routable_contacts: false "
             "permits it");
  BOOST_TEST(
      unsafe("mail\n\"a@gmail.com,b@x.test\"\n", "mail", "contact.email").find("row 1 of s.csv") ==
      0u);
}

BOOST_AUTO_TEST_CASE(contacts_of_all_kinds_are_checked_and_little_of_them_is_told) {
  const std::string phone =
      unsafe("p\n\n+12125550123\n+4930123456789\n", "p", "contact.phone.e164");
  BOOST_TEST(phone.find("row 2 of s.csv, column \"p\": contact.phone.e164 is \"+49\xe2\x80\xa6\", "
                        "expected a number of a block that nobody has") == 0u);
  BOOST_TEST(unsafe("p\n+12125550123\n", "p", "contact.phone.e164") == "");
  BOOST_TEST(unsafe("p\n030 123456\n", "p", "contact.phone.national")
                 .find("expected contact.phone.e164, whose national spelling follows") !=
             std::string::npos);
  const std::string url = unsafe("u\nhttps://me:pw@real.com/secret?x\n", "u", "website.url");
  BOOST_TEST(url.find("website.url is \"\xe2\x80\xa6real.com\xe2\x80\xa6\"") != std::string::npos);
  BOOST_TEST(unsafe("h\nreal.com/x.test\n", "h", "website.host").find("\"rea\xe2\x80\xa6\"") !=
             std::string::npos);
  BOOST_TEST(unsafe("h\nreal.com\n", "h", "company.domain").find("is \"real.com\"") !=
             std::string::npos);
  BOOST_TEST(unsafe("i\n8.8.8.8\n", "i", "network.ipv4").find("is \"8.8\xe2\x80\xa6\"") !=
             std::string::npos);
  // Addresses are made of the user name.
  BOOST_TEST(unsafe("l\nlena@gmail.com\n", "l", "person.username")
                 .find("person.username is \"len\xe2\x80\xa6\", expected a name without blanks") !=
             std::string::npos);
  BOOST_TEST(unsafe("l\nLena.W_1\n", "l", "person.username") == "");
  BOOST_TEST(unsafe("n\n\"Me, Myself @ me.com\"\n", "n", "person.name") == "");
}

BOOST_AUTO_TEST_CASE(what_rows_and_settings_make_together_is_not_told_either) {
  const source_files files;
  config::data_plan plan =
      joined(files.write("s.csv", "l\nsecretname\n"), {{"l", "person.username"}});
  plan.email_domain = "real.com";
  const std::string why =
      refusal(files, [&] { require_non_routable_contacts(engine_source(plan)); });
  BOOST_TEST(why.find("persona p-0001: contact.email is \"\xe2\x80\xa6@") == 0u);
  BOOST_TEST(why.find("secretname") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(exports_write_any_name_of_a_column) {
  const source_files files;
  const engine_source source(
      joined(files.write("s.csv", "\"a \"\"b\"\", c\",n.Tag,n.x,password\nv1,\"o'k\",7,secret\n")));
  const std::vector<field_id> fields = {
      source.required_field("persona_id"), source.required_field("feeder.n.Tag"),
      source.required_field("feeder.a \"b\", c"), source.required_field("feeder.n.x")};
  const auto written = [&](record_format format) {
    const auto writer = make_writer(format, source, fields, "t");
    std::string text;
    writer->begin(text);
    writer->add(0, text);
    writer->end(text);
    return text;
  };
  BOOST_TEST(written(record_format::jsonl) ==
             "{\"feeder\":{\"a \\\"b\\\", c\":\"v1\",\"n\":{\"Tag\":\"o'k\",\"x\":\"7\"}},"
             "\"persona_id\":\"p-0001\"}\n");
  BOOST_TEST(written(record_format::csv) ==
             "persona_id,feeder.n.Tag,\"feeder.a \"\"b\"\", c\",feeder.n.x\np-0001,o'k,v1,7\n");
  BOOST_TEST(written(record_format::sql) ==
             "INSERT INTO t (persona_id, \"feeder_n_Tag\", \"feeder_a \"\"b\"\", c\", feeder_n_x) "
             "VALUES\n('p-0001', 'o''k', 'v1', '7');\n");
  BOOST_TEST(source.is_shown_unasked(source.required_field("feeder.n.x")));
  BOOST_TEST(!source.is_shown_unasked(source.required_field("feeder.password")));
}

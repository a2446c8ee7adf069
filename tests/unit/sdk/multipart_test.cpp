#include <veriload/multipart.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <utility>

using namespace veriload;

namespace {

const std::string line = "--" + std::string(24, '-') + "000000000000000100000000000000ff";

// The body as it is sent, a file as <path>.
std::string sent(multipart form) {
  const std::string type = form.finish(1, 255);
  BOOST_TEST(type == "multipart/form-data; boundary=" + line.substr(2));
  std::string out;
  for (const vl_piece& p : form.pieces()) {
    BOOST_TEST((p.bytes.len == 0) != (p.file.len == 0));
    out +=
        p.file.len != 0 ? "<" + std::string(to_view(p.file)) + ">" : std::string(to_view(p.bytes));
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(fields_parts_and_files_stand_in_order) {
  BOOST_TEST(sent(multipart()
                      .field("title", "a b")
                      .file("scan", "data/s.pdf", "application/pdf")
                      .part("meta", "{}", "application/json")
                      .part("raw", "\n", "text/plain", "x.txt")
                      .file("two", "y", "image/png", "z.png")) ==
             line + "\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na b\r\n" + line +
                 "\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"s.pdf\"\r\n"
                 "Content-Type: application/pdf\r\n\r\n<data/s.pdf>\r\n" +
                 line +
                 "\r\nContent-Disposition: form-data; name=\"meta\"\r\n"
                 "Content-Type: application/json\r\n\r\n{}\r\n" +
                 line +
                 "\r\nContent-Disposition: form-data; name=\"raw\"; filename=\"x.txt\"\r\n"
                 "Content-Type: text/plain\r\n\r\n\n\r\n" +
                 line +
                 "\r\nContent-Disposition: form-data; name=\"two\"; filename=\"z.png\"\r\n"
                 "Content-Type: image/png\r\n\r\n<y>\r\n" +
                 line + "--\r\n");
}

BOOST_AUTO_TEST_CASE(an_empty_form_is_its_end_alone) {
  BOOST_TEST(multipart().empty());
  BOOST_TEST(sent(multipart()) == line + "--\r\n");
}

BOOST_AUTO_TEST_CASE(quotes_and_line_breaks_of_names_cannot_end_a_header) {
  const std::string body =
      sent(multipart().field("a\"b\nc", "1").part("p\r", "2", "text/plain", "\"; x=\"\r\ny\\"));
  BOOST_TEST(body.find("name=\"a%22b%0D%0Ac\"\r\n") != std::string::npos);
  BOOST_TEST(body.find("name=\"p%0D%0A\"; filename=\"%22; x=%22%0D%0Ay\\\"\r\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(line_breaks_of_a_field_are_those_of_a_browser_and_others_stay) {
  BOOST_TEST(
      sent(multipart().field("f", "a\nb\rc\r\nd\n")).find("\r\n\r\na\r\nb\r\nc\r\nd\r\n\r\n") !=
      std::string::npos);
  BOOST_TEST(sent(multipart().part("f", "a\nb", "text/plain")).find("\r\n\r\na\nb\r\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_content_type_cannot_add_a_header) {
  multipart form;
  BOOST_CHECK_EXCEPTION(form.part("a", "b", "text/plain\r\nx: y"), error, [](const error& e) {
    return e.kind() == "http" && e.status() == VL_E_INVALID;
  });
  BOOST_TEST(form.empty());
  BOOST_CHECK_THROW(form.file("a", "b", "c\x7f"), error);
}

BOOST_AUTO_TEST_CASE(a_file_needs_a_path) {
  multipart form;
  BOOST_CHECK_THROW(form.file("a", ""), error);
  BOOST_CHECK_THROW(form.file("a", std::string_view("x\0y", 3)), error);
  BOOST_TEST(form.empty());
}

BOOST_AUTO_TEST_CASE(a_form_that_is_no_temporary_grows_in_place) {
  multipart form;
  for (int i = 0; i < 3; ++i)
    form.field("n" + std::to_string(i), "v");
  form.file("f", "path");
  BOOST_TEST(!form.empty());
  multipart copy = form;
  // NOLINTNEXTLINE(bugprone-use-after-move): the macro names its operands twice
  BOOST_TEST(sent(std::move(copy)) == sent(std::move(form)));
}

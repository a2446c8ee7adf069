// A form with fields and files as browsers send it. Flow: scenario -> [multipart] -> http_request.
#pragma once

#include "veriload/error.hpp"
#include "veriload/text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// The body of a multipart/form-data request (RFC 7578), part by part, in the order of the calls:
///
///     auto sent = co_await http().post("/upload").multipart(
///         multipart().field("title", name).file("scan", "data/scan.pdf", "application/pdf"));
///
/// Files are named, not read: the protocol sends them from the disk piece by piece and knows their
/// size beforehand. A relative path starts at the folder of the configuration. A file that is not
/// there fails the request.
///
/// Names and file names are escaped as the HTML standard says, so that no quote or line break of
/// them can end a header. The boundary comes from the user's random numbers: the same in each run
/// with the same seed. Wrong input throws `error` of kind "http". Not synchronised.
class multipart {
 public:
  /// A field of a form; its line breaks become CR LF, as a browser does it.
  multipart& field(std::string_view name, std::string_view value) & {
    begin(name);
    text_ += "\r\n\r\n";
    append_lines(text_, value);
    text_ += "\r\n";
    return *this;
  }
  multipart&& field(std::string_view name, std::string_view value) && {
    return std::move(field(name, value));
  }

  /// Bytes as they are, with a content type and, unless empty, a file name.
  multipart& part(std::string_view name, std::string_view bytes, std::string_view content_type,
                  std::string_view file_name = {}) & {
    begin(name);
    if (!file_name.empty()) name_file(file_name);
    end_head(content_type);
    text_.append(bytes).append("\r\n");
    return *this;
  }
  multipart&& part(std::string_view name, std::string_view bytes, std::string_view content_type,
                   std::string_view file_name = {}) && {
    return std::move(part(name, bytes, content_type, file_name));
  }

  /// The content of a file. Without `file_name` the last part of the path.
  multipart& file(std::string_view name, std::string_view path,
                  std::string_view content_type = "application/octet-stream",
                  std::string_view file_name = {}) & {
    if (path.empty() || path.find('\0') != std::string_view::npos) {
      throw error("http", joined({"not a path of a file: \"", path, "\""}), VL_E_INVALID);
    }
    begin(name);
    name_file(file_name.empty() ? path.substr(path.rfind('/') + 1) : file_name);
    end_head(content_type);
    files_.emplace_back(text_.size(), path);
    text_ += "\r\n";
    return *this;
  }
  multipart&& file(std::string_view name, std::string_view path,
                   std::string_view content_type = "application/octet-stream",
                   std::string_view file_name = {}) && {
    return std::move(file(name, path, content_type, file_name));
  }

  bool empty() const noexcept { return boundaries_.empty(); }
  void clear() noexcept {
    text_.clear();
    boundaries_.clear();
    files_.clear();
    pieces_.clear();
  }

  /// For http_exchange: ends the form with a boundary made of 128 random bits and gives the value
  /// of Content-Type. An empty form is a closing boundary alone, as browsers send it. Call it once,
  /// after the last part.
  std::string finish(std::uint64_t random_high, std::uint64_t random_low) {
    std::string boundary(boundary_size, '-');
    constexpr const char* digits = "0123456789abcdef";
    for (std::size_t i = 0; i < 16; ++i) {
      boundary[boundary_size - 32 + i] = digits[(random_high >> (60 - 4 * i)) & 15];
      boundary[boundary_size - 16 + i] = digits[(random_low >> (60 - 4 * i)) & 15];
    }
    add_boundary();
    text_ += "--\r\n";
    for (const std::size_t at : boundaries_)
      text_.replace(at, boundary_size, boundary);
    // Only now does the text stay where it is.
    std::size_t from = 0;
    for (const named_file& f : files_) {
      add_text(from, f.at);
      pieces_.push_back(vl_piece{{nullptr, 0}, to_str(f.path), 0, 0});
      from = f.at;
    }
    add_text(from, text_.size());
    return "multipart/form-data; boundary=" + boundary;
  }

  /// After finish(): the body in order. Views into this object, which must not move any more.
  const std::vector<vl_piece>& pieces() const noexcept { return pieces_; }

 private:
  struct named_file {
    named_file(std::size_t where, std::string_view name) : at(where), path(name) {}
    std::size_t at;  // its content stands before this byte of the text
    std::string path;
  };
  static constexpr std::size_t boundary_size = 56;

  void add_boundary() {
    text_ += "--";
    boundaries_.push_back(text_.size());
    text_.append(boundary_size, ' ');
  }

  void begin(std::string_view name) {
    add_boundary();
    text_ += "\r\nContent-Disposition: form-data; name=\"";
    std::string lines;
    append_lines(lines, name);
    append_escaped(lines);
    text_ += '"';
  }

  void name_file(std::string_view file_name) {
    text_ += "; filename=\"";
    append_escaped(file_name);
    text_ += '"';
  }

  void end_head(std::string_view content_type) {
    for (const char c : content_type) {
      if (c < 0x20 || c == 0x7f) {
        clear();
        throw error("http", joined({"not a content type: \"", content_type, "\""}), VL_E_INVALID);
      }
    }
    text_.append("\r\nContent-Type: ").append(content_type).append("\r\n\r\n");
  }

  void append_escaped(std::string_view text) {
    for (const char c : text) {
      if (c == '"')
        text_ += "%22";
      else if (c == '\r')
        text_ += "%0D";
      else if (c == '\n')
        text_ += "%0A";
      else
        text_ += c;
    }
  }

  static void append_lines(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\r' && text[i] != '\n') {
        out += text[i];
        continue;
      }
      out += "\r\n";
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
  }

  void add_text(std::size_t from, std::size_t to) {
    if (from == to) return;
    pieces_.push_back(vl_piece{{text_.data() + from, to - from}, {nullptr, 0}, 0, 0});
  }

  std::string text_;                     // all but the content of files
  std::vector<std::size_t> boundaries_;  // where in it
  std::vector<named_file> files_;
  std::vector<vl_piece> pieces_;
};

}  // namespace v1
}  // namespace veriload

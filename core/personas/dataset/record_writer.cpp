#include "core/personas/dataset/record_writer.hpp"

#include "core/base/node_json.hpp"
#include "core/personas/fields/fields.hpp"

#include <algorithm>
#include <utility>

namespace veriload::personas {
namespace {

constexpr std::uint64_t rows_per_insert = 200;

field_kind kind_of(field_id id) {
  return id < field_table().size() ? field_table()[id].kind : field_kind::text;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = path.find('.');
    parts.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

class values_writer : public record_writer {
 public:
  values_writer(const persona_source& source, std::vector<field_id> fields)
      : fields_(std::move(fields)), texts_(fields_.size()), source_(source) {}

 protected:
  const std::vector<std::string>& read(std::uint64_t index) {
    source_.values(index, fields_, texts_);
    return texts_;
  }
  std::string_view path(std::size_t i) const { return source_.fields()[fields_[i]]; }

  std::vector<field_id> fields_;

 private:
  std::vector<std::string> texts_;
  const persona_source& source_;
};

class jsonl_writer final : public values_writer {
 public:
  jsonl_writer(const persona_source& source, std::vector<field_id> fields)
      : values_writer(source, sorted(source, std::move(fields))) {
    std::vector<std::string_view> before;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      std::vector<std::string_view> parts = parts_of(path(i));
      leads_.push_back(lead(before, parts));
      before = std::move(parts);
    }
    tail_.assign(before.empty() ? 1 : before.size(), '}');
    tail_ += '\n';
    if (before.empty()) leads_.emplace_back("{");
  }

  void begin(std::string&) override {}
  void end(std::string&) override {}

  void add(std::uint64_t index, std::string& out) override {
    const std::vector<std::string>& texts = read(index);
    if (texts.empty()) out += leads_.front();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      out += leads_[i];
      if (texts[i].empty()) {
        out += "null";
      } else if (kind_of(fields_[i]) == field_kind::text) {
        base::append_json_string(out, texts[i]);
      } else {
        out += texts[i];
      }
    }
    out += tail_;
  }

 private:
  static std::vector<field_id> sorted(const persona_source& source, std::vector<field_id> fields) {
    std::ranges::sort(fields, {}, [&](field_id id) { return parts_of(source.fields()[id]); });
    return fields;
  }

  // What stands between two values: closing the objects of one path, opening those of the next.
  static std::string lead(const std::vector<std::string_view>& before,
                          const std::vector<std::string_view>& parts) {
    std::size_t same = 0;
    while (same + 1 < before.size() && same + 1 < parts.size() && before[same] == parts[same])
      ++same;
    std::string text;
    if (before.empty()) {
      text = "{";
    } else {
      text.assign(before.size() - 1 - same, '}');
      text += ',';
    }
    for (std::size_t i = same; i < parts.size(); ++i) {
      if (i != same) text += '{';
      base::append_json_string(text, parts[i]);
      text += ':';
    }
    return text;
  }

  std::vector<std::string> leads_;
  std::string tail_;
};

class csv_writer final : public values_writer {
 public:
  using values_writer::values_writer;

  void begin(std::string& out) override {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (i != 0) out += ',';
      append(path(i), out);
    }
    out += '\n';
  }
  void end(std::string&) override {}

  void add(std::uint64_t index, std::string& out) override {
    const std::vector<std::string>& texts = read(index);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i != 0) out += ',';
      append(texts[i], out);
    }
    out += '\n';
  }

 private:
  static void append(std::string_view text, std::string& out) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out += text;
      return;
    }
    out += '"';
    for (const char c : text) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
};

class sql_writer final : public values_writer {
 public:
  sql_writer(const persona_source& source, std::vector<field_id> fields, std::string_view table)
      : values_writer(source, std::move(fields)) {
    insert_ = "INSERT INTO " + std::string(table) + " (";
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      // The one path that is a reserved word of SQL.
      std::string column(path(i) == "index" ? "persona_index" : path(i));
      std::ranges::replace(column, '.', '_');
      insert_ +=
          (i == 0 ? "" : ", ") + (fields_[i] < field_table().size() ? column : quoted(column));
    }
    insert_ += ") VALUES\n";
  }

  void begin(std::string&) override {}
  void end(std::string& out) override {
    if (rows_ % rows_per_insert != 0) out += ";\n";
  }

  void add(std::uint64_t index, std::string& out) override {
    out += rows_ % rows_per_insert == 0 ? std::string_view(insert_) : ",\n";
    const std::vector<std::string>& texts = read(index);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      out += i == 0 ? "(" : ", ";
      if (texts[i].empty()) {
        out += "NULL";
      } else if (kind_of(fields_[i]) == field_kind::number) {
        out += texts[i];
      } else {
        append(texts[i], out);
      }
    }
    out += ')';
    if (++rows_ % rows_per_insert == 0) out += ";\n";
  }

 private:
  static void append(std::string_view text, std::string& out) {
    out += '\'';
    for (const char c : text) {
      if (c == '\'') out += '\'';
      out += c;
    }
    out += '\'';
  }

  // A feeder's columns have the names that they had there; as they are where that is a plain word.
  static std::string quoted(const std::string& column) {
    const auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (std::ranges::all_of(column, plain)) return column;
    std::string text = "\"";
    for (const char c : column) {
      if (c == '"') text += '"';
      text += c;
    }
    return text + '"';
  }

  std::string insert_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<record_writer> make_writer(record_format format, const persona_source& source,
                                           std::vector<field_id> fields, std::string_view table) {
  switch (format) {
    case record_format::jsonl:
      return std::make_unique<jsonl_writer>(source, std::move(fields));
    case record_format::csv:
      return std::make_unique<csv_writer>(source, std::move(fields));
    case record_format::sql:
      break;
  }
  return std::make_unique<sql_writer>(source, std::move(fields), table);
}

}  // namespace veriload::personas

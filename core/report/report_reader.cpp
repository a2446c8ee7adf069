#include "core/report/report_reader.hpp"

#include "core/base/setup_error.hpp"
#include "core/extract/json_tree.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace veriload::report {
namespace {

using extract::json_tree;
using kind = json_tree::kind;

// A report with a thousand endpoints has 3 MB.
constexpr std::uintmax_t most_bytes = std::uintmax_t{256} << 20;

const char* words(kind of) {
  switch (of) {
    case kind::null:
      return "null";
    case kind::boolean:
      return "true or false";
    case kind::number:
      return "a number";
    case kind::string:
      return "a text";
    case kind::array:
      return "a list";
    case kind::object:
      break;
  }
  return "a mapping";
}

class reader {
 public:
  reader(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  gates::report_figures read() {
    std::string why;
    if (!tree_.parse(text_, why))
      refuse(tree_.failed_at(), "is no JSON: " + std::string(tree_.failure()));
    const json_tree::node& root = tree_.nodes().front();
    if (root.type != kind::object)
      refuse(root.at, std::string("is ") + words(root.type) + ", expected the mapping of a report");
    gates::report_figures out;
    out.global = figures(0, "");
    if (const auto* requests = find(0, "total_requests");
        requests && requests->type == kind::number && tree_.number(*requests) == 0) {
      refuse(requests->at, "total_requests is 0: a run without a request has nothing to compare");
    }
    const json_tree::node& endpoints = member(0, "endpoints", kind::object, "");
    std::string scratch;
    for (std::uint32_t i = index_of(endpoints) + 1; i < endpoints.after;
         i = tree_.nodes()[i].after) {
      const json_tree::node& one = tree_.nodes()[i];
      const std::string name(tree_.key(one, scratch));
      const std::string path = "endpoints[\"" + name + "\"]";
      if (one.type != kind::object) refuse_kind(one, path, kind::object);
      out.endpoints[name] = figures(i, path + ".");
    }
    return out;
  }

 private:
  [[noreturn]] void refuse(std::size_t at, const std::string& why) const {
    const std::string_view before = text_.substr(0, std::min(at, text_.size()));
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t start = before.rfind('\n');
    const std::size_t column =
        before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
    throw setup_error(name_ + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
                      why);
  }

  [[noreturn]] void refuse_kind(const json_tree::node& found, const std::string& path,
                                kind wanted) const {
    refuse(found.at, path + " is " + words(found.type) + ", expected " + words(wanted));
  }

  std::uint32_t index_of(const json_tree::node& of) const {
    return static_cast<std::uint32_t>(&of - tree_.nodes().data());
  }

  const json_tree::node* find(std::uint32_t parent, std::string_view key) const {
    std::string scratch;
    const auto& nodes = tree_.nodes();
    for (std::uint32_t i = parent + 1; i < nodes[parent].after; i = nodes[i].after) {
      if (tree_.key(nodes[i], scratch) == key) return &nodes[i];
    }
    return nullptr;
  }

  const json_tree::node& member(std::uint32_t parent, std::string_view key, kind wanted,
                                const std::string& path) const {
    const json_tree::node* found = find(parent, key);
    if (!found) {
      refuse(tree_.nodes()[parent].at, path + std::string(key) + " is missing, expected " +
                                           words(wanted) +
                                           "; is this a JSON report of `reports.json`?");
    }
    if (found->type != wanted) refuse_kind(*found, path + std::string(key), wanted);
    return *found;
  }

  double figure(std::uint32_t parent, std::string_view key, const std::string& path) const {
    const json_tree::node& found = member(parent, key, kind::number, path);
    const double value = tree_.number(found);
    if (!std::isfinite(value) || value < 0) {
      refuse(found.at, path + std::string(key) + " is " + std::string(tree_.text(found)) +
                           ", expected a number of at least 0");
    }
    return value;
  }

  gates::group_figures figures(std::uint32_t parent, const std::string& path) const {
    const json_tree::node& latency = member(parent, "latency_ms", kind::object, path);
    return {figure(index_of(latency), "p95", path + "latency_ms."),
            figure(parent, "error_rate", path)};
  }

  std::string_view text_;
  const std::string& name_;
  json_tree tree_;
};

}  // namespace

gates::report_figures read_report_text(std::string_view text, const std::string& name) {
  return reader(text, name).read();
}

gates::report_figures read_report(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path file(path);
  if (std::filesystem::is_directory(file, failed))
    throw setup_error(path + ": is a directory, expected a JSON report");
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw setup_error(path + ": cannot be read: " + std::strerror(errno));
  std::string text;
  char block[65'536];
  while (in.read(block, sizeof block) || in.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(in.gcount()));
    if (text.size() > most_bytes) throw setup_error(path + ": is larger than 256 MB, no report is");
  }
  if (in.bad()) throw setup_error(path + ": cannot be read to its end");
  return read_report_text(text, path);
}

}  // namespace veriload::report

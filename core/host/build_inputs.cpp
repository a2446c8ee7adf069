#include "core/host/build_inputs.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace veriload::host {

namespace fs = std::filesystem;

void content_hash::add(std::string_view bytes) {
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    low_ = (low_ ^ b) * 0x100000001b3ULL;
    high_ = (high_ ^ (b + 0x9eU)) * 0x100000001b3ULL;
  }
  low_ = (low_ ^ bytes.size()) * 0x100000001b3ULL;
}

std::string content_hash::text() const {
  char out[33];
  std::snprintf(out, sizeof out, "%016llx%016llx", static_cast<unsigned long long>(low_),
                static_cast<unsigned long long>(high_));
  return out;
}

std::string content_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string hash_of_files(std::string_view salt, const std::vector<fs::path>& files) {
  content_hash hash;
  hash.add(salt);
  for (const auto& file : files) {
    hash.add(file.string());
    hash.add(content_of_file(file));
  }
  return hash.text();
}

bool changed_since(const std::vector<fs::path>& files, fs::file_time_type moment) {
  return std::ranges::any_of(files, [&](const fs::path& file) {
    std::error_code failed;
    const auto written = fs::last_write_time(file, failed);
    return failed || written > moment;
  });
}

// "target: a b \<newline> c", where in a name "\ " is a space, "\#" is # and "$$" is $.
std::vector<fs::path> files_of_rule(std::string_view rule) {
  std::vector<fs::path> files;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) files.emplace_back(word);
    word.clear();
  };
  for (std::size_t i = std::min(rule.find(": "), rule.size()) + 1; i < rule.size(); ++i) {
    const char c = rule[i];
    const char after = i + 1 < rule.size() ? rule[i + 1] : '\0';
    if ((c == '\\' && (after == ' ' || after == '#')) || (c == '$' && after == '$')) {
      word += rule[++i];
    } else if (c == '\\' && after == '\n') {
      end_word();
      ++i;
    } else if (c == ' ' || c == '\n') {
      end_word();
    } else {
      word += c;
    }
  }
  end_word();
  return files;
}

std::vector<fs::path> read_file_list(const fs::path& list) {
  std::ifstream in(list);
  std::vector<fs::path> files;
  for (std::string line; std::getline(in, line);)
    files.emplace_back(line);
  return files;
}

std::error_code write_file_list(const fs::path& list, const fs::path& scratch,
                                const std::vector<fs::path>& files) {
  std::error_code failed;
  {
    std::ofstream out(scratch);
    for (const auto& file : files)
      out << file.string() << '\n';
    if (!out.flush()) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) fs::rename(scratch, list, failed);
  return failed;
}

}  // namespace veriload::host

#include "core/personas/feeder/feeder.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/personas/feeder/readers.hpp"
#include "core/personas/persona_source.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace veriload::personas {
namespace {

[[noreturn]] void refuse(const base::place& where, std::string_view key, const std::string& text) {
  const std::string place = where.text();
  throw setup_error(place + (place.empty() ? "" : ": ") + "data.feeder" + std::string(key) + ": " +
                    text);
}

// In the letters a to z and digits alone.
constexpr std::array<std::string_view, 14> secret_parts{
    "password", "passwd",     "passphrase", "passcode", "passwort", "kennwort",   "motdepasse",
    "pwd",      "contrasena", "secret",     "token",    "apikey",   "privatekey", "accesskey"};
constexpr std::array<std::string_view, 5> secret_words{"pass", "pin", "otp", "cvc", "cvv"};

}  // namespace

bool is_secret_column(std::string_view name) {
  std::string letters, word;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
      letters += lower;
      word += lower;
      continue;
    }
    if (std::ranges::find(secret_words, word) != secret_words.end()) return true;
    word.clear();
  }
  return std::ranges::find(secret_words, word) != secret_words.end() ||
         std::ranges::any_of(secret_parts, [&](std::string_view part) {
           return letters.find(part) != std::string::npos;
         });
}

feeder::feeder(const config::data_plan& plan)
    : file_(plan.feeder->path), order_(plan.feeder->order) {
  check_paths(plan);
  read(plan);
  find_columns(*plan.feeder);
  count_personas(plan);
}

// Before the rows, which take longer.
void feeder::check_paths(const config::data_plan& plan) {
  std::bitset<static_cast<std::size_t>(field::count)> taken;
  for (const config::feeder_column& one : plan.feeder->columns) {
    const auto which = field_at(one.path);
    if (!which) refuse(one.where, ".columns", no_such_field(one.path, field_paths()));
    for (const config::persona_override& other : plan.overrides) {
      if (field_at(other.path) == which) {
        refuse(one.where, ".columns",
               "the column \"" + one.column + "\" gives " + one.path +
                   ", which data.overrides gives too (" + other.where.text() +
                   "), expected one of the two");
      }
    }
    if (taken.test(static_cast<std::size_t>(*which))) {
      refuse(one.where, ".columns",
             "the column \"" + one.column + "\" gives " + one.path +
                 ", which another column gives too, expected one of the two");
    }
    taken.set(static_cast<std::size_t>(*which));
    mapped_.push_back({0, *which});
  }
}

void feeder::read(const config::data_plan& plan) {
  const config::feeder_plan& from = *plan.feeder;
  std::error_code ignored;
  if (std::filesystem::is_directory(file_, ignored))
    refuse(from.path_where, ".path", file_ + " is a folder, expected a file");
  if (::access(file_.c_str(), R_OK) != 0)
    refuse(from.path_where, ".path", file_ + ": " + std::strerror(errno));
  switch (from.format) {
    case config::feeder_format::csv:
      read_csv(file_, rows_);
      break;
    case config::feeder_format::jsonl:
      read_jsonl(file_, rows_);
      break;
    case config::feeder_format::sqlite: {
      const std::string place = from.query_where.text();
      read_sqlite(file_, from.query, place + (place.empty() ? "" : ": ") + "data.feeder.query",
                  rows_);
      break;
    }
  }
  rows_.close();
}

void feeder::find_columns(const config::feeder_plan& plan) {
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const config::feeder_column& wanted = plan.columns[i];
    const auto found = rows_.find_column(wanted.column);
    if (found) {
      mapped_[i].column = *found;
      continue;
    }
    const std::vector<std::string_view> known(rows_.columns().begin(), rows_.columns().end());
    const std::string_view near = base::nearest(wanted.column, known);
    std::string text = file_ + " has no column \"" + wanted.column + "\"";
    if (!near.empty()) {
      text += " (did you mean " + std::string(near) + "?)";
    } else {
      const char* separator = ", its columns are ";
      for (const std::string_view name : known) {
        text += separator + std::string(name);
        separator = ", ";
      }
    }
    refuse(wanted.where, ".columns", text);
  }
}

void feeder::count_personas(const config::data_plan& plan) {
  personas_ = static_cast<std::uint64_t>(plan.pool_size);
  if (order_ != config::feeder_order::unique || personas_ <= rows_.rows()) return;
  const std::string numbers = file_ + " has " + std::to_string(rows_.rows()) +
                              (rows_.rows() == 1 ? " row" : " rows") + ", data.pool_size is " +
                              std::to_string(personas_);
  if (plan.on_exhaust == config::exhaust_mode::error) {
    refuse(plan.feeder->where, "",
           numbers +
               ", order is unique and data.on_exhaust is error: expected a row for each persona; "
               "lower pool_size, or let order be sequential or random");
  }
  personas_ = rows_.rows();
  notice_ = "data.feeder: " + numbers + " and order is unique: the pool is cut to " +
            std::to_string(personas_) + (personas_ == 1 ? " persona" : " personas");
}

std::string feeder::name_of(std::uint64_t row) const {
  return "row " + std::to_string(row + 1) + " of " + file_;
}

bool feeder::maps(field which) const {
  return std::ranges::any_of(mapped_,
                             [which](const mapped_column& one) { return one.which == which; });
}

}  // namespace veriload::personas

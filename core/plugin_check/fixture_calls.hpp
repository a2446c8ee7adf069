// What calls of a connector borrow, and what is written down of rows. Flow: fixture drive ->
// [fixture calls] -> connector.
#pragma once

#include "core/plugin_check/tracked_op.hpp"

#include "veriload_abi.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::plugin_check {

/// A value as a ledger has it: nothing of it points into the plugin.
struct written_value {
  std::string name;
  std::string text;
  std::int64_t number = 0;
  double real = 0;
  std::uint32_t kind = VL_VALUE_NULL;

  bool operator==(const written_value&) const = default;
};
using written_values = std::vector<written_value>;

written_values written(const vl_value* values, std::uint32_t n, std::uint32_t stride);

/// What is wrong with an identity, with what was expected; empty when nothing is.
std::string wrong_identity(const written_values& identity);

/// A field that a connector has described.
struct described_field {
  explicit described_field(const vl_field& from);
  std::string name, format, choice;
  std::uint32_t kind, flags, max_length;
  bool points_elsewhere;
};

/// Values for what a row must have; `key` makes it differ from others. A text "name" when nothing
/// is known.
written_values row_of(const std::vector<described_field>& fields, std::string_view key);

/// The vl_fixture_call of one call, or several of a batch, as long as ABI 1.0 had it. Everything
/// that they point to is overwritten by `spoil`, when it is no longer borrowed.
class borrowed_fixture_calls {
 public:
  explicit borrowed_fixture_calls(const std::string& of) : error_(of) {}
  borrowed_fixture_calls(const borrowed_fixture_calls&) = delete;
  borrowed_fixture_calls& operator=(const borrowed_fixture_calls&) = delete;

  void add(std::string_view model, const written_values& values, std::string_view run,
           std::string_view key);
  const vl_fixture_call* get();
  static std::uint32_t stride() { return sizeof(vl_fixture_call); }
  std::string reason() { return error_.text(); }
  void spoil();

 private:
  vl_str kept(std::string_view text);

  std::deque<std::string> texts_;
  std::deque<std::vector<vl_value>> values_;
  std::vector<vl_fixture_call> calls_;
  vl_kv option_{};
  bounded_error error_;
};

class borrowed_open {
 public:
  borrowed_open(const std::string& of, vl_loop* loop, vl_user* user, const vl_node* config);
  const vl_fixture_open* get() const noexcept { return &how_; }
  std::string reason() { return error_.text(); }

 private:
  bounded_error error_;
  vl_fixture_open how_{};
};

/// Records for a connector to fill, with watched bytes between them.
class record_block {
 public:
  explicit record_block(std::size_t n) : records_(n, bounded_out<vl_record>(record_size_1_0)) {}
  vl_record* get(std::size_t i = 0) noexcept { return records_[i].get(); }
  static std::uint32_t stride() { return sizeof(bounded_out<vl_record>); }
  bool intact() const {
    return std::ranges::all_of(records_, [](const auto& one) { return one.intact(); });
  }

 private:
  std::vector<bounded_out<vl_record>> records_;
};

}  // namespace veriload::plugin_check

// Rows that are joined to personas. Flow: plan, files -> [feeder] -> engine source.
#pragma once

#include "core/config/plan.hpp"
#include "core/personas/draws/draw.hpp"
#include "core/personas/engine/given_values.hpp"
#include "core/personas/feeder/row_table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas {

/// A column whose values replace a persona field.
struct mapped_column {
  std::uint32_t column;
  field which;
};

/// The rows of `data.feeder` and who gets which.
///
/// A persona's row is a function of its index and, drawn, of the seed: workers need not agree on
/// anything. Thread: immutable after construction.
class feeder {
 public:
  /// Reads all rows; `plan.feeder` must be set. Throws setup_error, with the place in the file or
  /// in the configuration: a file that cannot be read or is not as it must be, a column or persona
  /// field that is not there, a field that is given twice, and more personas than rows where each
  /// row goes to one persona and on_exhaust is error.
  explicit feeder(const config::data_plan& plan);

  const row_table& rows() const { return rows_; }
  config::feeder_order order() const { return order_; }

  /// How many personas there are: data.pool_size, or the rows where each goes to one persona and
  /// they are fewer.
  std::uint64_t personas() const { return personas_; }
  /// What was done and not asked for; may be empty.
  const std::string& notice() const { return notice_; }

  /// The row of the persona at `index`, from 0. `index` must be below personas().
  std::uint64_t row(std::uint64_t index, const draw_source& draws) const {
    if (order_ == config::feeder_order::random)
      return draws.below(rows_.rows(), index, purpose::feeder_row);
    return index % rows_.rows();
  }

  /// "row 3 of skus.csv", counted from 1 and without the line of names.
  std::string name_of(std::uint64_t row) const;

  const std::vector<mapped_column>& mapped() const { return mapped_; }
  bool maps(field which) const;

  /// Adds the values of the row that replace persona fields. An empty cell replaces nothing. The
  /// texts live as long as the feeder.
  void give(std::uint64_t row, given_values& to) const {
    for (const mapped_column& one : mapped_) {
      const std::string_view value = rows_.cell(row, one.column);
      if (!value.empty()) to.set(one.which, value);
    }
  }

 private:
  void check_paths(const config::data_plan& plan);
  void read(const config::data_plan& plan);
  void find_columns(const config::feeder_plan& plan);
  void count_personas(const config::data_plan& plan);

  std::string file_;
  config::feeder_order order_;
  row_table rows_;
  std::vector<mapped_column> mapped_;
  std::uint64_t personas_ = 0;
  std::string notice_;
};

/// Whether a column of this name holds something that is shown only to who asks for it by name:
/// `password`, `api_key`, `card.cvc`. Thread: any.
bool is_secret_column(std::string_view name);

}  // namespace veriload::personas

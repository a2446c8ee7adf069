// The personas of a run. Flow: plan, tables -> [engine source] -> user, dataset tools.
#pragma once

#include "core/personas/engine/person.hpp"
#include "core/personas/engine/world.hpp"
#include "core/personas/feeder/feeder.hpp"
#include "core/personas/persona_source.hpp"

#include <memory>
#include <string>
#include <vector>

namespace veriload::personas {

/// Personas of the tables in the binary. With `data.source: memory` the names' places are computed
/// once and kept, 48 bytes a persona; with `verisim` they are computed when a persona is asked for.
/// Every value is the same, byte for byte.
///
/// With `data.feeder` each persona has a row: its columns are fields behind the persona's own,
/// `feeder.<column>`, and those that the plan maps replace fields of the persona.
class engine_source final : public persona_source {
 public:
  /// Reads the feeder's rows. Throws setup_error, with the place in the configuration or in the
  /// feeder's file, for what the plan asks and cannot be.
  explicit engine_source(const config::data_plan& plan,
                         const image::tables& tables = image::instance());

  std::uint64_t count() const override { return world_.count(); }
  std::span<const std::string_view> fields() const override;
  std::optional<field_id> field(std::string_view path) const override;
  void value(std::uint64_t index, field_id field, std::string& out) const override;
  void values(std::uint64_t index, std::span<const field_id> fields,
              std::span<std::string> out) const override;
  void record(std::uint64_t index, record_kind kind, std::uint64_t number,
              std::string& out) const override;
  std::string_view locale(std::uint64_t index) const override;
  std::uint32_t segment_count() const override;
  std::uint32_t segment(std::uint64_t index) const override;
  std::string_view segment_name(std::uint32_t segment) const override;

  const world& shared() const { return world_; }
  persona_basis basis(std::uint64_t index) const;

  /// The values that configuration and row give to the persona at `index`; null when there are
  /// none. Those of a row are put into `room`, so the answer is valid until `room` is used again.
  /// The one place where a persona and its row meet: what must hold for both is checked on this.
  const given_values* given(std::uint64_t index, given_values& room) const {
    if (!has_mapped_columns()) return constants();
    room = given_;
    feeder_->give(row(index), room);
    return &room;
  }

  /// The values that the configuration gives to everybody; null when there are none.
  const given_values* constants() const { return given_.empty() ? nullptr : &given_; }
  /// Whether given() has values for anybody.
  bool gives() const { return !given_.empty() || has_mapped_columns(); }

  /// Null without one.
  const feeder* rows() const { return feeder_.get(); }
  /// The row of the persona at `index`; there must be a feeder.
  std::uint64_t row(std::uint64_t index) const { return feeder_->row(index, world_.draws()); }
  /// The column that a field is, or nothing when it is the persona's own.
  std::optional<std::uint32_t> column_of(field_id field) const;
  /// Whether a list of all fields may hold this one: columns with passwords are shown to who names
  /// them.
  bool is_shown_unasked(field_id field) const;

 private:
  bool has_mapped_columns() const { return feeder_ && !feeder_->mapped().empty(); }
  void name_columns();
  void values_with_row(std::uint64_t index, std::span<const field_id> fields,
                       std::span<std::string> out) const;

  std::unique_ptr<const feeder> feeder_;  // before the world, which has as many personas as it says
  std::vector<std::string> column_paths_;
  std::vector<std::string_view> paths_;  // of all fields; empty without a feeder
  world world_;
  std::vector<persona_basis> kept_;
  std::vector<config::persona_override> overrides_;  // own the texts of given_
  given_values given_;
  std::vector<std::string> segments_;  // locale-major
};

}  // namespace veriload::personas

// The personas of a run. Flow: plan, tables -> [engine source] -> user, dataset tools.
#pragma once

#include "core/personas/engine/person.hpp"
#include "core/personas/engine/world.hpp"
#include "core/personas/persona_source.hpp"

#include <string>
#include <vector>

namespace veriload::personas {

/// Personas of the tables in the binary. With `data.source: memory` the names' places are computed
/// once and kept, 48 bytes a persona; with `verisim` they are computed when a persona is asked for.
/// Every value is the same, byte for byte.
class engine_source final : public persona_source {
 public:
  /// Throws setup_error, with the place in the configuration, for what the plan asks and cannot be.
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
  /// Null when nothing is given.
  const given_values* given() const { return given_.empty() ? nullptr : &given_; }

 private:
  world world_;
  std::vector<persona_basis> kept_;
  std::vector<config::persona_override> overrides_;  // own the texts of given_
  given_values given_;
  std::vector<std::string> segments_;  // locale-major
};

}  // namespace veriload::personas

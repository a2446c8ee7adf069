#include "core/personas/engine_source.hpp"

#include "core/base/assert.hpp"
#include "core/base/setup_error.hpp"
#include "core/personas/conflicts/value_form.hpp"
#include "core/personas/fields/fields.hpp"
#include "core/personas/records/linked_records.hpp"

namespace veriload::personas {
namespace {

constexpr std::uint64_t most_kept = 100'000'000;  // 4.8 GB
constexpr auto own_fields = static_cast<field_id>(field::count);
constexpr std::string_view column_prefix = "feeder.";

std::unique_ptr<const feeder> feeder_of(const config::data_plan& plan) {
  return plan.feeder ? std::make_unique<const feeder>(plan) : nullptr;
}

config::data_plan with_pool_of(const feeder* rows, config::data_plan plan) {
  if (rows != nullptr) plan.pool_size = static_cast<std::int64_t>(rows->personas());
  return plan;
}

// For the given values of one persona after another: a loop over personas allocates nothing.
given_values& own_room() {
  thread_local given_values room;
  return room;
}

}  // namespace

engine_source::engine_source(const config::data_plan& plan, const image::tables& tables)
    : feeder_(feeder_of(plan)),
      world_(tables, with_pool_of(feeder_.get(), plan)),
      overrides_(plan.overrides) {
  for (const config::persona_override& one : overrides_) {
    const auto which = field_at(one.path);
    if (!which) {
      throw setup_error(one.where.text() +
                        ": data.overrides: " + no_such_field(one.path, field_paths()));
    }
    const std::string fault = form_fault(tables, world_.reference(), *which, one.value);
    if (!fault.empty()) {
      throw setup_error(one.where.text() + ": data.overrides: " + one.path + " is " + fault);
    }
    given_.set(*which, one.value);
  }
  if (feeder_) name_columns();
  for (std::uint32_t l = 0; l < world_.locales(); ++l) {
    for (std::uint32_t i = 0; i < tables.industries(); ++i) {
      segments_.push_back(std::string(world_.locale(l).values.code) + ":" +
                          std::string(tables.industry(i).id));
    }
  }
  if (plan.source != "memory") return;
  if (world_.count() > most_kept) {
    throw setup_error("data.source memory keeps at most " + std::to_string(most_kept) +
                      " personas, data.pool_size is " + std::to_string(world_.count()) +
                      "; data.source verisim gives the same ones without keeping any");
  }
  kept_.reserve(world_.count());
  for (std::uint64_t i = 0; i < world_.count(); ++i)
    kept_.push_back(world_.basis(i));
}

void engine_source::name_columns() {
  const auto columns = feeder_->rows().columns();
  column_paths_.reserve(columns.size());
  paths_.assign(field_paths().begin(), field_paths().end());
  for (const std::string& column : columns) {
    column_paths_.push_back(std::string(column_prefix) + column);
    paths_.emplace_back(column_paths_.back());
  }
}

std::span<const std::string_view> engine_source::fields() const {
  if (feeder_) return paths_;
  return field_paths();
}

std::optional<field_id> engine_source::field(std::string_view path) const {
  if (feeder_ && path.starts_with(column_prefix)) {
    const auto column = feeder_->rows().find_column(path.substr(column_prefix.size()));
    if (!column) return std::nullopt;
    return own_fields + *column;
  }
  const auto found = field_at(path);
  if (!found) return std::nullopt;
  return static_cast<field_id>(*found);
}

persona_basis engine_source::basis(std::uint64_t index) const {
  VL_ASSERT(index < count(), "the pool hands out indices below count()");
  return kept_.empty() ? world_.basis(index) : kept_[index];
}

std::optional<std::uint32_t> engine_source::column_of(field_id field) const {
  if (field < own_fields) return std::nullopt;
  return field - own_fields;
}

bool engine_source::is_shown_unasked(field_id field) const {
  const auto column = column_of(field);
  return !column || !is_secret_column(feeder_->rows().columns()[*column]);
}

void engine_source::value(std::uint64_t index, field_id field, std::string& out) const {
  if (feeder_) return values_with_row(index, {&field, 1}, {&out, 1});
  out.clear();
  person(world_, basis(index), constants()).append(static_cast<personas::field>(field), out);
}

void engine_source::values(std::uint64_t index, std::span<const field_id> fields,
                           std::span<std::string> out) const {
  if (feeder_) return values_with_row(index, fields, out);
  person one(world_, basis(index), constants());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out[i].clear();
    one.append(static_cast<personas::field>(fields[i]), out[i]);
  }
}

void engine_source::record(std::uint64_t index, record_kind kind, std::uint64_t number,
                           std::string& out) const {
  linked_records(*this).append(index, kind, number, out);
}

// Apart, so that personas without rows pay one comparison.
void engine_source::values_with_row(std::uint64_t index, std::span<const field_id> fields,
                                    std::span<std::string> out) const {
  const std::uint64_t row_here = row(index);
  std::optional<person> one;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (const auto column = column_of(fields[i])) {
      out[i] = feeder_->rows().cell(row_here, *column);
      continue;
    }
    if (!one) one.emplace(world_, basis(index), given(index, own_room()));
    out[i].clear();
    one->append(static_cast<personas::field>(fields[i]), out[i]);
  }
}

std::string_view engine_source::locale(std::uint64_t index) const {
  return world_.locale(basis(index).locale).values.code;
}

std::uint32_t engine_source::segment_count() const {
  return static_cast<std::uint32_t>(segments_.size());
}

std::uint32_t engine_source::segment(std::uint64_t index) const {
  const persona_basis at = basis(index);
  const given_values* const here = feeder_ ? given(index, own_room()) : constants();
  return at.locale * world_.tables().industries() + person(world_, at, here).industry();
}

std::string_view engine_source::segment_name(std::uint32_t segment) const {
  VL_ASSERT(segment < segments_.size(), "segments come from segment()");
  return segments_[segment];
}

}  // namespace veriload::personas

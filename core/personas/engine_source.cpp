#include "core/personas/engine_source.hpp"

#include "core/base/assert.hpp"
#include "core/base/setup_error.hpp"
#include "core/personas/conflicts/value_form.hpp"
#include "core/personas/fields/fields.hpp"

namespace veriload::personas {
namespace {

constexpr std::uint64_t most_kept = 100'000'000;  // 4.8 GB

}  // namespace

engine_source::engine_source(const config::data_plan& plan, const image::tables& tables)
    : world_(tables, plan), overrides_(plan.overrides) {
  for (const config::persona_override& one : overrides_) {
    try {
      const auto which = static_cast<personas::field>(required_field(one.path));
      const std::string fault = form_fault(tables, world_.reference(), which, one.value);
      if (!fault.empty()) throw setup_error(one.path + " is " + fault);
      given_.set(which, one.value);
    } catch (const setup_error& wrong) {
      throw setup_error(one.where.text() + ": data.overrides: " + wrong.what());
    }
  }
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

std::span<const std::string_view> engine_source::fields() const { return field_paths(); }

std::optional<field_id> engine_source::field(std::string_view path) const {
  const auto found = field_at(path);
  if (!found) return std::nullopt;
  return static_cast<field_id>(*found);
}

persona_basis engine_source::basis(std::uint64_t index) const {
  VL_ASSERT(index < count(), "the pool hands out indices below count()");
  return kept_.empty() ? world_.basis(index) : kept_[index];
}

void engine_source::value(std::uint64_t index, field_id field, std::string& out) const {
  out.clear();
  person(world_, basis(index), given()).append(static_cast<personas::field>(field), out);
}

void engine_source::values(std::uint64_t index, std::span<const field_id> fields,
                           std::span<std::string> out) const {
  person one(world_, basis(index), given());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out[i].clear();
    one.append(static_cast<personas::field>(fields[i]), out[i]);
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
  return at.locale * world_.tables().industries() + person(world_, at, given()).industry();
}

std::string_view engine_source::segment_name(std::uint32_t segment) const {
  VL_ASSERT(segment < segments_.size(), "segments come from segment()");
  return segments_[segment];
}

}  // namespace veriload::personas

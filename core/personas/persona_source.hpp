// Who the users are: persona #i as a function of seed and index. Flow: plan -> [persona source] ->
// user.
#pragma once

#include "core/personas/records/record_kind.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace veriload::personas {

/// Number of a field inside one source; the same for every persona of that source.
using field_id = std::uint32_t;

/// Personas without a table of personas: every answer is computed from (seed, index), so any
/// worker, thread and order gives the same persona.
///
/// Every `index` must be below `count()`. Thread: immutable after construction, read from any
/// thread.
class persona_source {
 public:
  virtual ~persona_source() = default;

  /// Number of different personas.
  virtual std::uint64_t count() const = 0;

  /// Dotted paths of all fields (`contact.email`), in the order of their ids; valid as long as the
  /// source.
  virtual std::span<const std::string_view> fields() const = 0;

  /// Writes the field into `out`, whose old content is dropped and whose memory is used again:
  /// after the first calls a loop over personas allocates nothing. `field` must come from this
  /// source.
  virtual void value(std::uint64_t index, field_id field, std::string& out) const = 0;

  /// Several fields of one persona, which share what they need: quicker than one by one. `out` has
  /// as many texts as `fields`.
  virtual void values(std::uint64_t index, std::span<const field_id> fields,
                      std::span<std::string> out) const;

  /// Appends a record that is linked to the persona, as one line of JSON without a line end. The
  /// same three give the same record. `number` must be below records_per_persona.
  virtual void record(std::uint64_t index, record_kind kind, std::uint64_t number,
                      std::string& out) const = 0;

  /// Such as `en_US`; valid as long as the source.
  virtual std::string_view locale(std::uint64_t index) const = 0;

  /// Segments are the labels of metrics, `<locale>:<job.industry>`, numbered from 0 to
  /// segment_count() - 1.
  virtual std::uint32_t segment_count() const = 0;
  virtual std::uint32_t segment(std::uint64_t index) const = 0;
  /// Valid as long as the source. `segment` must be below `segment_count()`.
  virtual std::string_view segment_name(std::uint32_t segment) const = 0;

  /// The field at a dotted path, or at another name of it; or nothing.
  virtual std::optional<field_id> field(std::string_view path) const;

  /// The field at a dotted path. Throws setup_error that names the nearest known field when there
  /// is none.
  field_id required_field(std::string_view path) const;
};

/// Why there is no field at `path`: names the nearest of `known`, or all of them.
std::string no_such_field(std::string_view path, std::span<const std::string_view> known);

}  // namespace veriload::personas

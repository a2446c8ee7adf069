// Named values and rows of a resource. Flow: host -> [fixture_value] -> fixture.
#pragma once

#include "veriload/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// One named, typed value, with memory of its own.
class field_value {
 public:
  /// Copies a value of the host.
  explicit field_value(const vl_value& from)
      : name_(to_view(from.name)),
        text_(to_view(from.text)),
        number_(from.number),
        real_(from.real),
        kind_(from.kind) {}
  field_value(std::string name, std::string text)
      : name_(std::move(name)), text_(std::move(text)), kind_(VL_VALUE_STR) {}
  field_value(std::string name, std::int64_t number)
      : name_(std::move(name)), number_(number), kind_(VL_VALUE_INT) {}

  static field_value null(std::string name) { return of_kind(VL_VALUE_NULL, std::move(name), {}); }
  static field_value flag(std::string name, bool yes) {
    field_value made = of_kind(VL_VALUE_BOOL, std::move(name), {});
    made.number_ = yes ? 1 : 0;
    return made;
  }
  static field_value real(std::string name, double number) {
    field_value made = of_kind(VL_VALUE_FLOAT, std::move(name), {});
    made.real_ = number;
    return made;
  }
  static field_value blob(std::string name, std::string bytes) {
    return of_kind(VL_VALUE_BLOB, std::move(name), std::move(bytes));
  }
  /// `rfc3339` is "2024-02-29T12:30:00Z".
  static field_value time(std::string name, std::string rfc3339) {
    return of_kind(VL_VALUE_TIME, std::move(name), std::move(rfc3339));
  }

  const std::string& name() const noexcept { return name_; }
  std::uint32_t kind() const noexcept { return kind_; }       ///< VL_VALUE_*
  const std::string& text() const noexcept { return text_; }  ///< STR, BLOB, TIME
  std::int64_t number() const noexcept { return number_; }    ///< BOOL, INT
  double real() const noexcept { return real_; }              ///< FLOAT

  /// The same name, kind and content.
  bool operator==(const field_value&) const = default;

  /// As the ABI has it; the views live as long as this object stays where it is.
  vl_value view() const noexcept {
    return vl_value{to_str(name_), to_str(text_), number_, real_, kind_, 0};
  }

 private:
  static field_value of_kind(std::uint32_t kind, std::string name, std::string text) {
    field_value made(std::move(name), std::move(text));
    made.kind_ = kind;
    return made;
  }

  std::string name_;
  std::string text_;
  std::int64_t number_ = 0;
  double real_ = 0;
  std::uint32_t kind_;
};

using field_values = std::vector<field_value>;

/// Copies the host's array. Throws `error` for a stride that is no vl_value.
inline field_values copy_values(const void* values, std::uint32_t n, std::uint32_t stride) {
  if (n > 0 && stride < sizeof(vl_value)) {
    throw error("fixture", "a value is shorter than ABI 1.0 says", VL_E_INVALID);
  }
  field_values copies;
  copies.reserve(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto* at = static_cast<const char*>(values) + std::size_t{i} * stride;
    copies.emplace_back(*static_cast<const vl_value*>(static_cast<const void*>(at)));
  }
  return copies;
}

/// A stored row: what finds it again, and everything in it.
class fixture_row {
 public:
  fixture_row(field_values identity, field_values values)
      : identity_(std::move(identity)), values_(std::move(values)) {}

  /// Hands the row to the host, which releases it.
  void give(vl_record& to) &&;

 private:
  struct shown;

  field_values identity_;
  field_values values_;
};

struct fixture_row::shown {
  explicit shown(fixture_row&& from) : row(std::move(from)) {
    for (const field_value& value : row.identity_)
      identity.push_back(value.view());
    for (const field_value& value : row.values_)
      values.push_back(value.view());
  }
  fixture_row row;
  std::vector<vl_value> identity;
  std::vector<vl_value> values;
};

inline void fixture_row::give(vl_record& to) && {
  auto* kept = new shown(std::move(*this));
  to.n_identity = static_cast<std::uint32_t>(kept->identity.size());
  to.identity = kept->identity.data();
  to.values = kept->values.data();
  to.n_values = static_cast<std::uint32_t>(kept->values.size());
  to.value_stride = sizeof(vl_value);
  to.owner = kept;
  to.release = [](vl_record* record) noexcept {
    delete static_cast<shown*>(std::exchange(record->owner, nullptr));
  };
}

/// The records of the host that a batch fills, all or none.
class record_array {
 public:
  record_array(void* records, std::uint32_t stride) noexcept
      : at_(static_cast<char*>(records)), stride_(stride) {}

  void take(std::vector<fixture_row> rows) const {
    struct undo {
      const record_array& of;
      std::size_t given = 0;
      ~undo() {
        for (; given > 0; --given) {
          vl_record& record = of.record(given - 1);
          std::exchange(record.release, nullptr)(&record);
        }
      }
    } so_far{*this};
    for (fixture_row& row : rows) {
      std::move(row).give(record(so_far.given));
      ++so_far.given;
    }
    so_far.given = 0;
  }

 private:
  vl_record& record(std::size_t index) const noexcept {
    return *static_cast<vl_record*>(static_cast<void*>(at_ + index * stride_));
  }

  char* at_;
  std::uint32_t stride_;
};

/// Takes the rows that a search finds. Valid until `find` ends.
class row_list {
 public:
  row_list(const vl_record_sink& to, std::uint64_t& count) noexcept : to_(&to), count_(&count) {}

  /// False when the host has what it wants. Throws `error` when it takes no more.
  bool add(fixture_row row) const {
    vl_record shown{};
    shown.struct_size = sizeof shown;
    std::move(row).give(shown);
    const vl_status status = to_->record(to_->ctx, &shown);
    shown.release(&shown);
    if (status < 0) throw_status("fixture", "a row that was found", status);
    ++*count_;
    return status != VL_EOF;
  }

 private:
  const vl_record_sink* to_;
  std::uint64_t* count_;
};

}  // namespace v1
}  // namespace veriload

#include "core/plugin_check/fixture_calls.hpp"

#include "core/plugin_check/drive.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace veriload::plugin_check {
namespace {

std::string text_of(vl_str text) {
  return text.len == 0 ? std::string() : std::string(text.ptr, text.len);
}

// A text of at most so many characters that ends as the key does, which is what differs.
std::string cut(std::string_view key, std::uint32_t most) {
  return std::string(most == 0 || key.size() <= most ? key : key.substr(key.size() - most));
}

}  // namespace

written_values written(const vl_value* values, std::uint32_t n, std::uint32_t stride) {
  written_values made;
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto* const at =
        reinterpret_cast<const char*>(values) + std::size_t{i} * std::max(stride, 1U);
    vl_value value{};
    std::memcpy(&value, at, std::min<std::size_t>(stride, sizeof value));
    made.push_back(
        {text_of(value.name), text_of(value.text), value.number, value.real, value.kind});
  }
  return made;
}

std::string wrong_identity(const written_values& identity) {
  if (identity.empty()) return "of no value, expected what finds the row again";
  for (std::size_t i = 0; i < identity.size(); ++i) {
    const written_value& value = identity[i];
    if (value.name.empty()) return "with a value without a name, expected one";
    if (value.kind == VL_VALUE_NULL || value.kind == VL_VALUE_FLOAT || value.kind > VL_VALUE_TIME)
      return "with \"" + value.name + "\" of kind " + std::to_string(value.kind) +
             ", expected BOOL, INT, STR, BLOB or TIME";
    const auto same = [&](const written_value& other) { return other.name == value.name; };
    if (std::count_if(identity.begin(), identity.end(), same) > 1)
      return "with \"" + value.name + "\" twice, expected each name once";
  }
  return {};
}

described_field::described_field(const vl_field& from)
    : name(text_of(from.name)),
      format(text_of(from.format)),
      choice(from.n_choices > 0 ? text_of(from.choices[0]) : std::string()),
      kind(from.kind),
      flags(from.flags),
      max_length(from.max_length),
      points_elsewhere(from.reference.len > 0) {}

written_values row_of(const std::vector<described_field>& fields, std::string_view key) {
  if (fields.empty()) return {{"name", std::string(key), 0, 0, VL_VALUE_STR}};
  written_values row;
  for (const described_field& field : fields) {
    constexpr auto by_itself = VL_FIELD_NULLABLE | VL_FIELD_DEFAULTED | VL_FIELD_GENERATED;
    if ((field.flags & by_itself) != 0 || field.points_elsewhere) continue;
    written_value value;
    value.name = field.name;
    value.kind = field.kind;
    const std::string_view digits = key.substr(key.find_last_not_of("0123456789") + 1);
    if (field.kind == VL_VALUE_BOOL || field.kind == VL_VALUE_INT) {
      value.number = field.kind == VL_VALUE_BOOL ? 1 : std::atoi(std::string(digits).c_str());
    } else if (field.kind == VL_VALUE_FLOAT) {
      value.real = 1.5;
    } else if (field.kind == VL_VALUE_TIME) {
      value.text = "2024-02-29T12:30:00Z";
    } else if (!field.choice.empty()) {
      value.text = field.choice;
    } else if (field.format == "email") {
      value.text = std::string(key) + "@sut.test";
    } else {
      value.text = cut(key, field.max_length);
    }
    row.push_back(std::move(value));
  }
  return row;
}

vl_str borrowed_fixture_calls::kept(std::string_view text) {
  texts_.emplace_back(text);
  return {texts_.back().data(), texts_.back().size()};
}

void borrowed_fixture_calls::add(std::string_view model, const written_values& values,
                                 std::string_view run, std::string_view key) {
  std::vector<vl_value>& views = values_.emplace_back();
  for (const written_value& value : values)
    views.push_back({kept(value.name), kept(value.text), value.number, value.real, value.kind, 0});
  if (calls_.empty()) option_ = {kept("authorization"), kept("Bearer check")};
  vl_fixture_call call{};
  call.struct_size = sizeof call;
  call.model = kept(model);
  call.values = views.data();
  call.n_values = static_cast<std::uint32_t>(views.size());
  call.stride = sizeof(vl_value);
  call.run_id = kept(run);
  call.persona_id = kept("p-0001");
  call.key = kept(key);
  call.options = &option_;
  call.n_options = 1;
  call.timeout = 5 * second;
  calls_.push_back(call);
}

const vl_fixture_call* borrowed_fixture_calls::get() {
  calls_.front().error = error_.get();
  return calls_.data();
}

void borrowed_fixture_calls::spoil() {
  constexpr int spoilt = 0xdb;
  for (std::string& text : texts_)
    std::memset(text.data(), spoilt, text.size());
  for (auto& views : values_) {
    if (!views.empty())
      std::memset(static_cast<void*>(views.data()), spoilt, views.size() * sizeof(vl_value));
  }
  std::memset(static_cast<void*>(calls_.data()), spoilt, calls_.size() * sizeof(vl_fixture_call));
  std::memset(static_cast<void*>(&option_), spoilt, sizeof option_);
}

borrowed_open::borrowed_open(const std::string& of, vl_loop* loop, vl_user* user,
                             const vl_node* config)
    : error_(of + ".open") {
  how_.struct_size = sizeof how_;
  how_.loop = loop;
  how_.user = user;
  how_.config = config;
  how_.timeout = 5 * second;
  how_.error = error_.get();
}

}  // namespace veriload::plugin_check

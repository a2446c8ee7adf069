#include "core/personas/records/record_json.hpp"

#include "core/base/node_json.hpp"
#include "core/personas/fields/digits.hpp"

namespace veriload::personas {

std::string& record_json::start(std::string_view key) {
  if (!first_) out_ += ',';
  first_ = false;
  if (!key.empty()) {
    out_ += '"';
    out_ += key;
    out_ += "\":";
  }
  return out_;
}

void record_json::begin(std::string_view key, char bracket) {
  start(key) += bracket;
  first_ = true;
}

void record_json::text(std::string_view key, std::string_view value) {
  base::append_json_string(start(key), value);
}

void record_json::number(std::string_view key, std::uint64_t value) {
  append_number(value, start(key));
}

void record_json::when(std::string_view key, instant value) {
  if (value == 0) return null(key);
  start(key) += '"';
  append_instant(value, out_);
  out_ += '"';
}

void record_json::field(std::string_view key, person& of, personas::field which) {
  const std::string value = of.text(which);
  if (value.empty()) return null(key);
  text(key, value);
}

void record_json::persona(std::string_view key, person& who) {
  open(key);
  field("persona_id", who, field::persona_id);
  field("external_id", who, field::external_id);
  field("name", who, field::name);
  field("username", who, field::username);
  field("email", who, field::email);
  close();
}

void record_json::company(std::string_view key, person& whose) {
  open(key);
  field("id", whose, field::company_id);
  field("name", whose, field::company_name);
  field("industry", whose, field::company_industry);
  field("domain", whose, field::company_domain);
  close();
}

}  // namespace veriload::personas

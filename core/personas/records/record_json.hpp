// Writes a record as one line of JSON. Flow: records -> [record JSON] -> text.
#pragma once

#include "core/personas/engine/person.hpp"
#include "core/personas/records/instants.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::personas {

/// Members come in the order of the calls. Keys are plain words. Thread: one.
class record_json {
 public:
  explicit record_json(std::string& out) : out_(out) {}

  /// Where a value is to be appended by hand; quotes are the caller's.
  std::string& value(std::string_view key) {
    start(key);
    return out_;
  }

  void open(std::string_view key = {}) { begin(key, '{'); }
  void open_list(std::string_view key) { begin(key, '['); }
  void close() { end('}'); }
  void close_list() { end(']'); }

  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, std::uint64_t value);
  void boolean(std::string_view key, bool value) { start(key) += value ? "true" : "false"; }
  void null(std::string_view key) { start(key) += "null"; }
  /// 0: it did not happen, which is null.
  void when(std::string_view key, instant value);

  /// A field's value; an empty one is null.
  void field(std::string_view key, person& of, personas::field which);
  /// `{"persona_id", "external_id", "name", "username", "email"}`.
  void persona(std::string_view key, person& who);
  /// `{"id", "name", "industry", "domain"}` of the persona's company.
  void company(std::string_view key, person& whose);

 private:
  std::string& start(std::string_view key);
  void begin(std::string_view key, char bracket);
  void end(char bracket) {
    out_ += bracket;
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace veriload::personas

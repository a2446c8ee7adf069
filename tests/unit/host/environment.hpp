// An environment variable with another value for the length of a test. Flow: test -> process.
#pragma once

#include <stdlib.h>

#include <optional>
#include <string>

namespace veriload::test {

/// Sets (or, with nullptr, removes) a variable and puts the old value back. Thread: one.
class changed_variable {
 public:
  changed_variable(const char* name, const char* optional_value) : name_(name) {
    if (const char* before = ::getenv(name)) before_ = before;
    put(optional_value);
  }
  ~changed_variable() { put(before_ ? before_->c_str() : nullptr); }
  changed_variable(const changed_variable&) = delete;
  changed_variable& operator=(const changed_variable&) = delete;

 private:
  void put(const char* value) {
    if (value) {
      ::setenv(name_, value, 1);
    } else {
      ::unsetenv(name_);
    }
  }

  const char* name_;
  std::optional<std::string> before_;
};

}  // namespace veriload::test

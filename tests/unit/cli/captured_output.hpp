// What is printed while a test looks. Flow: stdout or stderr -> [captured output] -> test.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace veriload::test {

/// Sends a descriptor of this process (1 or 2) to a temporary file until `text` or the end. Thread:
/// one.
class captured_output {
 public:
  explicit captured_output(int descriptor)
      : descriptor_(descriptor), kept_(::dup(descriptor)), file_(std::tmpfile()) {
    if (!file_) throw std::runtime_error("cannot make a temporary file");
    std::fflush(nullptr);
    ::dup2(::fileno(file_), descriptor_);
  }
  ~captured_output() {
    put_back();
    std::fclose(file_);
  }
  captured_output(const captured_output&) = delete;
  captured_output& operator=(const captured_output&) = delete;

  /// Everything so far; nothing is captured any more.
  std::string text() {
    put_back();
    std::string all;
    std::rewind(file_);
    for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_))
      all += static_cast<char>(c);
    return all;
  }

 private:
  void put_back() {
    if (kept_ < 0) return;
    std::fflush(nullptr);
    ::dup2(kept_, descriptor_);
    ::close(kept_);
    kept_ = -1;
  }

  int descriptor_;
  int kept_;
  std::FILE* file_;
};

}  // namespace veriload::test
